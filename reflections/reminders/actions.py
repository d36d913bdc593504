"""What a person does with their reminder."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import QuerySet

from intima.accounts.models import Person
from intima.mail import outbox
from intima.mail.walk import TOO_LATE
from reflections.checkins.actions import checked_in
from reflections.reminders import keys, times
from reflections.reminders.models import Reminder, Want, mask
from reflections.reminders.times import Due

WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)
ENOUGH = 3  # letters that somebody may ask for within an hour
APART = timedelta(hours=12)  # between two letters when the zone changes in between


class NoDayChosen(Exception):
    """A letter needs at least one weekday; without any it is turned off instead."""


class EnoughForNow(Exception):
    """Several letters were asked for lately; the argument is when the next one may be."""

    next_at: datetime

    def __init__(self, next_at: datetime) -> None:
        super().__init__(next_at)
        self.next_at = next_at


@dataclass(frozen=True)
class Schedule:
    """When a person's letters come, and what may bring them: nothing while they are off, and `next` is None."""

    wants: frozenset[Want]
    local_time: time
    weekdays: frozenset[int]  # 0 is Monday
    paused_until: date | None
    next: Due | None

    @property
    def on(self) -> bool:
        return bool(self.wants)

    @property
    def waits_for_news(self) -> bool:
        """Whether something other than the day itself may bring a letter."""
        return bool(self.wants - {Want.CHECKIN})

    @property
    def next_at(self) -> datetime | None:
        return self.next.at if self.next else None


def schedule_of(person: Person) -> Schedule:
    """The person's schedule; before they choose one, an evening time that is off."""
    return _schedule(_daily(person).first() or Reminder())


def next_letter(person: Person, schedule: Schedule, at: datetime) -> Due | None:
    """The next letter that the day itself brings: on a day with a check-in already it stays away.

    For somebody who waits for news alone, the next time that one may come. None while letters are off. What was due
    while nothing was sent, and is too late by now, does not come any more.
    """
    due = schedule.next
    while due and (due.at <= at - TOO_LATE or (Want.CHECKIN in schedule.wants and checked_in(person.pk, due.day))):
        due = times.upcoming(
            schedule.local_time,
            mask(schedule.weekdays),
            person.zone,
            from_day=due.day + timedelta(days=1),
            not_before=max(due.at, at - TOO_LATE),
        )
    return due


@transaction.atomic
def set_schedule(
    *,
    person: Person,
    local_time: time,
    weekdays: Collection[int],
    at: datetime,
    wants: Collection[Want] = (Want.CHECKIN,),
) -> Schedule:
    """Choose time, weekdays (0 is Monday) and what brings a letter: nothing, and none comes. Raises NoDayChosen.

    An address that was paused for refusing letters is tried again.
    """
    if not weekdays:
        raise NoDayChosen
    reminder = _own(person)
    was_due = reminder.local_time, reminder.weekdays
    reminder.local_time, reminder.weekdays = local_time, mask(weekdays)
    _want(reminder, sum(set(wants)), at=at, anew=was_due != (local_time, mask(weekdays)))
    if wants:
        outbox.try_again(person.email, at=at)
    return _schedule(reminder)


@transaction.atomic
def turn(*, person: Person, want: Want, on: bool, at: datetime) -> None:
    """Let this bring the letter of the day too, or no longer; with nothing left to bring one, letters are off.

    Turned on, an address that was paused for refusing letters is tried again.
    """
    reminder = _own(person)
    _want(reminder, reminder.wants | want if on else reminder.wants & ~want, at=at)
    if on:
        outbox.try_again(person.email, at=at)


@transaction.atomic
def send_now(*, person: Person, key: uuid.UUID, at: datetime) -> None:
    """Send the person their letter at once, beside the day's own. The same `key` again is the same letter.

    Raises EnoughForNow when three were asked for within the hour.
    """
    _own(person)  # locked: two at once are counted one after the other
    stem = keys.stem_of_asked_for(person.pk)
    lately = outbox.posted_since(stem, at - HOUR)
    if f"{stem}{key}" not in lately and len(lately) >= ENOUGH:
        raise EnoughForNow(sorted(lately.values())[-ENOUGH] + HOUR)
    outbox.expect_back(person.email, at=at)
    outbox.post(kind=keys.NOW, key=f"{stem}{key}", person_id=person.pk, due_at=at, at=at)


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
    """Turn this reminder off, whatever may bring its letters. Where there is none any more, nothing changes."""
    for reminder in Reminder.objects.filter(pk=reminder_id).select_for_update():
        _want(reminder, 0, at=at)


@transaction.atomic
def snooze(*, reminder_id: uuid.UUID, at: datetime) -> None:
    """Pause this reminder for a week, unless it already rests for longer."""
    for reminder in Reminder.objects.active().filter(pk=reminder_id).select_for_update():
        week = reminder.person.today(at) + WEEK
        _rest(reminder, max(week, reminder.paused_until or week), at=at)


@transaction.atomic
def move_zone(*, person: Person, at: datetime) -> None:
    """Reckon the next letter by the person's new zone: at most one a local date, and twelve hours after the last.

    The twelve hours stay, whatever else they change until then. What was due before they moved is posted.
    """
    for reminder in Reminder.objects.filter(person=person).select_for_update():
        reminder.person = person  # who may not be saved yet
        _post_what_is_due(reminder, at=at)
        if reminder.last_due_at:
            reminder.not_before = reminder.last_due_at + APART
        _plan(reminder, at=at)
        reminder.save()


def _daily(person: Person) -> QuerySet[Reminder]:
    return Reminder.objects.filter(person=person, kind=Reminder.Kind.DAILY)


def _own(person: Person) -> Reminder:
    """The person's reminder, made if they had none, and locked."""
    reminder, _made = Reminder.objects.select_for_update().get_or_create(person=person, kind=Reminder.Kind.DAILY)
    return reminder


def _want(reminder: Reminder, wants: int, *, at: datetime, anew: bool = False) -> None:
    """Change what may bring the letter. It stays due when it was, unless it is reckoned `anew`."""
    if wants & ~reminder.wants & ~Want.CHECKIN:
        reminder.news_from = at
    was, reminder.wants = reminder.state, wants
    reminder.state = Reminder.State.ON if wants else Reminder.State.OFF
    if anew or reminder.state != was:
        _plan(reminder, at=at)
    reminder.save()


def _rest(reminder: Reminder, until: date, *, at: datetime) -> None:
    reminder.paused_until = until
    _plan(reminder, at=at)
    reminder.save()


def _post_what_is_due(reminder: Reminder, *, at: datetime) -> None:
    """Post the letter that is due and that no ring has posted yet."""
    if reminder.next_day and reminder.next_due_at and reminder.next_due_at <= at:
        key = keys.key_of(reminder.person_id, reminder.kind, reminder.next_day)
        outbox.post(kind=keys.DAILY, key=key, person_id=reminder.person_id, due_at=reminder.next_due_at, at=at)
        reminder.last_day, reminder.last_due_at = reminder.next_day, reminder.next_due_at


def _plan(reminder: Reminder, *, at: datetime) -> None:
    """Reckon the next letter: on the first chosen day from `at` on that had none and does not rest.

    After a move it also waits until `not_before`.
    """
    if reminder.state == Reminder.State.OFF:
        reminder.next_day = reminder.next_due_at = None
        return
    from_day = reminder.person.today(at)
    if reminder.last_day:
        from_day = max(from_day, reminder.last_day + timedelta(days=1))
    if reminder.paused_until:
        from_day = max(from_day, reminder.paused_until)
    reminder.next_day, reminder.next_due_at = times.upcoming(
        reminder.local_time,
        reminder.weekdays,
        reminder.person.zone,
        from_day=from_day,
        not_before=max(at, reminder.not_before or at),
    )


def _schedule(reminder: Reminder) -> Schedule:
    return Schedule(
        wants=reminder.wanted,
        local_time=reminder.local_time,
        weekdays=reminder.chosen_days,
        paused_until=reminder.paused_until,
        next=Due(reminder.next_day, reminder.next_due_at) if reminder.next_day and reminder.next_due_at else None,
    )
