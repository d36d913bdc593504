"""The first start makes the demo's people, every later one leaves them alone, and both say how to sign in."""

from collections.abc import Callable
from datetime import time

import pytest
from django.test import Client

from intima.accounts.models import Person
from intima.demo import people
from intima.kit import clock
from reflections.reminders import actions as reminders
from tests.demo.conftest import load
from tests.spaces.walk import dump

pytestmark = pytest.mark.tables

Who = Callable[[str], Person]


def test_the_start_prints_who_can_sign_in_how_and_what_can_be_seen_as_them(said: str) -> None:
    assert people.PASSWORD in said
    for key, seen in people.CAST.items():
        line = next(line for line in said.splitlines() if people.address(key) in line)
        assert str(seen) in line
        assert Client().login(email=people.address(key), password=people.PASSWORD)


def test_adas_reminder_is_due_within_two_minutes_of_the_first_start(who: Who) -> None:
    schedule = reminders.schedule_of(who("ada"))
    assert schedule.next_at is not None
    assert 0 < (schedule.next_at - clock.now()).total_seconds() < 120
    assert (
        reminders.next_letter(who("ada"), schedule, clock.now()) == schedule.next
    )  # no check-in of today stands before it


def test_a_second_start_changes_not_one_row(said: str) -> None:
    before = dump()
    assert load() == said
    assert dump() == before


def test_a_second_start_leaves_what_a_visitor_chose(who: Who) -> None:
    reminders.set_schedule(person=who("ada"), local_time=time(7), weekdays=[6], at=clock.now(), wants=[])
    assert "Ada's next reminder: off." in load()
    assert not reminders.schedule_of(who("ada")).on


def test_whoever_a_visitor_deleted_is_neither_made_again_nor_offered(said: str) -> None:
    for left, gone in [(7, "cleo"), (6, "ada")]:
        Person.objects.filter(email=people.address(gone)).delete()
        printed = load()
        assert people.address(gone) not in printed
        assert printed.count("@example.org") == left
