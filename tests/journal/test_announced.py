"""What a partner shared is announced on Today, without a word of it, for as long as it is shared and fresh."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from intima.accounts.models import Person
from intima.kit import clock
from reflections.journal import actions as journal
from reflections.journal.actions import sharing
from reflections.spaces.models import Space
from tests import cast
from tests.cast import EVENING
from tests.journal import acts

Browser = Callable[[Person | None], Client]
SAID = "<bdi>Ada</bdi> shared something with you"


@pytest.fixture(autouse=True)
def _evening() -> object:
    with time_machine.travel(EVENING, tick=False):
        yield


def today(browser: Client) -> str:
    page = " ".join(browser.get("/today/").content.decode().split())
    return re.sub(r"[A-Za-z0-9]{64}", "", page)


def test_ben_is_told_that_ada_shared_something_and_nothing_of_it(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    acts.shared(ada, "The earlier one.")
    with time_machine.travel(EVENING + timedelta(hours=1), tick=False):
        entry = acts.keep(ada, "We ate the toast cold.")
        sharing.share(author=ada, pk=entry.pk, space_id=space.pk, revision=1, at=clock.now())
        page = today(browser_of(ben))
        assert acts.for_today(ben, clock.now()).received == journal.Received(entry.pk, clock.now())
    assert page.count(SAID) == 1
    assert f'href="/journal/{entry.pk}/"' in page
    assert "You and <bdi>Ada</bdi>" in page
    assert "toast" not in page
    assert "shared something with you" not in today(browser_of(ada))


def test_what_is_not_shared_leaves_bens_today_as_it_was(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    browser = browser_of(ben)
    today(browser)
    before = today(browser)
    acts.keep(ada, "Private.")
    entry = acts.shared(ada, "For a moment.")
    assert today(browser) != before
    sharing.take_back(author=ada, pk=entry.pk)
    assert today(browser) == before


def test_it_is_announced_for_seven_days(ada: Person, ben: Person, space: Space) -> None:
    acts.shared(ada, "A line.")
    week = timedelta(days=7)
    assert acts.for_today(ben, EVENING + week - timedelta(seconds=1)).received is not None
    assert acts.for_today(ben, EVENING + week).received is None


def test_nothing_is_announced_to_anybody_else_or_after_leaving(
    ada: Person, ben: Person, cleo: Person, space: Space, browser_of: Browser
) -> None:
    acts.shared(ada, "A line.")
    assert acts.for_today(ada, EVENING).received is None
    assert acts.for_today(cleo, EVENING).received is None
    cast.part(space, who_left=ada, at=EVENING)
    assert acts.for_today(ben, EVENING).received is None
    assert "shared something with you" not in today(browser_of(ben))
