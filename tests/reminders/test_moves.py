"""Somebody moves between zones, changes time and days, rests, stops and starts in any order; beside it a plain promise.

However it goes: no local date has two letters; after a change of zone the next letter comes twelve hours after the last
or later, whatever else is changed meanwhile; what was due before a move is posted all the same; and the first chosen
day that does not rest and whose time is still to come has the next letter, so that no day is passed over in silence.
"""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from intima.accounts import actions as accounts
from intima.accounts.models import Person
from intima.mail.models import Letter
from reflections.reminders import actions, posting
from reflections.reminders.models import Reminder, Want
from tests.cast import EVENING
from tests.reminders.almanac import DAY, HOUR, Almanac
from tests.reminders.conftest import remind

ZONES = [
    "Africa/Casablanca",
    "America/Los_Angeles",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Europe/London",
    "Pacific/Auckland",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
]
ALMANACS = {zone: Almanac(zone, date(2026, 3, 1), 250) for zone in ZONES}
TIMES = st.times().map(lambda local: local.replace(second=0, microsecond=0))
AFTER_DUE = timedelta(seconds=20)  # beat rings every half minute


def test_a_new_time_after_a_move_keeps_the_twelve_hours(reminder: Reminder, ada: Person) -> None:
    posting.post_due(at=EVENING)
    accounts.move_zone(person=ada, time_zone="Pacific/Auckland", at=EVENING + HOUR)
    # 21:00 on the 13th in Auckland is eleven hours and a half after the letter.
    later = remind(ada, local_time=time(21, 0), at=EVENING + 2 * HOUR)
    assert later.next_day == date(2026, 3, 14)


def test_what_was_due_before_a_move_comes_all_the_same(reminder: Reminder, ada: Person) -> None:
    accounts.move_zone(person=ada, time_zone="Asia/Kathmandu", at=EVENING + AFTER_DUE)
    assert Letter.objects.get().due_at == EVENING
    posting.post_due(at=EVENING + AFTER_DUE)
    assert Letter.objects.count() == 1


@pytest.mark.parametrize("orders", [3, pytest.param(300, marks=pytest.mark.long)])
def test_in_any_order_no_date_has_two_letters_and_none_is_passed_over(orders: int, db: None) -> None:
    class Walk(RuleBasedStateMachine):
        @initialize()
        def begin(self) -> None:
            Letter.objects.all().delete()
            Person.objects.all().delete()
            self.ada = Person.objects.create_user("ada@example.org", name="Ada", time_zone="Europe/London")
            self.at = EVENING - HOUR
            self.earliest = self.at  # the next letter comes no sooner
            self.moved_after = 0  # how many letters had been posted at the last move
            remind(self.ada, at=self.at)

        @property
        def reminder(self) -> Reminder:
            return Reminder.objects.select_related("person").get()

        def ring(self) -> None:
            posting.post_due(at=self.at)
            last, letters = self.reminder, Letter.objects.order_by("due_at")
            posted = letters.last()
            assert posted
            assert posted.key.endswith(f"{last.last_day}")
            assert posted.due_at == last.last_due_at
            if 0 < self.moved_after == len(letters) - 1:
                assert posted.due_at - letters[self.moved_after - 1].due_at >= 12 * HOUR
            self.earliest = self.at - 3 * HOUR

        def planned_anew(self) -> None:
            """From now on; after a move not before half a day after the letter that was the last then."""
            letters = Letter.objects.order_by("due_at")
            wait = [letters.reverse()[0].due_at + 12 * HOUR] if 0 < self.moved_after == len(letters) else []
            self.earliest = max([self.at, *wait])

        @rule(hours=st.integers(1, 60))
        def wait(self, hours: int) -> None:
            end = self.at + hours * HOUR
            while (due := self.reminder.next_due_at) and due + AFTER_DUE <= end:
                self.at = due + AFTER_DUE
                self.ring()
            self.at = end

        @rule()
        def until_just_due(self) -> None:
            if due := self.reminder.next_due_at:
                self.at = max(self.at, due + AFTER_DUE / 2)

        @rule(zone=st.sampled_from(ZONES))
        def move(self, zone: str) -> None:
            accounts.move_zone(person=self.ada, time_zone=zone, at=self.at)
            self.moved_after = Letter.objects.count()
            self.planned_anew()

        @rule(local_time=TIMES, days=st.sets(st.integers(0, 6)))
        def choose(self, local_time: time, days: set[int]) -> None:
            was = self.reminder
            remind(self.ada, local_time=local_time, weekdays=days or {3}, at=self.at)
            now = self.reminder
            if (was.local_time, was.weekdays, was.state) != (now.local_time, now.weekdays, now.state):
                self.planned_anew()

        @rule(days=st.integers(1, 4))
        def rest(self, days: int) -> None:
            if self.reminder.state == Reminder.State.ON:
                actions.pause(person=self.ada, until=self.ada.today(self.at) + days * DAY, at=self.at)
                self.planned_anew()

        @rule()
        def go_on(self) -> None:
            actions.resume(person=self.ada, at=self.at)
            self.planned_anew()

        @rule(on=st.booleans())
        def turn(self, on: bool) -> None:
            was = self.reminder.state
            actions.turn(person=self.ada, want=Want.CHECKIN, on=on, at=self.at)
            if was != self.reminder.state:
                self.planned_anew()

        @invariant()
        def the_next_is_the_first_that_may_come(self) -> None:
            mine = self.reminder
            assert (mine.next_due_at is None) == (mine.state == Reminder.State.OFF)
            if mine.next_due_at:
                assert (mine.next_day, mine.next_due_at.replace(tzinfo=None)) == self.first_that_may_come(mine)

        def first_that_may_come(self, mine: Reminder) -> tuple[date, datetime]:
            almanac, earliest = ALMANACS[mine.person.time_zone], self.earliest.replace(tzinfo=None)
            for day in almanac.days:
                at = almanac.instant(datetime.combine(day, mine.local_time))
                new = mine.last_day is None or day > mine.last_day
                if at >= earliest and new and day.weekday() in mine.chosen_days and not mine.rests_on(day):
                    return day, at
            raise AssertionError("no day may have one")

    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=orders, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
