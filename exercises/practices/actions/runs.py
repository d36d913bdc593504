"""Doing an exercise: begin, answer step by step, finish, and go on later where one stopped."""

import json
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max, Q, Subquery

from exercises.practices import own
from exercises.practices.models import Answer, Run
from exercises.practices.places import Place, Value, place
from intima.accounts.models import Person
from intima.content import actions as content
from intima.content.exercises import Exercise
from intima.content.ideas import PARTS
from intima.content.models import Version
from intima.kit import seal
from reflections.care.models import Therapist
from reflections.journal import actions as journal
from reflections.releases import actions as releases
from reflections.shares import actions as shares

KIND = "practices.run"  # as a thing that may be released to a therapist


class NoSuchExercise(Exception):
    """There is no exercise of this name."""


class DoneElsewhere(Exception):
    """The exercise is done in a room of its own; there is nothing to play."""


class Finished(Exception):
    """The exercise was finished; what was done in it stays as it is."""


@dataclass(frozen=True)
class Offered:
    """An exercise as the list and its first page show it. `run` is the unfinished one of this person.

    `by` is who wrote it, where a therapist did. `is_open`: whether the person can begin it now.
    """

    version: Version
    run: Run | None
    by: str = ""
    is_open: bool = True

    @property
    def exercise(self) -> Exercise:
        found: Exercise = self.version.parsed
        return found

    @property
    def marks(self) -> list[str]:
        """The templates of its small drawing, the first that there is: its own, or that of its part."""
        return [f"practices/marks/{self.exercise.slug}.html", f"lessons/parts/{self.exercise.part}.html"]


@dataclass(frozen=True)
class Begun:
    """A run that is not finished, for the pages that gather: which exercise, where it goes on, when it was saved."""

    slug: str
    step_key: str
    saved_at: datetime


@dataclass(frozen=True)
class SoFar:
    """What somebody began and did not finish, the last saved first; and what they did, by slug, when they did it last.

    What is done in a room of its own leaves no trace here.
    """

    begun: tuple[Begun, ...]
    done: Mapping[str, datetime]


@dataclass(frozen=True)
class Playing:
    """A run as its author sees it: the version that they began, and what they answered so far."""

    run: Run
    answers: dict[str, Value]

    @property
    def exercise(self) -> Exercise:
        found: Exercise = self.run.version.parsed
        return found

    def at(self, key: str) -> Place:
        """The step called `key`. Raises NoSuchStep."""
        return place(self.exercise, key, self.answers)


def offered(person: Person) -> list[Offered]:
    """Every exercise of the library, and what a therapist wrote for the person and they began.

    The ones begun come first, then in the article's order.
    """
    begun = {run.slug: run for run in Run.objects.of(person).unfinished().select_related("version")}
    found = [Offered(run.version, run, is_open=False) for run in begun.values() if own.is_own(run.slug)]
    seal.fetch({each.version.author_id for each in found if each.version.author_id})
    found += [_offered(version, begun.get(version.slug)) for version in content.current("exercise", person.language)]
    found.sort(key=lambda each: PARTS.index(each.exercise.part))
    found.sort(key=lambda each: -each.run.saved_at.timestamp() if each.run else 0)
    return found


def so_far(person: Person) -> SoFar:
    """Which exercises the person did, and which they began and have not finished. One query."""
    goes_on = Q(finished_at=None)  # one an exercise at most, so each Max of it is that run's own
    rows = (
        Run.objects.of(person)
        .values("slug")
        .annotate(step=Max("step_key", filter=goes_on), saved=Max("saved_at", filter=goes_on), done=Max("finished_at"))
        .order_by("slug")
    )
    begun = [Begun(row["slug"], row["step"], row["saved"]) for row in rows if row["saved"]]
    begun.sort(key=lambda each: each.saved_at, reverse=True)
    return SoFar(tuple(begun), {row["slug"]: row["done"] for row in rows if row["done"]})


def exercise(person: Person, slug: str) -> Offered:
    """One exercise. Raises NoSuchExercise."""
    if own.is_own(slug):
        return _own(person, slug)
    version = content.latest("exercise", slug, person.language)
    if version is None:
        raise NoSuchExercise
    run = Run.objects.of(person).unfinished().filter(slug=slug).select_related("version").first()
    return _offered(version, run)


def _own(person: Person, slug: str) -> Offered:
    """One that a therapist wrote. Whoever began or did it keeps it, in the version of then, though its author go."""
    unfinished_first = F("finished_at").desc(nulls_first=True)
    last = Run.objects.of(person).filter(slug=slug).select_related("version").order_by(unfinished_first).first()
    going_on = last if last and last.finished_at is None else None
    open_now = own.find(person, slug)
    version = going_on.version if going_on else open_now or (last.version if last else None)
    if version is None or version.author_id is None:
        raise NoSuchExercise
    by = Therapist.objects.filter(pk=version.author_id).values_list("known_as", flat=True).first()
    return Offered(version, going_on, by or "", is_open=open_now is not None)


def _offered(current: Version, run: Run | None) -> Offered:
    return Offered(run.version if run else current, run)


def playing(person: Person, pk: uuid.UUID) -> Playing:
    """One's own run. Raises Run.DoesNotExist for anybody else's."""
    run = Run.objects.of(person).select_related("version").get(pk=pk)
    rows = Answer.objects.filter(run=run)
    return Playing(run, {row.step_key: json.loads(row.value) for row in rows})


def earlier(person: Person, slug: str) -> list[Run]:
    """The runs of this exercise that the person finished, the latest first, at most ten."""
    return list(Run.objects.of(person).filter(slug=slug, finished_at__isnull=False).order_by("-finished_at")[:10])


def latest_done(person: Person, slug: str) -> Playing | None:
    """The run of this exercise that the person finished last, in one query; None where nothing was said in it."""
    last = Run.objects.of(person).filter(slug=slug, finished_at__isnull=False).order_by("-finished_at").values("pk")[:1]
    rows = list(Answer.objects.filter(run=Subquery(last)).select_related("run__version"))
    return Playing(rows[0].run, {row.step_key: json.loads(row.value) for row in rows}) if rows else None


def in_use(author_id: uuid.UUID) -> set[uuid.UUID]:
    """Which versions of what this therapist wrote somebody began or did."""
    return set(Run.objects.filter(version__author_id=author_id).values_list("version", flat=True))


def steps_of(version: Version) -> list[str]:
    """At which steps of this version somebody stands."""
    return list(Run.objects.filter(version=version).order_by("step_key").values_list("step_key", flat=True).distinct())


@transaction.atomic
def throw_away_tries(*, author: Person) -> None:
    """What somebody did of what they wrote themselves goes with their account."""
    Run.objects.of(author).filter(version__author_id=author.pk).delete()


@transaction.atomic
def begin(*, person: Person, slug: str, at: datetime) -> Run:
    """Begin an exercise, or go on with the one that was begun. Raises NoSuchExercise, DoneElsewhere."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)  # pressed twice at once, one run is begun
    found = exercise(person, slug)
    if found.exercise.room:
        raise DoneElsewhere
    if found.run is not None:
        return found.run
    if not found.is_open:
        raise NoSuchExercise
    return Run.objects.create(
        author=person,
        slug=slug,
        version=found.version,
        step_key=found.exercise.steps[0].key,
        begun_at=at,
        saved_at=at,
    )


@transaction.atomic
def answer(*, author: Person, pk: uuid.UUID, key: str, value: Value | None, at: datetime, go_on: bool) -> None:
    """Save what was done at a step; with `go_on` the place moves to the next. An answer of None keeps nothing.

    Raises Run.DoesNotExist, NoSuchStep, Finished.
    """
    run = Run.objects.of(author).select_for_update(of=("self",)).select_related("version").get(pk=pk)
    if run.finished_at is not None:
        raise Finished
    here = Playing(run, {}).at(key)
    kept = Answer.objects.filter(run=run, step_key=key).first() or Answer(run=run, author=author, step_key=key)
    if value is None:
        Answer.objects.filter(run=run, step_key=key).delete()
    else:
        kept.value, kept.saved_at = json.dumps(value, ensure_ascii=False), at
        kept.save()
    run.step_key = here.next.key if go_on and here.next else key
    run.saved_at = at
    run.save(update_fields=["step_key", "saved_at"])


@transaction.atomic
def finish(*, author: Person, pk: uuid.UUID, at: datetime) -> None:
    """Note that the author came to the end. Twice is once."""
    Run.objects.of(author).unfinished().filter(pk=pk).update(finished_at=at, saved_at=at)


@transaction.atomic
def throw_away(*, author: Person, pk: uuid.UUID, at: datetime) -> None:
    """Delete a run, what was written in it, and what was handed in of it and has not opened.

    What was kept in the journal stays there, and so does what opened, until it is taken back. Raises Run.DoesNotExist.
    """
    shares.one_after_the_other(author)
    run = Run.objects.of(author).get(pk=pk)
    if run.exchange_id:
        with suppress(journal.NothingToAnswer):
            journal.take_out(author=author, pk=run.exchange_id, at=at)
    releases.withdraw(author=author, kind=KIND, origin=pk)
    run.delete()
