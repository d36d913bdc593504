"""The look around: whoever begins on their own is led into it, one tap leaves it, nobody else is, nothing is kept."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from intima.accounts.models import Person
from intima.today.tour import STOPS
from tests import cast
from tests.accounts.walk import HERE
from tests.cast import EVENING
from tests.spaces.walk import dump
from tests.today.test_gathering import main_of

Browser = Callable[[Person | None], Client]

BEGIN = reverse("accounts:begin")
SAID = {"name": "Dan", "adult": "on", **HERE}
ROW = f'href="{reverse("today:tour", args=[1])}"'
SKIP = re.compile(r'<a class="quiet" href="([^"]+)">Skip the tour</a>')
ONWARD = re.compile(r'<a class="button primary end" href="([^"]+)"> ?([^<]+?) ?</a>')


def page_of(browser: Client, step: int) -> str:
    return main_of(browser, reverse("today:tour", args=[step]))


def begin(browser: Client, **said: str) -> str:
    """Where somebody new is led once they have said their name."""
    led: str = browser.post(BEGIN, {**SAID, **said})["Location"]
    return led


@pytest.fixture
def dan(db: None) -> Person:
    return cast.person("Dan", begun_at=None, time_zone="UTC")


@pytest.fixture
def browser(dan: Person, browser_of: Browser) -> Client:
    return browser_of(dan)


def test_whoever_begins_on_their_own_is_led_through_five_pages_to_today(browser: Client) -> None:
    url, titles = begin(browser), []
    assert url == reverse("today:tour", args=[1])
    for step in range(1, 6):
        page = main_of(browser, url)
        titles.append(re.search(r"<h1>([^<]+)</h1>", page)[1])  # type: ignore[index]
        assert f"Step {step} of 5" in page
        onward = ONWARD.search(page)
        assert onward
        url = onward[1]
    assert titles == ["Today", "Learn", "Check-in", "Us, and who sees what", "Pause, Exit and help"]
    assert url == reverse("today:today")
    assert onward[2] == "Go to Today"


def test_it_is_skipped_with_one_tap_from_each_page(browser: Client) -> None:
    browser.post(BEGIN, SAID)
    for step in range(1, 6):
        skip = SKIP.search(page_of(browser, step))
        assert skip
        assert skip[1] == reverse("today:today")


def test_back_leads_to_the_page_before(browser: Client) -> None:
    browser.post(BEGIN, SAID)
    assert ">Back</a>" not in page_of(browser, 1)
    for step in range(2, 6):
        assert re.search(rf'href="{reverse("today:tour", args=[step - 1])}">.*?Back</a>', page_of(browser, step))


@pytest.mark.parametrize("wanted", ["/learn/two-alarms/", "/journal/"])
def test_whoever_wanted_a_page_is_led_to_that_one(wanted: str, browser: Client) -> None:
    assert begin(browser, next=wanted) == wanted


def test_whoever_wanted_today_is_led_in(browser: Client) -> None:
    assert begin(browser, next="/today/") == reverse("today:tour", args=[1])


def test_whoever_invites_at_once_is_not_led_in(browser: Client) -> None:
    assert begin(browser, then="invite") == reverse("spaces:invite")


def test_whoever_was_invited_comes_to_the_invitation_and_back_to_it_from_the_tour(browser: Client) -> None:
    session = browser.session
    session["invitation"] = "an invitation"
    session.save()
    assert begin(browser) == reverse("spaces:invitation")
    for step in range(1, 6):
        skip = SKIP.search(page_of(browser, step))
        assert skip
        assert skip[1] == reverse("spaces:invitation")
    assert ONWARD.findall(page_of(browser, 5)) == [(reverse("spaces:invitation"), "Go to the invitation")]


def test_coming_to_begin_a_second_time_leads_to_today(browser: Client) -> None:
    browser.post(BEGIN, SAID)
    assert browser.get(BEGIN)["Location"] == reverse("today:today")


def test_it_waits_on_today_for_two_days_and_under_you_for_good(browser: Client, dan: Person) -> None:
    with time_machine.travel(EVENING, tick=False) as clock:
        browser.post(BEGIN, SAID)
        assert ROW in main_of(browser, "/today/")
        assert ROW in main_of(browser, "/you/")
        clock.shift(timedelta(days=2))
        assert ROW not in main_of(browser, "/today/")
        assert ROW in main_of(browser, "/you/")


def test_nothing_of_it_is_kept(browser: Client) -> None:
    browser.post(BEGIN, SAID)
    page_of(browser, 1)  # the first visit in five minutes also writes down that there was one
    before, sent = dump(), dict(browser.session)
    for step in range(1, 6):
        page_of(browser, step)
    assert dump() == before
    assert dict(browser.session) == sent


@pytest.mark.parametrize("step", [0, 6, 99, 10**30])
def test_there_are_five_pages_and_no_other(step: int, ada: Person, browser_of: Browser) -> None:
    assert browser_of(ada).get(f"/tour/{step}/").status_code == 404


def test_each_page_has_a_drawing_one_button_and_at_most_forty_words(ada: Person, browser_of: Browser) -> None:
    browser = browser_of(ada)
    for step, stop in enumerate(STOPS, 1):
        page = page_of(browser, step)
        assert page.count('class="draw') == 1
        assert page.count("button primary") == 1
        with override("en"):
            assert len(f"{stop.words}".split()) <= 40
            for word in ("!", "failed", "missed", "overdue", "streak", "only", "should", "must"):
                assert word not in f"{stop.title} {stop.words}".lower()


def test_it_costs_no_more_than_knowing_who_asks(ada: Person, browser_of: Browser) -> None:
    browser = browser_of(ada)
    page_of(browser, 1)
    with CaptureQueriesContext(connection) as queries:
        page_of(browser, 2)
    assert len(queries) <= 3
