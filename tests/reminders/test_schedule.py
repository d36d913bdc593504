"""Choosing when letters come, resting, and moving to another zone."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError

from intima.accounts.models import Person
from intima.kit.news import zone_moved
from reflections.reminders import actions, news, posting
from reflections.reminders.models import Reminder, Want
from tests.cast import EVENING
from tests.reminders.conftest import HALF_PAST_EIGHT, remind

TODAY = date(2026, 3, 12)


def test_a_new_person_has_no_reminder_and_is_offered_half_past_eight(ada: Person) -> None:
    schedule = actions.schedule_of(ada)
    assert not schedule.on
    assert schedule.local_time == HALF_PAST_EIGHT
    assert schedule.weekdays == frozenset(range(7))
    assert not Reminder.objects.exists()


def test_the_first_letter_is_due_today_if_the_time_is_still_to_come(ada: Person, ben: Person) -> None:
    assert remind(ada).next_due_at == EVENING
    assert remind(ben, at=EVENING + timedelta(minutes=1)).next_due_at == EVENING + timedelta(days=1)


def test_one_that_is_due_now_stays_due_while_its_owner_changes_what_brings_it(reminder: Reminder, ada: Person) -> None:
    later = EVENING + timedelta(seconds=20)  # before beat rings
    actions.turn(person=ada, want=Want.SHARED, on=True, at=later)
    assert remind(ada, at=later).next_due_at == EVENING


def test_each_thing_that_may_bring_a_letter_is_turned_on_and_off_by_itself(ada: Person) -> None:
    def after(want: Want, on: bool) -> tuple[set[Want], bool]:
        actions.turn(person=ada, want=want, on=on, at=EVENING)
        schedule = actions.schedule_of(ada)
        return set(schedule.wants), schedule.next is not None

    assert after(Want.SHARED, True) == ({Want.SHARED}, True)
    assert after(Want.CHECKIN, True) == ({Want.SHARED, Want.CHECKIN}, True)
    assert after(Want.SHARED, False) == ({Want.CHECKIN}, True)
    assert after(Want.CHECKIN, False) == (set(), False)
    assert after(Want.CHECKIN, False) == (set(), False)


def test_the_database_keeps_that_letters_are_on_for_a_reason(reminder: Reminder) -> None:
    with pytest.raises(IntegrityError):
        Reminder.objects.update(wants=0)


def test_every_kind_of_news_has_its_switch_its_sentence_and_its_source() -> None:
    assert {*news.SOURCES, Want.CHECKIN} == set(Want)
    for want in Want:
        assert want.label
        assert want.sentence


def test_without_a_weekday_there_is_no_schedule(ada: Person) -> None:
    with pytest.raises(actions.NoDayChosen):
        remind(ada, weekdays=[])


def test_the_database_keeps_one_reminder_a_person(reminder: Reminder) -> None:
    with pytest.raises(IntegrityError):
        Reminder.objects.create(person=reminder.person)


def test_a_new_time_after_todays_letter_begins_tomorrow(reminder: Reminder) -> None:
    posting.post_due(at=EVENING)
    later = remind(reminder.person, local_time=time(22, 0), at=EVENING + timedelta(minutes=5))
    assert later.next_day == TODAY + timedelta(days=1)


def test_a_rest_ends_by_itself(reminder: Reminder, ada: Person) -> None:
    actions.pause(person=ada, until=date(2026, 3, 20), at=EVENING)
    reminder.refresh_from_db()
    assert reminder.state == Reminder.State.ON
    assert reminder.next_due_at == datetime(2026, 3, 20, 20, 30, tzinfo=UTC)


def test_a_rest_can_be_ended(reminder: Reminder, ada: Person) -> None:
    actions.pause(person=ada, until=date(2026, 3, 20), at=EVENING)
    actions.resume(person=ada, at=EVENING - timedelta(minutes=1))
    reminder.refresh_from_db()
    assert reminder.next_due_at == EVENING


def test_a_new_schedule_keeps_the_rest(reminder: Reminder, ada: Person) -> None:
    actions.pause(person=ada, until=date(2026, 3, 20), at=EVENING)
    assert remind(ada, local_time=time(7, 0)).next_day == date(2026, 3, 20)


def test_snoozing_rests_a_week_and_never_shortens_a_rest(reminder: Reminder, ada: Person) -> None:
    actions.snooze(reminder_id=reminder.pk, at=EVENING)
    actions.snooze(reminder_id=reminder.pk, at=EVENING)
    reminder.refresh_from_db()
    assert reminder.paused_until == TODAY + timedelta(days=7)
    actions.pause(person=ada, until=date(2026, 5, 1), at=EVENING)
    actions.snooze(reminder_id=reminder.pk, at=EVENING)
    reminder.refresh_from_db()
    assert reminder.paused_until == date(2026, 5, 1)


def test_stopping_twice_is_stopping_once(reminder: Reminder, ada: Person) -> None:
    for _ in range(2):
        actions.stop(reminder_id=reminder.pk, at=EVENING)
    reminder.refresh_from_db()
    assert reminder.state == Reminder.State.OFF
    assert reminder.next_due_at is None
    actions.snooze(reminder_id=reminder.pk, at=EVENING)
    actions.pause(person=ada, until=date(2026, 5, 1), at=EVENING)
    actions.resume(person=ada, at=EVENING)
    reminder.refresh_from_db()
    assert reminder.state == Reminder.State.OFF


def move(person: Person, zone: str, at: datetime) -> Reminder:
    person.time_zone = zone
    person.save()
    zone_moved.send(sender=Person, person=person, at=at)
    return Reminder.objects.get(person=person)


def test_a_move_before_any_letter_only_changes_the_clock(reminder: Reminder, ada: Person) -> None:
    moved = move(ada, "America/New_York", EVENING - timedelta(hours=1))
    assert moved.next_due_at == datetime(2026, 3, 13, 0, 30, tzinfo=UTC)  # 20:30 on the 12th in New York
    assert moved.next_day == TODAY


def test_moving_west_after_todays_letter_brings_no_second_one_today(reminder: Reminder, ada: Person) -> None:
    posting.post_due(at=EVENING)
    moved = move(ada, "America/Los_Angeles", EVENING + timedelta(hours=2))
    assert moved.next_day == TODAY + timedelta(days=1)


def test_moving_east_leaves_twelve_hours_between_two_letters(reminder: Reminder, ada: Person) -> None:
    posting.post_due(at=EVENING)
    # In Auckland it is the 13th already, and 20:30 there comes eleven hours after the letter of the 12th.
    moved = move(ada, "Pacific/Auckland", EVENING + timedelta(minutes=10))
    assert moved.next_day == date(2026, 3, 14)
    assert moved.next_due_at - EVENING >= timedelta(hours=12)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kathmandu", "America/Nuuk", "UTC"])
def test_after_any_move_letters_are_twelve_hours_and_a_local_date_apart(
    zone: str, reminder: Reminder, ada: Person
) -> None:
    posting.post_due(at=EVENING)
    moved = move(ada, zone, EVENING + timedelta(minutes=10))
    assert moved.next_due_at - EVENING >= timedelta(hours=12)
    assert moved.next_day > TODAY
