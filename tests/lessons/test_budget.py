"""A page costs the same number of queries with ten lessons read in the house as with a thousand."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exercises.lessons.models import Progress
from intima.accounts.models import Person
from intima.content.models import Version
from reflections.journal import actions as journal
from tests.cast import EVENING

pytestmark = pytest.mark.tables

BUDGET = 10
PAGES = [
    "/learn/",
    "/learn/about/",
    "/learn/resources/",
    "/learn/two-alarms/",
    "/learn/two-alarms/two/",
    "/learn/two-alarms/done/",
]


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize("signed_in", [True, False], ids=["signed in", "signed out"])
def test_the_pages_cost_the_same_with_ten_rows_and_with_a_thousand(
    url: str, signed_in: bool, ada: Person, browser_of: Callable[[Person | None], Client]
) -> None:
    browser = browser_of(ada if signed_in else None)
    version = Version.objects.get(kind="lesson", slug="two-alarms", language="en")
    journal.answer(author=ada, prompt="first-alarm", text="My jaw.", at=EVENING)

    def fill(numbers: range) -> None:
        Progress.objects.bulk_create(
            Progress(
                person=ada,
                slug="two-alarms" if number == 0 else f"lesson-{number}",
                version=version,
                step_key="two",
                read_at=EVENING - timedelta(days=number),
            )
            for number in numbers
        )

    def cost() -> int:
        browser.get(url)  # the first visit in five minutes also writes down that there was one
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url).status_code in {200, 302}
        return len(queries)

    fill(range(10))
    with_ten = cost()
    fill(range(10, 1000))
    assert cost() == with_ten <= BUDGET
