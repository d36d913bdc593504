"""What was done at a step, in words: for its author's last page, and for the entry that it may become."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from exercises.practices.models import Run
from intima.content.endings import GAP_TO_FILL
from intima.content.exercises import GAP, Build, Choose, Compare, Exercise, Rank, Slide, Step, Write
from intima.kit.keeping import opened
from reflections.journal.actions import Part

Value = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """A part as its author's last page shows it.

    `alone`: it stays with them, and is not offered; `ticked`: offered, and chosen beforehand.
    """

    part: Part
    alone: bool
    ticked: bool


@dataclass(frozen=True)
class Sentence:
    """What was built at a step. `keep_as` as in the step; with `alone` it goes nowhere else."""

    text: str
    keep_as: str | None
    alone: bool

    @property
    def has_a_gap(self) -> bool:
        return GAP_TO_FILL in self.text


def title_of(run: Run) -> str:
    """What the exercise is called, in the version that was done; where that was altered, a sentence that says so."""
    return opened(lambda: str(run.version.parsed.title))


def parts(exercise: Exercise, answers: dict[str, Value]) -> list[Part]:
    """What may leave the exercise: every step with something in it, in the exercise's order, but those asked `alone`.

    Guesses are a part of their own, see `guessed`.
    """
    return [part for step, part in _parts(exercise, answers) if not _is_alone(step)]


def told(exercise: Exercise, answers: dict[str, Value]) -> list[Told]:
    """Every step with something in it, for its author's eyes.

    Free words and numbers are theirs to tick, unless the file says otherwise; what two do side by side is ticked.
    """
    sealed = exercise.who == "sealed"
    return [Told(part, _is_alone(step), ticked=sealed or _is_ticked(step)) for step, part in _parts(exercise, answers)]


def sentences(exercise: Exercise, answers: dict[str, Value]) -> list[Sentence]:
    """What was built, each sentence whole."""
    builds = [step for step in exercise.steps if isinstance(step, Build) and answers.get(step.key)]
    found = [Sentence(said(step, answers[step.key]), step.keep_as, step.alone) for step in builds]
    return [each for each in found if each.text]


def _is_ticked(step: Step) -> bool:
    said: bool | None = getattr(step, "ticked", None)
    return isinstance(step, Build | Choose | Rank) if said is None else said


def _is_alone(step: Step) -> bool:
    return getattr(step, "alone", False)


def advice(exercise: Exercise, answers: dict[str, Value]) -> str:
    """What the exercise says to these answers, to their author alone; "" when it says nothing."""
    slides = [step.key for step in exercise.steps if isinstance(step, Slide)]
    places = {key: at for key in slides if (at := answers.get(key, {}).get("at")) is not None}
    return next((each.say for each in exercise.advice if each.is_for(places)), "")


def guessed(key: str) -> str:
    """The key of the part that holds what was guessed at the `compare` step called `key`."""
    return f"{key}:guesses"


def is_guessed(key: str) -> bool:
    return key.endswith(":guesses")


def listed(exercise: Exercise, answers: dict[str, Value]) -> list[Part]:
    """What was chosen from lists or put in order."""
    return [part for step, part in _parts(exercise, answers) if isinstance(step, Choose | Rank)]


def _parts(exercise: Exercise, answers: dict[str, Value]) -> Iterator[tuple[Step, Part]]:
    for step in exercise.steps:
        value = answers.get(step.key)
        if value and (lines := tuple(_lines(step, value))):
            heading = step.own if isinstance(step, Compare) else step.heading
            yield step, Part(step.key, heading, lines, at=value["at"] if isinstance(step, Slide) else None)
        if value and isinstance(step, Compare) and (guesses := tuple(each for each in value["guesses"] if each)):
            yield step, Part(guessed(step.key), step.ask, guesses)


def _lines(step: Step, value: Value) -> Iterator[str]:
    match step:
        case Write():
            yield from filter(None, [value["text"]])
        case Choose():
            labels = {option.key: option.label for option in step.options}
            yield from (labels[key] for key in value["chosen"] if key in labels)
            yield from value["own"]
        case Rank():
            yield from (f"{place}. {each}" for place, each in enumerate(ranked(step, value), 1))
        case Slide():
            if value["at"] is not None:
                yield _("%(number)s of 10, from %(low)s to %(high)s") % {
                    "number": value["at"],
                    "low": step.low,
                    "high": step.high,
                }
        case Build():
            if sentence := said(step, value):
                yield sentence
        case Compare():
            yield from (each for each in value["signs"] if each)


def ranked(step: Rank, value: Value) -> list[str]:
    """A list in the order that its author gave it, in words."""
    labels = {option.key: option.label for option in step.options}
    return [
        each[1:] if each.startswith("=") else labels[each]
        for each in value["order"]
        if each[:1] == "=" or each in labels
    ]


def said(step: Build, value: Value) -> str:
    """The sentence with its gaps filled; "" while a required one is empty."""
    slots = value["slots"]
    if not any(slots.values()) or any(slot.required and not slots.get(slot.key) for slot in step.slots):
        return ""
    return GAP.sub(lambda gap: slots.get(gap[1]) or GAP_TO_FILL, step.says)
