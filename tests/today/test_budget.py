"""As many queries with a thousand of everything as with ten."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from intima.accounts.models import Person
from intima.kit import clock, seal
from reflections.checkins.models import CheckIn
from reflections.journal.models import Exchange
from reflections.spaces.actions import tie_of

pytestmark = pytest.mark.tables

BUDGET = 10


@pytest.mark.parametrize("url", ["/today/", "/us/", "/you/"])
@pytest.mark.parametrize("alone", [True, False])
def test_the_pages_cost_the_same_with_ten_rows_and_with_a_thousand(
    url: str, alone: bool, ada: Person, ben: Person, request: pytest.FixtureRequest, browser_of: Callable[..., Client]
) -> None:
    if not alone:
        request.getfixturevalue("space")
    at, tie = clock.now(), tie_of(ada)
    today = ada.today(at)

    def fill(days: range) -> None:
        with seal.keyring():
            CheckIn.objects.bulk_create(
                CheckIn(person=ada, day=today - timedelta(days=ago), line="A line", checked_at=at) for ago in days
            )
        if tie:
            Exchange.objects.bulk_create(
                Exchange(space=tie.space, prompt="a-question", proposed_by=ben, proposed_at=at, opened_at=at)
                for _ago in days
            )

    def cost() -> int:
        browser.get(url)  # the first visit in five minutes also writes down that there was one
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url).status_code == 200
        return len(queries)

    browser = browser_of(ada)
    fill(range(10))
    with_ten = cost()
    fill(range(10, 1000))
    assert cost() == with_ten <= BUDGET
