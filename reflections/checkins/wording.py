"""What the check-in asks, its words, and the one sentence it gives back. It describes; it never grades."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from intima.accounts.models import Person
from intima.kit.clock import PartOfDay, part_of_day
from reflections.checkins.actions.days import DayWords
from reflections.checkins.models import Feeling, Place, Ritual

MIDDLE = 5  # where a slider lies before anybody moves it
LOW, HIGH = 3, 7  # of 10: from here on an end of a slider is worth a sentence

WORDS: dict[str, tuple[tuple[int, Promise], ...]] = {
    "closeness": (
        (0, _("Far")),
        (3, _("A little far")),
        (MIDDLE, _("In between")),
        (7, _("Near")),
        (10, _("Close")),
    ),
    "tension": ((0, _("Loose")), (MIDDLE, _("A little tight")), (10, _("Tight"))),
    "energy": ((0, _("Empty")), (MIDDLE, _("Some")), (10, _("Plenty"))),
}
TITLES: dict[str, Promise] = {"closeness": _("Closeness"), "tension": _("Tension"), "energy": _("Energy")}

_QUESTIONS = {
    PartOfDay.MORNING: _("How is this morning?"),
    PartOfDay.AFTERNOON: _("How is this afternoon?"),
    PartOfDay.EVENING: _("How is this evening?"),
    PartOfDay.NIGHT: _("How is tonight?"),
}


def question(person: Person, at: datetime) -> Promise:
    """'How is this evening?', by the person's own clock."""
    return _QUESTIONS[part_of_day(at, person.zone)]


@dataclass(frozen=True)
class Mark:
    """One slider as it is read back: a mark on a line between two words, and a word for who cannot see the line."""

    title: Promise
    low: Promise
    high: Promise
    place: int  # per cent of the line
    word: Promise


def marks(words: DayWords) -> Iterator[Mark]:
    """The sliders that somebody moved. No number is shown: it would read as a mark out of ten."""
    for name, title in TITLES.items():
        number: int | None = getattr(words, name)
        if number is not None:
            scale = WORDS[name]
            yield Mark(title, scale[0][1], scale[-1][1], number * 10, nearest(name, number))


def nearest(name: str, value: float) -> Promise:
    """The word of a scale that lies nearest; halfway between two the outer one: the middle is for the middle."""
    _number, word = min(WORDS[name], key=lambda one: (abs(one[0] - value), -abs(one[0] - MIDDLE)))
    return word


@dataclass(frozen=True)
class ReadBack:
    """A day in words and marks, for its author or for whoever they show it to."""

    marks: list[Mark]
    feelings: list[Promise | str]
    place: Promise | str
    rituals: list[Promise | str]
    line: str


def read_back(words: DayWords) -> ReadBack:
    return ReadBack(
        marks=list(marks(words)),
        feelings=[Feeling(key).label for key in words.feelings],
        place=Place(words.place).label if words.place else "",
        rituals=[Ritual(key).label for key in words.rituals],
        line=words.line,
    )


@dataclass(frozen=True)
class Reply:
    """One sentence back and, where there is one, a next step that may be left alone: its words and its URL's name."""

    sentence: Promise
    step: Promise | None = None
    url: str = ""


def reply(words: DayWords) -> Reply:
    """The sentence for a day; what weighs most is answered first."""
    if words.tension is not None and words.tension >= HIGH:
        return Reply(
            _("A tight body is a body doing its job. It may want some time before anything is talked through."),
            _("Read a few minutes about what bodies do"),
            "lessons:learn",
        )
    if words.closeness is not None and words.closeness <= LOW:
        return Reply(
            _("Some days are far ones. That is where today was, and it says nothing about whose doing it is."),
            _("Write a little about it, for yourself"),
            "journal:write",
        )
    if words.energy is not None and words.energy <= LOW:
        return Reply(_("There is not much left of you today. Nothing more is asked of it."))
    if words.rituals:
        return Reply(
            _("Small things like these are what a body learns to trust."),
            _("Write down what one of them meant to you"),
            "journal:write",
        )
    if words.closeness is not None and words.closeness >= HIGH:
        return Reply(
            _("A near day. It will still be here to read on one that is not."),
            _("Write down what made it so"),
            "journal:write",
        )
    return Reply(_("Kept. That half a minute of looking is all of it."))
