"""A person's day: keep it, read it back, and see the rhythm of the week."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from intima.accounts.models import Person
from reflections.checkins.models import CheckIn

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
    rows = CheckIn.objects.filter(person__in=person_ids, day__in=days)
    return set(rows.values_list("person_id", "day"))


def of_day(person: Person, day: date) -> DayWords | None:
    """What the person kept of this day of theirs, or None."""
    row = CheckIn.objects.of(person.pk).on(day).first()
    if row is None:
        return None
    return DayWords(
        closeness=row.closeness,
        tension=row.tension,
        energy=row.energy,
        feelings=tuple(row.feelings),
        place=row.place,
        rituals=tuple(row.rituals),
        line=row.line,
    )


def rhythm(person: Person, day: date) -> Rhythm:
    """The seven days that end with `day`."""
    week = [day - timedelta(days=ago) for ago in reversed(range(WEEK))]
    kept = set(CheckIn.objects.of(person.pk).filter(day__range=(week[0], day)).values_list("day", flat=True))
    return Rhythm(days=tuple((one, one in kept) for one in week))


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
    """Keep how the person's day is, replacing what they kept of it before.

    The day is theirs at the instant `at`. Two at the same moment leave one row: the later one's.
    """
    row, _made = CheckIn.objects.update_or_create(
        person=person,
        day=person.today(at),
        defaults={
            "closeness": closeness,
            "tension": tension,
            "energy": energy,
            "feelings": list(feelings),
            "place": place,
            "rituals": list(rituals),
            "line": line,
            "checked_at": at,
        },
    )
    return row
