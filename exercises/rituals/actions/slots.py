"""Times without screens: one suggests, the other agrees or neither does; alone, one simply sets it."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from exercises.rituals.models import LINGERS, Slot
from intima.accounts.models import Person
from reflections.spaces.actions import Tie, make_sure_of

FARTHEST = timedelta(days=14)
SHOWN = 10


class NotThen(Exception):
    """It begins in the past, or more than two weeks from now."""


@dataclass(frozen=True)
class Time:
    """A time without screens as one of its people sees it. `mine`: the person suggested it."""

    id: uuid.UUID
    starts_at: datetime
    ends_at: datetime
    mine: bool
    shared: bool
    agreed: bool


@dataclass(frozen=True)
class Standing:
    """What the person sees: the one that runs now; what is agreed; what is suggested; what is just over."""

    running: Time | None
    agreed: list[Time]
    suggested: list[Time]
    over: Time | None

    @property
    def seen(self) -> str:
        """Which one runs, as an open page remembers it."""
        return str(self.running.id) if self.running else "none"

    @property
    def asks(self) -> bool:
        """Whether the other waits for a yes."""
        return any(not time.mine for time in self.suggested)


def standing(person: Person, at: datetime) -> Standing:
    """The times that the person sees at `at`, in one query."""
    rows = Slot.objects.standing(at).visible_to(person).order_by("starts_at", "pk")
    times = [_time(row, person) for row in rows]
    agreed = [time for time in times if time.agreed]
    return Standing(
        running=next((time for time in agreed if time.starts_at <= at < time.ends_at), None),
        agreed=[time for time in agreed if time.starts_at > at][:SHOWN],
        suggested=[time for time in times if not time.agreed],
        over=next((time for time in reversed(agreed) if time.ends_at <= at), None),
    )


def over(person: Person, pk: uuid.UUID, at: datetime) -> Slot:
    """A time that the person can give a word to now. Raises Slot.DoesNotExist."""
    return Slot.objects.standing(at).visible_to(person).get(pk=pk, agreed_at__isnull=False, ends_at__lte=at)


def _time(slot: Slot, person: Person) -> Time:
    return Time(
        id=slot.pk,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        mine=slot.proposer_id == person.pk,
        shared=slot.space_id is not None,
        agreed=slot.agreed_at is not None,
    )


@transaction.atomic
def suggest(
    *, person: Person, tie: Tie | None, key: uuid.UUID, starts_at: datetime, minutes: int, at: datetime
) -> None:
    """Suggest a time to the other of this very tie, in place of what one suggested before; with None, set it alone.

    The same `key` again suggests nothing more. Raises NotThen; NotTogether when the tie is not the person's open one.
    """
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)  # pressed twice, it is suggested once
    pk = uuid.uuid5(person.pk, f"slot {key.hex}")
    if Slot.objects.filter(pk=pk).exists():
        return
    if not at - timedelta(minutes=1) < starts_at <= at + FARTHEST or (tie and starts_at <= at):
        raise NotThen
    if tie:
        make_sure_of(tie)
        earlier = Slot.objects.filter(proposer=person, space=tie.space, agreed_at=None)
        for slot in earlier.select_for_update():  # one that is agreed to at this moment stays
            slot.delete()
    Slot.objects.create(
        pk=pk,
        proposer=person,
        space=tie.space if tie else None,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        agreed_at=None if tie else at,
    )


@transaction.atomic
def agree(*, person: Person, pk: uuid.UUID, at: datetime) -> None:
    """Say yes to what the other suggested; twice is once. Raises Slot.DoesNotExist once it is gone or has begun."""
    slot = _locked(person, pk, at)
    if slot.proposer_id == person.pk:
        raise Slot.DoesNotExist
    if slot.agreed_at is None:
        slot.agreed_at = at
        slot.save(update_fields=["agreed_at"])


@transaction.atomic
def put_away(*, person: Person, pk: uuid.UUID, at: datetime) -> None:
    """Not this time; the proposer learns nothing. Raises Slot.DoesNotExist."""
    slot = _locked(person, pk, at)
    if slot.proposer_id == person.pk or slot.agreed_at is not None:
        raise Slot.DoesNotExist
    slot.put_away_at = at
    slot.save(update_fields=["put_away_at"])


@transaction.atomic
def drop(*, person: Person, pk: uuid.UUID, at: datetime) -> None:
    """Take a suggestion of one's own back, or give up what is agreed: either may. Raises Slot.DoesNotExist.

    What has begun runs out by itself.
    """
    slot = _locked(person, pk, at)
    if slot.agreed_at is None and slot.proposer_id != person.pk:
        raise Slot.DoesNotExist
    slot.delete()


def forget(*, at: datetime) -> None:
    """Delete what was over a week ago, and what nobody agreed to in time."""
    Slot.objects.filter(ends_at__lte=at - LINGERS).delete()
    Slot.objects.filter(agreed_at=None, starts_at__lte=at).delete()


def _locked(person: Person, pk: uuid.UUID, at: datetime) -> Slot:
    """One that has not begun."""
    seen = Slot.objects.standing(at).visible_to(person).filter(starts_at__gt=at)
    return seen.select_for_update(of=("self",)).get(pk=pk)
