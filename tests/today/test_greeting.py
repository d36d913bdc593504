"""Today greets by the person's own clock, and dates the page by their own calendar."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from intima.accounts.models import Person
from intima.today.greeting import greeting
from tests import cast

Browser = Callable[[Person | None], Client]


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        ("00:00", "Hello"),
        ("04:59", "Hello"),
        ("05:00", "Good morning"),
        ("11:59", "Good morning"),
        ("12:00", "Good afternoon"),
        ("17:59", "Good afternoon"),
        ("18:00", "Good evening"),
        ("22:59", "Good evening"),
        ("23:00", "Hello"),
    ],
)
def test_the_greeting_goes_by_the_hour(clock: str, words: str) -> None:
    at = datetime.fromisoformat(f"2026-01-15T{clock}:00+00:00")
    assert str(greeting(Person(time_zone="Europe/London"), at)) == words


@pytest.mark.parametrize(
    ("zone", "words", "day"),
    [
        ("Europe/London", "Good evening", "Thursday 12 March"),
        ("Pacific/Auckland", "Good morning", "Friday 13 March"),
        ("America/Los_Angeles", "Good afternoon", "Thursday 12 March"),
        ("Asia/Kolkata", "Hello", "Friday 13 March"),
        ("Asia/Kathmandu", "Hello", "Friday 13 March"),
        ("Pacific/Kiritimati", "Good morning", "Friday 13 March"),
        ("Pacific/Pago_Pago", "Good morning", "Thursday 12 March"),
    ],
)
def test_one_instant_is_greeted_differently_around_the_world(
    zone: str, words: str, day: str, db: None, browser_of: Browser
) -> None:
    ada = cast.person("Ada", time_zone=zone)
    with time_machine.travel(datetime(2026, 3, 12, 20, 30, tzinfo=UTC), tick=False):
        page = browser_of(ada).get("/today/").content.decode()
    assert f"<h1>{words}, <bdi>Ada</bdi></h1>" in page.replace("\n", "")
    assert day in page


def test_a_name_is_shown_as_it_is_and_does_nothing(db: None, browser_of: Browser) -> None:
    person = cast.person("Eve")
    person.name = "\u202e<script>x</script>"
    person.save()
    page = browser_of(person).get("/today/").content.decode()
    assert "<bdi>\u202e&lt;script&gt;x&lt;/script&gt;</bdi>" in page
