"""The front page: the promise, who sees what, whether it is safe, and the ways in."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intima.accounts.models import Person

Browser = Callable[[Person | None], Client]


def test_a_visitor_finds_every_way_on(db: None, browser_of: Browser) -> None:
    page = browser_of(None).get("/").content.decode()
    for name in (
        "account_signup",
        "account_login",
        "lessons:first",
        "safety:is_it_safe",
        "safety:help",
        "safety:privacy",
        "safety:exit",
    ):
        assert f'href="{reverse(name)}"' in page, name
    assert page.count("button primary") == 1


def test_somebody_signed_in_goes_to_today(ada: Person, browser_of: Browser) -> None:
    assert browser_of(ada).get("/")["Location"] == reverse("today:today")


@pytest.mark.parametrize("url", ["/", "/help/", "/safe/", "/privacy/", "/weather/", "/exit/"])
def test_a_visitor_costs_the_database_nothing(url: str, db: None, browser_of: Browser) -> None:
    browser = browser_of(None)
    with CaptureQueriesContext(connection) as queries:
        browser.get(url)
    assert len(queries) == 0


@pytest.mark.parametrize("url", ["/", "/help/", "/safe/", "/privacy/", "/weather/", "/exit/"])
def test_there_is_nothing_to_post(url: str, db: None, browser_of: Browser) -> None:
    assert browser_of(None).post(url, {"text": "hello"}).status_code == 405


def test_the_privacy_page_says_what_it_cannot_promise(db: None, browser_of: Browser) -> None:
    page = browser_of(None).get("/privacy/").content.decode()
    assert "This is not end-to-end encryption." in page
    assert "The numbers, feeling words, place in the body and rituals of a check-in." in page
    assert "who is paired with whom" in page
