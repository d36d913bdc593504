"""Ten queries at most on every page of the exercises, however often they were done."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from intima.accounts.models import Person
from reflections.spaces.models import Space
from tests.practices import acts


@pytest.mark.parametrize("times", [1, 12])
def test_every_page_costs_ten_queries_at_most(
    times: int, ada: Person, ben: Person, space: Space, browser_of: Callable[[Person | None], Client]
) -> None:
    for _time in range(times):
        opened, run = acts.opened(ada, ben), acts.done(ada)
        acts.done(ada, "what-helps-me-back", {"helps": {"order": ["tea", "=A walk"]}})
    acts.judge(opened, ben, "yes", "new")
    asked_now = acts.put(ben)
    client = browser_of(ada)
    for url in (
        "/practice/",
        "/practice/signal-gap/",
        f"/practice/run/{run}/done/",
        f"/practice/together/{opened.pk}/",
        f"/journal/together/{asked_now.pk}/",
        "/journal/together/",
        "/practice/cards/what-helps/",
        "/us/",
        "/today/",
    ):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200, url
        assert len(asked) <= 10, (url, len(asked))
