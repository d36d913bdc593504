"""Us tells of a shared card of the loop, a time that was suggested and a card of touch: quietly, and for a week."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from exercises.loop.actions import sharing
from exercises.rituals.actions import slips, slots
from intima.accounts.models import Person
from reflections.notes import actions as notes
from reflections.spaces import actions as spaces
from reflections.spaces.models import Space
from tests.cast import EVENING
from tests.loop import acts as loop
from tests.rituals import acts as rituals
from tests.today.test_gathering import main_of

pytestmark = pytest.mark.django_db

Browser = Callable[[Person | None], Client]
WEEK = timedelta(days=7)
ROWS = {
    "loop": "<bdi>Ada</bdi> shared a card of your loop",
    "slot": "<bdi>Ada</bdi> suggests a time without screens",
    "touch": "<bdi>Ada</bdi> sent you a card",
}


@pytest.fixture(autouse=True)
def _evening() -> Any:
    with time_machine.travel(EVENING, tick=False):
        yield


def told(browser: Client, url: str = "/us/") -> set[str]:
    page = main_of(browser, url)
    return {name for name, words in ROWS.items() if words in page}


@pytest.fixture
def given(ada: Person, space: Space) -> dict[str, Any]:
    """Ada shares a card of the loop, suggests a time in twelve days and sends a card of touch."""
    loop.keep(ada, loop.ADAS)
    loop.share(ada)
    slot = rituals.suggest(ada, starts_at=EVENING + timedelta(days=12))
    return {"slot": slot.pk, "touch": rituals.given(ada, "touch")}


def test_us_tells_ben_of_each_and_says_no_word_of_it(
    given: dict[str, Any], ada: Person, ben: Person, cleo: Person, browser_of: Browser
) -> None:
    assert told(browser_of(ben)) == set(ROWS)
    page = main_of(browser_of(ben), "/us/")
    for words in (loop.ADAS.does, loop.ADAS.under, loop.ADAS.longs, rituals.WORDS["touch"]):
        assert words not in page
    assert "A card is never consent: ask each time." in page
    assert told(browser_of(ben), "/today/") == {"slot", "touch"}
    for other in (ada, cleo):
        assert told(browser_of(other)) == set()


def test_what_is_kept_leaves_no_row(ada: Person, ben: Person, space: Space, browser_of: Browser) -> None:
    before = main_of(browser_of(ben), "/us/")
    loop.keep(ada, loop.ADAS)
    rituals.keep(ada, "touch")
    rituals.suggest(ada, alone=True)
    assert main_of(browser_of(ben), "/us/") == before


def test_what_is_taken_back_is_told_no_more(
    given: dict[str, Any], ada: Person, ben: Person, browser_of: Browser
) -> None:
    sharing.take_back(author=ada)
    slips.take_back(author=ada, pk=given["touch"], at=EVENING)
    slots.drop(person=ada, pk=given["slot"], at=EVENING)
    assert told(browser_of(ben)) == set()


def test_after_a_week_only_the_time_that_is_still_to_come_is_told(
    given: dict[str, Any], ben: Person, browser_of: Browser
) -> None:
    with time_machine.travel(EVENING + WEEK - timedelta(seconds=1), tick=False):
        assert told(browser_of(ben)) == set(ROWS)
    with time_machine.travel(EVENING + WEEK, tick=False):
        assert told(browser_of(ben)) == {"slot"}
    with time_machine.travel(EVENING + timedelta(days=12), tick=False):
        assert told(browser_of(ben)) == set()


def test_what_is_put_away_agreed_to_or_muted_is_told_no_more(
    given: dict[str, Any], ben: Person, browser_of: Browser
) -> None:
    notes.mute(tie=rituals.tie(ben), on=True)
    assert told(browser_of(ben)) == {"loop"}
    notes.mute(tie=rituals.tie(ben), on=False)
    slots.put_away(person=ben, pk=given["slot"], at=EVENING)
    assert told(browser_of(ben)) == {"loop", "touch"}


def test_with_the_space_go_the_rows(given: dict[str, Any], ada: Person, ben: Person, browser_of: Browser) -> None:
    spaces.leave(person=ada, at=EVENING)
    assert told(browser_of(ben)) == set()
