"""Eleven queries at most, however many people share whatever they share."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exercises.loop.actions import names
from intima.accounts.models import Person
from reflections.spaces.actions import leave
from reflections.spaces.models import Space
from tests import cast
from tests.cast import EVENING
from tests.loop import acts

URLS = ("/loop/", "/loop/card/", "/loop/share/", "/loop/name/", "/loop/picture.svg")


@pytest.mark.parametrize("earlier", [0, 12])
def test_the_loop_costs_eleven_queries_at_most(
    ada: Person, ben: Person, space: Space, browser_of: Callable[[Person | None], Client], earlier: int
) -> None:
    acts.keep(ada, acts.ADAS)
    acts.keep(ben, acts.BENS)
    for _ in range(earlier):
        for person in (ada, ben):
            acts.share(person)
        acts.propose(ada, "The roundabout")
        leave(person=ada, at=EVENING)
        cast.pair(ada, ben)
    for person in (ada, ben):
        acts.share(person)
    names.agree(tie=acts.tie(ben), pk=acts.propose(ada, "The Sunday Spin"), at=EVENING)
    acts.propose(ben, "The roundabout")
    client = browser_of(ada)
    for url in URLS:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        assert len(asked) <= 11, url
