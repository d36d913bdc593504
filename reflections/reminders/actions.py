"""What a person does with their reminder."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from intima.accounts.models import Person
from intima.mail import outbox
from reflections.checkins.actions import checked_in
from reflections.reminders import times
from reflections.reminders.models import Reminder, mask
from reflections.reminders.times import Due

WEEK = timedelta(days=7)
APART = timedelta(hours=12)  # between two letters when the zone changes in between


class NoDayChosen(Exception):
    """A letter needs at least one weekday; without any it is turned off instead."""


@dataclass(frozen=True)
class Schedule:
    """When a person's letters come. `next` is None while they are off."""

    on: bool
    local_time: time
    weekdays: frozenset[int]  # 0 is Monday
    paused_until: date | None
    next: Due | None

    @property
    def next_at(self) -> datetime | None:
        return self.next.at if self.next else None


def schedule_of(person: Person) -> Schedule:
    """The person's schedule; before they choose one, an evening time that is off."""
    return _schedule(Reminder.objects.filter(person=person, kind=Reminder.Kind.CHECKIN).first() or Reminder())


def next_letter(person: Person, schedule: Schedule) -> Due | None:
    """The next letter that will come: on a day with a check-in already it stays away. None while letters are off."""
    due = schedule.next
    while due and checked_in(person.pk, due.day):
        due = times.upcoming(
            schedule.local_time,
            mask(schedule.weekdays),
            person.zone,
            from_day=due.day + timedelta(days=1),
            not_before=due.at,
        )
    return due


@transaction.atomic
def set_schedule(
    *, person: Person, local_time: time, weekdays: Collection[int], at: datetime, on: bool = True
) -> Schedule:
    """Choose time, weekdays (0 is Monday) and whether letters come. Raises NoDayChosen.

    An address that was paused for refusing letters is tried again.
    """
    if not weekdays:
        raise NoDayChosen
    reminder, _made = Reminder.objects.select_for_update().get_or_create(person=person, kind=Reminder.Kind.CHECKIN)
    reminder.local_time = local_time
    reminder.weekdays = mask(weekdays)
    reminder.state = Reminder.State.ON if on else Reminder.State.OFF
    _plan(reminder, at=at)
    reminder.save()
    if on:
        outbox.try_again(person.email)
    return _schedule(reminder)


@transaction.atomic
def pause(*, person: Person, until: date, at: datetime) -> None:
    """No letters before the local day `until`. Where none come anyway, nothing changes."""
    for reminder in Reminder.objects.active().filter(person=person).select_for_update():
        _rest(reminder, until, at=at)


@transaction.atomic
def resume(*, person: Person, at: datetime) -> None:
    """End a pause; the next letter comes at the next chosen time."""
    for reminder in Reminder.objects.filter(person=person).select_for_update():
        reminder.paused_until = None
        _plan(reminder, at=at)
        reminder.save()


@transaction.atomic
def stop(*, reminder_id: uuid.UUID, at: datetime) -> None:
    """Turn this reminder off. Where there is none any more, nothing changes."""
    for reminder in Reminder.objects.filter(pk=reminder_id).select_for_update():
        reminder.state = Reminder.State.OFF
        _plan(reminder, at=at)
        reminder.save()


@transaction.atomic
def snooze(*, reminder_id: uuid.UUID, at: datetime) -> None:
    """Pause this reminder for a week, unless it already rests for longer."""
    for reminder in Reminder.objects.active().filter(pk=reminder_id).select_for_update():
        week = reminder.person.today(at) + WEEK
        _rest(reminder, max(week, reminder.paused_until or week), at=at)


@transaction.atomic
def move_zone(*, person: Person, at: datetime) -> None:
    """Reckon the next letter by the person's new zone: at most one a local date, and twelve hours after the last."""
    for reminder in Reminder.objects.active().filter(person=person).select_for_update():
        reminder.person = person  # who may not be saved yet
        earliest = reminder.last_due_at + APART if reminder.last_due_at else at
        _plan(reminder, at=max(at, earliest))
        reminder.save()


def _rest(reminder: Reminder, until: date, *, at: datetime) -> None:
    reminder.paused_until = until
    _plan(reminder, at=at)
    reminder.save()


def _plan(reminder: Reminder, *, at: datetime) -> None:
    """Reckon the next letter: not before `at`, on no day that had one, on none that rests."""
    if reminder.state == Reminder.State.OFF:
        reminder.next_day = reminder.next_due_at = None
        return
    from_day = reminder.person.today(at)
    if reminder.last_day:
        from_day = max(from_day, reminder.last_day + timedelta(days=1))
    if reminder.paused_until:
        from_day = max(from_day, reminder.paused_until)
    reminder.next_day, reminder.next_due_at = times.upcoming(
        reminder.local_time, reminder.weekdays, reminder.person.zone, from_day=from_day, not_before=at
    )


def _schedule(reminder: Reminder) -> Schedule:
    return Schedule(
        on=reminder.state == Reminder.State.ON,
        local_time=reminder.local_time,
        weekdays=reminder.chosen_days,
        paused_until=reminder.paused_until,
        next=Due(reminder.next_day, reminder.next_due_at) if reminder.next_day and reminder.next_due_at else None,
    )
