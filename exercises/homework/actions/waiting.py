"""A client's homework as they see it; and whom a letter may tell that some waits."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import OuterRef, Subquery

from exercises.homework import wording
from exercises.homework.models import Assignment, Half, HalfQuerySet, Report
from exercises.homework.things import Thing, thing_of, with_own
from intima.accounts.models import Person


@dataclass(frozen=True)
class Task:
    """One piece of homework in its present round. `said` is what its client told of this round, "" before that.

    `from_on` is the day on which it begins anew; None once it has. `runs` says whether there is a round to do now.
    """

    half: Half
    thing: Thing
    round_on: date
    said: str
    from_on: date | None
    runs: bool

    @property
    def id(self) -> uuid.UUID:
        return self.half.pk

    @property
    def assignment(self) -> Assignment:
        return self.half.assignment

    @property
    def therapist(self) -> str:
        name: str = self.half.link.therapist.name
        return name

    @property
    def waits(self) -> bool:
        """Whether a round runs that nothing was said of."""
        return self.runs and not self.said

    @property
    def told(self) -> str:
        """What was said, in words."""
        return str(wording.said(self.said, self.half)) if self.said else ""


def tasks_of(client: Person, known: Mapping[str, Thing], at: datetime) -> list[Task]:
    """What was given to the client and goes on: first what waits, then the rest, each by its day.

    One query, and two more for what therapists wrote themselves.
    """
    day = client.today(at)
    halves = list(_halves(Half.objects.of(client)))
    known = with_own(known, [half.key for half in halves])
    tasks = [_task(half, known, day) for half in halves]
    return sorted(tasks, key=lambda task: (not task.waits, task.half.due_on or date.max, task.half.begins_on))


def is_given(person: Person, slug: str) -> bool:
    """Whether an exercise that a therapist wrote was given to the person and goes on: then they may begin it."""
    return Half.objects.of(person).going_on().filter(kind=Half.Kind.EXERCISE, slug=slug).exists()


def task(client: Person, pk: uuid.UUID, known: Mapping[str, Thing], at: datetime) -> Task:
    """One of these. Raises Half.DoesNotExist."""
    half = _halves(Half.objects.of(client)).get(pk=pk)
    return _task(half, with_own(known, [half.key]), client.today(at))


@dataclass(frozen=True)
class Earlier:
    """A report of one's own, for the way back to it."""

    id: uuid.UUID
    half_id: uuid.UUID
    thing: Thing
    round_on: date
    told: str


def earlier(client: Person, known: Mapping[str, Thing], *, most: int) -> list[Earlier]:
    """What the client told of last, the latest first, also where the care link has ended since. One query."""
    rows = list(Report.objects.of(client).select_related("half__assignment").order_by("-written_at")[:most])
    known = with_own(known, [row.half.key for row in rows])
    return [
        Earlier(row.pk, row.half_id, thing_of(row.half.key, known), row.round_on, str(wording.said(row.said, row.half)))
        for row in rows
    ]


def _halves(halves: HalfQuerySet) -> HalfQuerySet:
    """Those that go on, each with its present round's report where there is one: the last of them, told or not."""
    last = Report.objects.filter(half=OuterRef("pk")).order_by("-round_on")
    found = halves.going_on().select_related("assignment", "link__therapist__person")
    return found.annotate(told_on=Subquery(last.values("round_on")[:1]), told=Subquery(last.values("said")[:1]))


def _said(half: Any, round_on: date) -> str:
    """What was said of that round, where it is the last that was told of."""
    return str(half.told) if half.told_on == round_on else ""


def _task(half: Half, known: Mapping[str, Thing], day: date) -> Task:
    round_on = half.round_on(day)
    from_on = half.begins_on if day < half.begins_on else None
    thing = thing_of(half.key, known)
    return Task(half, thing, round_on, said=_said(half, round_on), from_on=from_on, runs=half.is_on(day))


def waiting_among(people: Collection[uuid.UUID], *, since: datetime, at: datetime) -> Mapping[uuid.UUID, datetime]:
    """For the letter of the day: when a round that nothing was said of last began, or its last day. One query."""
    found: dict[uuid.UUID, datetime] = {}
    for half in _halves(Half.objects.to(people)).select_related("link__client"):
        client = half.link.client
        day = client.today(at)
        round_on = half.round_on(day)
        if not half.is_on(day) or _said(half, round_on):
            continue
        for when in {round_on, half.due_on or round_on}:
            came = max(half.assignment.given_at, _dawn(client, when))
            if since < came <= at:
                found[client.pk] = max(came, found.get(client.pk, came))
    return found


def _dawn(person: Person, day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=person.zone)
