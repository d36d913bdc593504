"""A person's days: keep one, read them back, and see the rhythm of the week."""

import uuid
from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.db.models import Max, Min, Q, QuerySet

from intima.accounts.models import Person
from reflections.checkins.models import CheckIn, SharedDay

WEEK = 7  # days, today among them


@dataclass(frozen=True)
class DayWords:
    """What somebody kept of one day; None or empty is what they left out."""

    closeness: int | None
    tension: int | None
    energy: int | None
    feelings: tuple[str, ...]
    place: str
    rituals: tuple[str, ...]
    line: str


@dataclass(frozen=True)
class Rhythm:
    """The last seven days, oldest first: which of them hold a check-in. A rhythm has rests; it is no streak."""

    days: tuple[tuple[date, bool], ...]

    @property
    def kept(self) -> int:
        return sum(kept for _day, kept in self.days)


def checked_in(person_id: uuid.UUID, day: date) -> bool:
    """Whether the person has kept a check-in for this day of theirs."""
    return CheckIn.objects.of(person_id).on(day).exists()


def checked_in_among(person_ids: Collection[uuid.UUID], days: Collection[date]) -> set[tuple[uuid.UUID, date]]:
    """Which of these people have kept a check-in for which of these days, in one query."""
    rows = CheckIn.objects.filter(person__among=person_ids, day__in=days)
    return set(rows.values_list("person_id", "day"))


def words_of(row: CheckIn | SharedDay) -> DayWords:
    """What the row holds of its day."""
    return DayWords(
        closeness=row.closeness,
        tension=row.tension,
        energy=row.energy,
        feelings=tuple(row.feelings),
        place=row.place,
        rituals=tuple(row.rituals),
        line=row.line,
    )


def of_day(person: Person, day: date) -> DayWords | None:
    """What the person kept of this day of theirs, or None."""
    row = CheckIn.objects.of(person.pk).on(day).first()
    return words_of(row) if row else None


def rhythm(person: Person, day: date) -> Rhythm:
    """The seven days that end with `day`."""
    week = CheckIn.objects.of(person.pk).filter(day__range=(day - timedelta(days=WEEK - 1), day))
    return rhythm_of(set(week.values_list("day", flat=True)), day)


def rhythm_of(kept: Collection[date], day: date) -> Rhythm:
    """The seven days that end with `day`, of days that are known to be kept."""
    week = [day - timedelta(days=ago) for ago in reversed(range(WEEK))]
    return Rhythm(days=tuple((one, one in kept) for one in week))


Row = TypeVar("Row", CheckIn, SharedDay)


@dataclass(frozen=True)
class Month(Generic[Row]):
    """The days that one calendar month holds, the latest first, and the nearest months on either side that hold any."""

    first: date
    rows: list[Row]
    earlier: date | None
    later: date | None


def month(rows: "QuerySet[Row]", asked: date | None) -> Month[Row]:
    """The month of `rows` that `asked` lies in, else the latest that holds any of them. Two queries."""
    latest = asked or rows.aggregate(Max("day"))["day__max"]
    if latest is None:
        return Month(first=date.min, rows=[], earlier=None, later=None)
    first = latest.replace(day=1)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    found = rows.filter(day__range=(first, last)).order_by("-day")
    around = rows.aggregate(
        earlier=Max("day", filter=Q(day__lt=first)),
        later=Min("day", filter=Q(day__gt=last)),
    )
    return Month(first=first, rows=list(found), **around)


@transaction.atomic
def keep(
    *,
    person: Person,
    at: datetime,
    closeness: int | None = None,
    tension: int | None = None,
    energy: int | None = None,
    feelings: Collection[str] = (),
    place: str = "",
    rituals: Collection[str] = (),
    line: str = "",
) -> CheckIn:
    """Keep how the person's day is, replacing what they kept of it before. Whoever it is shared with sees no change.

    The day is theirs at the instant `at`. Two at the same moment leave one row: the later one's.
    """
    said: dict[str, Any] = {
        "closeness": closeness,
        "tension": tension,
        "energy": energy,
        "feelings": list(feelings),
        "place": place,
        "rituals": list(rituals),
        "line": line,
    }
    row, is_new = CheckIn.objects.select_for_update().get_or_create(
        person=person, day=person.today(at), defaults={**said, "checked_at": at}
    )
    if not is_new and any(getattr(row, name) != value for name, value in said.items()):
        for name, value in said.items():
            setattr(row, name, value)
        row.revision += 1
        row.checked_at = at
        row.save()
    return row
