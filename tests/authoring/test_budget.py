"""Ten queries at most on every page of writing, however much was written."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from intima.accounts.models import Person
from reflections.care.models import Therapist
from tests.authoring import acts
from tests.authoring.conftest import Given


@pytest.mark.parametrize("many", [1, 30])
def test_every_page_costs_ten_queries_at_most(
    many: int, dee: Therapist, ada: Person, given: Given, browser_of: Callable[[Person | None], Client]
) -> None:
    for _time in range(many):
        own = acts.published(dee.person, *[acts.WRITE] * many)
    given.add((ada, own.slug))
    home = "/therapist/exercises/"
    for who, url in (
        (dee.person, home),
        (dee.person, f"{home}new/"),
        (dee.person, f"{home}library/"),
        (dee.person, f"{home}{own.pk}/"),
        (dee.person, f"{home}{own.pk}/steps/write-1/"),
        (dee.person, f"{home}{own.pk}/file/"),
        (dee.person, f"/practice/preview/{own.slug}/write-1/"),
        (ada, f"/practice/{own.slug}/"),
    ):
        client = browser_of(who)
        client.get("/practice/")  # the first page of a visit writes the visit down
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200, url
        assert len(asked) <= 10, (url, len(asked))
