"""Ten queries at most, however much stands in it and however often the two were together before."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from intima.accounts.models import Person
from reflections.spaces.actions import leave
from reflections.spaces.models import Space
from tests import cast
from tests.cast import EVENING
from tests.guide import acts
from tests.practices import acts as practices

URLS = (
    "/guide/",
    "/guide/mine/",
    *(f"/guide/mine/{kind}/" for kind in acts.KIND),
    "/guide/mine/rituals/choose/",
    "/practice/our-safety-guide/",
)


@pytest.mark.parametrize("earlier", [0, 6])
def test_the_guide_costs_ten_queries_at_most(
    ada: Person, ben: Person, space: Space, browser_of: Callable[[Person | None], Client], earlier: int
) -> None:
    for _ in range(earlier):
        practices.opened(ada, ben)
        leave(person=ada, at=EVENING)
        cast.pair(ada, ben)
    acts.make_together(ada, ben)
    for person in (ada, ben):
        acts.put_in(person)
    for url in URLS:
        client = browser_of(ada)  # anew each time: the first page of a visit costs most
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        assert len(asked) <= 10, url
