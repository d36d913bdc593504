"""What each page of the entrance costs: ten queries at most, with few people and with a thousand."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intima.accounts.models import Person
from tests import cast

pytestmark = pytest.mark.tables

OPEN = ["account_login", "accounts:by_password", "account_signup", "account_reset_password", "account_inactive"]
SIGNED_IN = [
    "accounts:me",
    "accounts:where",
    "accounts:lock",
    "account_email",
    "account_set_password",
    "account_logout",
]


def queries(browser: Client, url: str) -> int:
    browser.get(url)  # the first visit also writes down that the session lives
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(url).status_code == 200
    return len(seen)


def crowd(size: int) -> None:
    Person.objects.bulk_create(Person(email=f"{size}-{number}@example.org") for number in range(size))


@pytest.mark.parametrize("name", OPEN + SIGNED_IN)
def test_each_page_costs_ten_queries_at_most_with_10_and_with_1000_people(
    name: str, ada: Person, browser: Client, just_signed_in: Callable[[Person], Client]
) -> None:
    one = just_signed_in(ada) if name in SIGNED_IN else browser
    counts = []
    for size in (10, 990):
        crowd(size)
        counts.append(queries(one, reverse(name)))
    assert counts[0] == counts[1] <= 10


@pytest.mark.parametrize("name", ["accounts:again", "accounts:open_journal"])
def test_asking_who_is_there_costs_ten_at_most(name: str, browser: Client) -> None:
    browser.force_login(cast.person("Ada", locks_journal=True, password="lamplight by the window"))
    assert queries(browser, reverse(name)) <= 10


def test_beginning_costs_ten_at_most(browser: Client) -> None:
    browser.force_login(cast.person("New", begun_at=None))
    assert queries(browser, reverse("accounts:begin")) <= 10
