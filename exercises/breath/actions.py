"""Breathing together: one starts, and the other's open page joins at the same instant of the server's clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from exercises.breath.models import Breath
from intima.accounts.models import Person
from reflections.spaces.actions import Tie
from reflections.spaces.models import Space

MINUTES = (5, 3, 1)
LEAD = timedelta(seconds=6)  # an open page asks every two seconds, then compares clocks for a second or so
A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Going:
    """A breath that goes on between two, or begins in a moment."""

    starts_at: datetime
    minutes: int

    @property
    def starts(self) -> int:
        """When it starts, in milliseconds of the server's clock."""
        return milliseconds(self.starts_at)

    @property
    def seen(self) -> str:
        return str(self.starts)


NONE = "none"  # `seen` while nothing goes on


def milliseconds(at: datetime) -> int:
    """Since 1970, as scripts count."""
    return round(at.timestamp() * 1000)


def going_on(person: Person, at: datetime) -> Going | None:
    """What goes on between the person and their partner, in one query."""
    row = Breath.objects.visible_to(person).going_on(at).first()
    return Going(row.starts_at, round((row.ends_at - row.starts_at) / A_MINUTE)) if row else None


@transaction.atomic
def start(*, tie: Tie, minutes: int, at: datetime) -> None:
    """Begin on both open pages, a few seconds from `at`.

    Whoever presses while one is about to begin begins that one. One that goes on already is begun anew.
    """
    Space.objects.select_for_update().get(pk=tie.space.pk)
    if Breath.objects.filter(space=tie.space, starts_at__gt=at).exists():
        return
    starts_at = at + LEAD
    times = {"starts_at": starts_at, "ends_at": starts_at + minutes * A_MINUTE}
    Breath.objects.update_or_create(space=tie.space, defaults=times)
