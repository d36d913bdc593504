"""Long lists, a page at a time."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from intima.accounts.models import Person
from intima.kit.leaf import PAGE, leaf
from reflections.spaces.models import Space
from tests.journal import acts as journal
from tests.notes.test_sending import sent
from tests.rituals import acts as rituals


@pytest.mark.parametrize(("asked", "number", "held"), [(None, 1, 20), ("2", 2, 1), ("3", 1, 20), ("0", 1, 20)])
def test_a_page_that_is_not_there_is_the_first(asked: str | None, number: int, held: int, db: None) -> None:
    for one in range(PAGE + 1):
        Person.objects.create_user(f"{one}@example.org")
    found = leaf(Person.objects.order_by("email"), asked)
    assert (found.number, len(found.rows), found.has_older) == (number, held, number == 1)


@pytest.mark.parametrize("asked", ["", "-1", "two", "²", "99999", "1.5"])
def test_what_is_no_number_is_the_first_page(asked: str, db: None) -> None:
    assert leaf(Person.objects.order_by("email"), asked).number == 1


@pytest.mark.parametrize(
    "url",
    [
        "/journal/",
        "/notes/",
        "/rituals/thanks/?from=me",
        "/rituals/thanks/?from=other",
        "/rituals/promises/",
        "/rituals/screens/words/",
    ],
)
def test_no_list_asks_how_many_there_are_and_each_leads_to_its_older_ones(
    url: str, ada: Person, ben: Person, space: Space, browser_of: Callable[[Person | None], Client]
) -> None:
    for one in range(PAGE + 1):
        if url == "/notes/":
            sent(ada, f"Words {one}")
        else:
            rituals.give(ben, rituals.keep(ben, "thanks", f"Thanks {one}"))
        for kind in ("thanks", "promise", "word"):
            rituals.keep(ada, kind, f"{kind} {one}")
        journal.keep(ada, f"Entry {one}")
    browser = browser_of(ada)
    with CaptureQueriesContext(connection) as asked:
        first = browser.get(url).content.decode()
    assert not [query["sql"] for query in asked if "COUNT(" in query["sql"]]
    assert "page=2" in first
    second = browser.get(url + ("&" if "?" in url else "?") + "page=2").content.decode()
    assert "page=1" in second
    assert "page=3" not in second
