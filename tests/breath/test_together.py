from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exercises.breath import actions
from exercises.breath.models import Breath
from intima.accounts.models import Person
from reflections.spaces.actions import leave
from reflections.spaces.models import Space
from tests.cast import EVENING
from tests.journal.acts import tie

Open = Callable[[Person | None], Client]
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _this_evening() -> object:
    with time_machine.travel(EVENING, tick=False):
        yield


def starts() -> str:
    return f'data-starts="{actions.milliseconds(EVENING + actions.LEAD)}"'


def test_one_begins_and_the_others_open_page_has_the_same_instant(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    his = browser_of(ben)
    assert "data-starts" not in his.get("/breathe/").content.decode()
    browser_of(ada).post("/breathe/start/", {"minutes": "3"})
    for client in (browser_of(ada), his):
        assert starts() in client.get("/breathe/").content.decode()
    joined = his.get("/breathe/now/?seen=none", headers={"HX-Request": "true"}).content.decode()
    assert starts() in joined
    assert 'value="3" checked hidden' in " ".join(joined.split())
    assert "<html" not in joined


def test_an_open_page_gets_204_while_nothing_changed_and_costs_four_queries_at_most(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    client = browser_of(ben)
    for seen in ("none", str(actions.milliseconds(EVENING + actions.LEAD))):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/breathe/now/?seen={seen}", headers={"HX-Request": "true"}).status_code == 204
        assert len(asked) <= 4
        actions.start(tie=tie(ada), minutes=1, at=EVENING)


def test_who_presses_while_it_is_about_to_begin_begins_the_same(ada: Person, ben: Person, space: Space) -> None:
    actions.start(tie=tie(ada), minutes=5, at=EVENING)
    actions.start(tie=tie(ben), minutes=1, at=EVENING + SECOND)
    going = actions.going_on(ada, EVENING + SECOND)
    assert going == actions.Going(EVENING + actions.LEAD, 5)


def test_one_that_goes_on_is_begun_anew_and_leaves_no_record_of_the_last(
    ada: Person, ben: Person, space: Space
) -> None:
    actions.start(tie=tie(ada), minutes=5, at=EVENING)
    later = EVENING + 60 * SECOND
    actions.start(tie=tie(ben), minutes=1, at=later)
    assert actions.going_on(ada, later) == actions.Going(later + actions.LEAD, 1)
    assert Breath.objects.count() == 1


def test_when_its_minutes_are_over_the_page_is_at_rest_again(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    actions.start(tie=tie(ada), minutes=1, at=EVENING)
    over = EVENING + actions.LEAD + 60 * SECOND
    assert actions.going_on(ben, over - SECOND)
    with time_machine.travel(over, tick=False):
        page = browser_of(ben).get("/breathe/now/?seen=1", headers={"HX-Request": "true"}).content.decode()
        assert "Begin for both of us" in page


def test_strangers_and_those_who_left_see_nothing_of_it(
    ada: Person, ben: Person, cleo: Person, space: Space, browser_of: Open
) -> None:
    actions.start(tie=tie(ada), minutes=5, at=EVENING)
    assert actions.going_on(cleo, EVENING) is None
    leave(person=ada, at=EVENING)
    for person in (ada, ben, cleo):
        assert actions.going_on(person, EVENING) is None
        page = browser_of(person).get("/breathe/").content.decode()
        assert "data-starts" not in page
        assert "Begin breathing" in page
        gone = browser_of(person).get("/breathe/now/?seen=1", headers={"HX-Request": "true"})
        assert gone.status_code == 204  # an open page does not turn at the very moment that somebody leaves
        assert browser_of(person).post("/breathe/start/", {"minutes": "5"}).status_code == 404


def test_the_pages_cost_ten_queries_at_most(ada: Person, ben: Person, space: Space, browser_of: Open) -> None:
    client = browser_of(ada)
    actions.start(tie=tie(ada), minutes=5, at=EVENING)
    for url in ("/breathe/", "/breathe/now/?seen=none"):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        assert len(asked) <= 10, url


def test_a_length_that_is_not_offered_is_no_length(ada: Person, ben: Person, space: Space, browser_of: Open) -> None:
    assert browser_of(ada).post("/breathe/start/", {"minutes": "90"}).status_code == 400
    assert not Breath.objects.exists()
