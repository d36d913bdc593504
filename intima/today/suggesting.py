"""The one thing that Today suggests, and why. The first of these that there is:

- what the person began last and has not finished, a lesson or an exercise;
- for three days, the exercise of the lesson that they finished last, unless they have done it;
- for three days, an exercise that goes with how they stood in a moment which they marked so;
- the first lesson that they have not read;
- an exercise that they have not done.

It goes by what somebody did and by nothing that they left; nothing of it is kept, and nobody else sees it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.lessons import actions as lessons
from exercises.lessons.actions import Reading
from exercises.practices.actions import runs
from exercises.practices.actions.runs import Begun, SoFar
from intima.accounts.models import Person
from intima.content.actions import Shelves
from intima.content.exercises import Exercise
from intima.content.ideas import PARTS

LATELY = timedelta(days=3)
MIDDLE = 5  # of the lens: below it somebody leaned in, above it they stepped back


@dataclass(frozen=True)
class Suggestion:
    """`about` says what it is and how long it takes, `press` what the button says; `mark` is a drawing's template."""

    about: str
    title: str
    why: str
    press: str
    url: str
    mark: str


def suggestion(person: Person, shelves: Shelves, lens: int | None, at: datetime) -> Suggestion | None:
    """What Today suggests to this person, of these lessons and exercises; `lens` is of their own last marked moment.

    Two queries.
    """
    readings = lessons.readings_of(person, shelves["lesson"])
    exercises = {version.slug: version.parsed for version in shelves["exercise"]}
    return next(_found(readings, exercises, runs.so_far(person), lens, at), None)


def _found(
    readings: list[Reading], exercises: dict[str, Exercise], so_far: SoFar, lens: int | None, at: datetime
) -> Iterator[Suggestion]:
    """All that could be suggested, what is best first."""
    begun_reading = next((each for each in readings if each.begun and each.progress), None)
    begun = next((each for each in so_far.begun if each.slug in exercises), None)
    if begun and not (begun_reading and begun_reading.progress and begun_reading.progress.read_at > begun.saved_at):
        yield _goes_on(exercises[begun.slug], begun)
    if begun_reading:
        yield _reading(begun_reading, _stopped_at(begun_reading.step.title))

    finished = [(each.progress.finished_at, each) for each in readings if each.progress and each.progress.finished_at]
    if finished:
        when, last = max(finished, key=lambda each: each[0])
        exercise = exercises.get(last.lesson.exercise or "")
        if exercise and when > at - LATELY and exercise.slug not in so_far.done:
            yield _of_lesson(exercise, last)

    new = [each for each in exercises.values() if not each.room and each.slug not in so_far.done]
    new.sort(key=lambda each: PARTS.index(each.part))
    side = None if lens is None or lens == MIDDLE else "pursue" if lens < MIDDLE else "withdraw"
    for each in new:
        if side and each.for_lens == side:
            yield _exercise(each, _("It goes with a moment that you marked in your journal. Now, or another day."))

    for reading in readings:
        if not reading.finished:
            first = not finished
            yield _reading(
                reading,
                _("The lessons begin here. Read it now, or leave it for another day.")
                if first
                else _("It comes next in the order of the lessons. Read it now, or leave it for another day."),
            )
    for each in new:
        yield _exercise(each, _("You have read every lesson. This is something to do, now or another day."))


def _stopped_at(step: str) -> str:
    return _("You stopped at ‘%(step)s’. Go on from there, or leave it for another day.") % {"step": step.rstrip(".")}


def _reading(reading: Reading, why: str) -> Suggestion:
    left = reading.minutes_left
    if reading.begun:
        about = ngettext(
            "A lesson you began · %(minutes)s minute left", "A lesson you began · %(minutes)s minutes left", left
        )
    else:
        about = ngettext("A lesson · %(minutes)s minute", "A lesson · %(minutes)s minutes", left)
    return Suggestion(
        about=about % {"minutes": left},
        title=reading.lesson.title,
        why=why,
        press=_("Go on reading") if reading.begun else _("Begin reading"),
        url=reading.url,
        mark=reading.mark,
    )


def _of_lesson(exercise: Exercise, reading: Reading) -> Suggestion:
    why = ngettext(
        "You finished ‘%(lesson)s’; its exercise takes about %(minutes)s minute. Now, or another day.",
        "You finished ‘%(lesson)s’; its exercise takes about %(minutes)s minutes. Now, or another day.",
        exercise.minutes,
    )
    return _exercise(exercise, why % {"lesson": reading.lesson.title, "minutes": exercise.minutes})


def _goes_on(exercise: Exercise, begun: Begun) -> Suggestion:
    headings = {step.key: step.heading for step in exercise.steps}
    keys = exercise.keys()
    before = keys.index(begun.step_key) if begun.step_key in keys else 0
    left = max(1, round(exercise.minutes * (len(keys) - before) / max(1, len(keys))))
    about = ngettext(
        "An exercise you began · about %(minutes)s minute left",
        "An exercise you began · about %(minutes)s minutes left",
        left,
    )
    why = _stopped_at(headings.get(begun.step_key, exercise.title))
    return _exercise(exercise, why, about=about % {"minutes": left}, press=_("Go on"))


def _exercise(exercise: Exercise, why: str, *, about: str = "", press: str = "") -> Suggestion:
    usual = ngettext("An exercise · %(minutes)s minute", "An exercise · %(minutes)s minutes", exercise.minutes)
    return Suggestion(
        about=about or usual % {"minutes": exercise.minutes},
        title=exercise.title,
        why=why,
        press=press or _("Have a look"),
        url=reverse("practices:exercise", args=[exercise.slug]),
        mark=f"lessons/parts/{exercise.part}.html",
    )
