"""Reading a lesson: what is there to read, and the place that a person keeps in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from exercises.lessons.models import Progress
from intima.accounts.models import Person
from intima.content import actions as content
from intima.content.exercises import Exercise
from intima.content.ideas import PARTS
from intima.content.models import Version
from intima.content.schema import Lesson, Step
from reflections.journal import actions as journal


class NoSuchStep(Exception):
    """There is no lesson of this name, or no such step in it."""


@dataclass(frozen=True)
class Reading:
    """A lesson as one person reads it: the version they began, and where they are in it."""

    version: Version
    progress: Progress | None

    @property
    def lesson(self) -> Lesson:
        found: Lesson = self.version.parsed
        return found

    @property
    def number(self) -> int:
        """The step that the place is kept at, counted from 1; 0 when there is no place."""
        keys = self.lesson.keys()
        key = self.progress.step_key if self.progress else ""
        return keys.index(key) + 1 if key in keys else 0

    @property
    def begun(self) -> bool:
        return self.number > 0

    @property
    def finished(self) -> bool:
        return self.progress is not None and self.progress.finished_at is not None

    @property
    def minutes_left(self) -> int:
        """What is left to read, in whole minutes, never less than one."""
        steps = len(self.lesson.steps)
        return max(1, round(self.lesson.minutes * (steps - max(0, self.number - 1)) / steps))

    @property
    def step(self) -> Step:
        """The step to go on with: the kept one, else the first."""
        return self.lesson.steps[max(0, self.number - 1)]

    @property
    def mark(self) -> str:
        """The small drawing of the lesson's part."""
        return f"lessons/parts/{self.lesson.part}.html"

    @property
    def url(self) -> str:
        return reverse("lessons:lesson", args=[self.lesson.slug])

    def at(self, key: str) -> "Place":
        """The step called `key`. Raises NoSuchStep."""
        keys = self.lesson.keys()
        if key not in keys:
            raise NoSuchStep
        return Place(self.lesson, keys.index(key))


@dataclass(frozen=True)
class Place:
    """One step of a lesson, and its neighbours."""

    lesson: Lesson
    index: int

    @property
    def step(self) -> Step:
        return self.lesson.steps[self.index]

    @property
    def number(self) -> int:
        return self.index + 1

    @property
    def next_number(self) -> int:
        return self.number + 1

    @property
    def picture(self) -> str:
        """The template of the step's picture."""
        return f"lessons/pictures/{self.step.picture}.html"

    @property
    def before(self) -> Step | None:
        return self.lesson.steps[self.index - 1] if self.index else None

    @property
    def next(self) -> Step | None:
        return self.lesson.steps[self.number] if self.number < len(self.lesson.steps) else None


def readings(person: Person | None, language: str) -> list[Reading]:
    """Every lesson, the ones begun first (the last one read before the others), then in the article's order."""
    return readings_of(person, content.current("lesson", language))


def readings_of(person: Person | None, lessons: Iterable[Version]) -> list[Reading]:
    """The same, of lessons that are at hand already. One query."""
    kept = {row.slug: row for row in Progress.objects.of(person).select_related("version")} if person else {}
    found = [_reading(version, kept.get(version.slug)) for version in lessons]
    found.sort(key=lambda reading: PARTS.index(reading.lesson.part))
    found.sort(key=lambda reading: -_moment(reading))
    return found


def reading(person: Person | None, slug: str, language: str) -> Reading:
    """One lesson as this person reads it. Raises NoSuchStep when there is none of this name."""
    version = content.latest("lesson", slug, language)
    if version is None:
        raise NoSuchStep
    kept = Progress.objects.of(person).filter(slug=slug).select_related("version").first() if person else None
    return _reading(version, kept)


def after(slug: str, language: str) -> Reading | None:
    """The lesson that follows this one in the article's order; None after the last."""
    found = readings(None, language)
    slugs = [each.lesson.slug for each in found]
    return dict(zip(slugs, found[1:], strict=False)).get(slug)


def exercise_of(lesson: Lesson, language: str) -> Exercise | None:
    """The exercise that the lesson leads to; None where there is none yet."""
    version = content.latest("exercise", lesson.exercise, language) if lesson.exercise else None
    found: Exercise | None = version.parsed if version else None
    return found


@transaction.atomic
def keep_place(*, person: Person, version: Version, step_key: str, at: datetime) -> Progress:
    """Keep the person's place at a step of the version that they read. Raises NoSuchStep."""
    lesson: Lesson = version.parsed
    if step_key not in lesson.keys():  # noqa: SIM118  (a lesson is no dict)
        raise NoSuchStep
    return _keep(person, version, {"step_key": step_key, "read_at": at})


@transaction.atomic
def finish(*, person: Person, version: Version, at: datetime) -> Progress:
    """Note that the person read the lesson to its end; reading it again begins with its newest words."""
    return _keep(person, version, {"step_key": "", "read_at": at, "finished_at": at})


def answer(*, person: Person, place: Place, text: str, at: datetime, anew: bool = False) -> journal.Words | None:
    """Keep the person's answer to the step's question in their journal; an empty one changes nothing.

    `anew`: beside the one they gave last, which stays as it is and is not told of.
    """
    question = place.step.question
    if question is None:
        return None
    kept = None if anew else journal.answer_of(person, question.prompt)
    if not text.strip() or (kept is not None and kept.text == text):
        return kept
    return journal.answer(author=person, prompt=question.prompt, text=text, at=at, anew=anew)


def _reading(current: Version, kept: Progress | None) -> Reading:
    """Half-way through, the version that was begun; else, and in another language, the current one."""
    held = kept is not None and kept.step_key and kept.version.language == current.language
    return Reading(kept.version if kept is not None and held else current, kept)


def _moment(reading: Reading) -> float:
    return reading.progress.read_at.timestamp() if reading.begun and reading.progress else 0


def _keep(person: Person, version: Version, fields: dict[str, object]) -> Progress:
    progress, _made = Progress.objects.update_or_create(
        person=person, slug=version.slug, defaults={"version": version, **fields}
    )
    return progress
