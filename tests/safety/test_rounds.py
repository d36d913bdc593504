"""The questions about fear come round to everybody alike, and nothing remembers who was shown or read them."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from intima.accounts.models import Person
from intima.safety.rounds import comes_round

Browser = Callable[[Person | None], Client]
FIRST = datetime(2027, 1, 3, 20, 0, tzinfo=UTC)


def test_four_weeks_of_a_year_and_never_two_in_a_quarter() -> None:
    days = [date(2027, 1, 1) + timedelta(days=number) for number in range(365)]
    shown = [day for day in days if comes_round(day)]
    assert len(shown) == 28
    assert {day.month for day in shown} == {1, 4, 7, 10}


def rows(browser: Client) -> list[str]:
    return re.findall(r'<a class="row" href="/safe/">.*?</a>', browser.get("/today/").content.decode(), re.S)


def test_the_row_is_the_same_for_everybody_paired_or_alone_however_often_it_was_read(
    ada: Person, ben: Person, cleo: Person, space: object, browser_of: Browser
) -> None:
    with time_machine.travel(FIRST, tick=False):
        browsers = [browser_of(person) for person in (ada, ben, cleo)]
        before = [rows(browser) for browser in browsers]
        with CaptureQueriesContext(connection) as read:
            browsers[0].get("/safe/")
        after = [rows(browser) for browser in browsers]
    assert [len(found) for found in before] == [1, 1, 1]
    assert before[0] == before[1] == before[2]
    assert after == before
    assert not [query["sql"] for query in read if not query["sql"].startswith("SELECT")]


@pytest.mark.parametrize(
    ("zone", "hour", "shown"), [("Pacific/Kiritimati", 11, 1), ("Europe/London", 22, 0), ("Europe/London", 23, 1)]
)
def test_the_quarter_begins_on_the_persons_own_day(
    zone: str, hour: int, shown: int, ada: Person, browser_of: Browser
) -> None:
    ada.time_zone = zone
    ada.save()
    with time_machine.travel(datetime(2027, 3, 31, hour, 0, tzinfo=UTC), tick=False):
        assert len(rows(browser_of(ada))) == shown
