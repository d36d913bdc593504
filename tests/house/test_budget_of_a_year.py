"""After a year of two people every page that there is costs ten queries at most."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intima.accounts.models import Person
from intima.kit import clock, seal
from reflections.checkins.models import CheckIn
from reflections.journal.models import Entry
from tests import states, world
from tests.table import furnished, pages_of

BUDGET = 10

pytestmark = [pytest.mark.tables, pytest.mark.django_db]


def test_every_page_of_a_year_old_account_costs_ten_queries_at_most(
    browser_of: Callable[[Person | None], Client],
) -> None:
    at = clock.now()
    here = world.build()
    with seal.keyring():
        home = states.long_together(here.author, here.partner, at, length=400)
        furnished(here)
    assert CheckIn.objects.filter(person=here.author).count() >= 400
    assert Entry.objects.filter(author=here.author).count() >= 300

    urls = [*home.also, *(reverse(door.url, kwargs=door.args(here)) for door in pages_of("author"))]
    browser = browser_of(here.author)
    browser.get("/today/")  # the first visit in five minutes also writes down that there was one
    costs = {}
    for url in urls:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url).status_code == 200, url
        costs[url] = len(queries)
    assert len(costs) > 40
    assert {url: cost for url, cost in costs.items() if cost > BUDGET} == {}
