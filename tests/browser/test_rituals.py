"""The four rituals between Ada's and Ben's browsers, with and without JavaScript."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from exercises.rituals.actions import slips, slots
from exercises.rituals.models import Slip, Slot
from intima.accounts.models import Person
from intima.kit import clock
from tests import cast
from tests.browser import axe
from tests.browser.test_every_page import signed_in

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"]),
]


TURNS = "00:21"  # an open page asks every twenty seconds


class Seat:
    """One of the two at their browser."""

    def __init__(self, chrome: Browser, live_server: LiveServer, person: Person, *, script: bool) -> None:
        self.person, self.origin, self.script = person, live_server.url, script
        self.page: Page = signed_in(chrome, live_server, person, script=script).new_page()

    def go(self, path: str) -> None:
        self.page.goto(f"{self.origin}{path}")

    def press(self, name: str) -> None:
        here = self.page.locator("main")
        here.get_by_role("button", name=name).or_(here.get_by_role("link", name=name)).first.click()
        self.page.wait_for_load_state()

    def sees(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)

    def sees_not(self, words: str) -> None:
        expect(self.page.locator("main")).not_to_contain_text(words)

    def sound(self) -> None:
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not self.page.evaluate(wide), "scrolls sideways at 320 px"
        if self.script:
            assert axe.violations(self.page, "light") == []


@pytest.fixture
def two(script: bool, transactional_db: None, chrome: Browser, live_server: LiveServer) -> Iterator[tuple[Seat, Seat]]:
    ada, ben = cast.person("Ada"), cast.person("Ben")
    cast.pair(ada, ben)
    seats = tuple(Seat(chrome, live_server, person, script=script) for person in (ada, ben))
    yield seats  # type: ignore[misc]
    for seat in seats:
        seat.page.context.close()


def test_a_thank_you_is_written_looked_at_and_goes_this_evening(two: tuple[Seat, Seat]) -> None:
    ada, ben = two
    ada.go("/us/")
    ada.press("Small rituals")
    ada.press("Thank-you jar")
    ada.press("Write a thank-you")
    ada.page.get_by_label("What was done").fill("You rang the school.")
    ada.press("Keep it")
    ada.sees("Write a word or two first.")
    ada.sound()
    ada.page.get_by_label("What it meant to you").fill("I could breathe.")
    ada.press("Keep it")
    ada.sees("What Ben would see")
    ada.sound()
    ada.page.get_by_role("button", name="at 20:00").click()
    ada.sees("It goes on")
    ben.go("/rituals/thanks/")
    ben.sees_not("You rang the school.")
    due = Slip.objects.get().due_at
    assert due is not None
    slips.send_due(at=due)
    ben.go("/rituals/thanks/")
    ben.sees("You rang the school.")
    ben.press("One to read on a hard day")
    ben.sees("I could breathe.")
    ben.sound()


def test_a_card_is_sent_seen_and_taken_back(two: tuple[Seat, Seat]) -> None:
    ada, ben = two
    ada.go("/rituals/touch/")
    ada.sees("A card is never consent")
    ada.sound()
    ada.press("Write a card")
    ada.page.get_by_label("A touch I would welcome").fill("A hand on my back.")
    ada.page.get_by_label("And another", exact=True).fill("Your feet on mine.")
    ada.press("Keep it")
    ada.press("Send to Ben")
    ada.sees("gone for both")
    ada.sound()
    ben.go("/rituals/touch/")
    ben.sees("Your feet on mine.")
    ben.sound()
    ada.press("Take it back")
    ada.sees("What Ben would see")
    ben.go("/rituals/touch/")
    ben.sees_not("Your feet on mine.")


def test_a_time_is_suggested_agreed_and_the_page_steps_aside(two: tuple[Seat, Seat]) -> None:
    ada, ben = two
    at = clock.now()
    ada.go("/rituals/screens/")
    start = ada.person.today(at + timedelta(days=1)).isoformat()
    ada.page.get_by_label("From").fill(f"{start}T20:00")
    ada.page.get_by_text("60 minutes").click()
    ada.press("Suggest it to Ben")
    ada.sees("You suggested this to Ben")
    ada.sound()
    ben.go("/rituals/screens/")
    ben.sees("Ada suggests")
    ben.sound()
    ben.press("Yes, then")
    ben.sees_not("Ada suggests")
    ada.go("/rituals/screens/")
    ada.sees_not("You suggested this to Ben")
    ada.sees("20:00 to 21:00")
    ben.page.clock.install()
    ben.go("/rituals/screens/")
    Slot.objects.update(starts_at=at - timedelta(minutes=1))
    if ben.script:  # a page left open turns over by itself
        ben.page.clock.fast_forward(TURNS)
        ben.sees("Screens away until")
        ben.sound()
    for seat in two:
        seat.go("/rituals/screens/")
        seat.sees("Screens away until")
        expect(seat.page.locator("main button")).to_have_count(0)
        expect(seat.page.locator(".tabs")).to_have_count(0)
        seat.sound()
    Slot.objects.update(starts_at=at - timedelta(hours=1), ends_at=at - timedelta(seconds=1))
    if ben.script:
        ben.page.clock.fast_forward(TURNS)
        ben.sees("The time without screens is over")
        ben.sound()
        ben.press("Screens away")
        ben.sees("One word for how it was")
    assert slots.standing(ada.person, clock.now()).over
    ada.go("/rituals/screens/")
    ada.press("One word for how it was")
    ada.page.get_by_label("A word for how it was").fill("Slow.")
    ada.press("Keep it")
    ada.sees("What Ben would see")
    ben.go("/rituals/screens/words/")
    ben.sees_not("Slow.")
    ada.press("Share with Ben")
    ada.sees("Shared with Ben")
    ben.go("/rituals/screens/words/")
    ben.sees("Slow.")
    ben.sound()


def test_a_promise_is_made_shared_moved_done_and_noticed(two: tuple[Seat, Seat]) -> None:
    ada, ben = two
    day = ada.person.today(clock.now() + timedelta(days=2)).isoformat()
    ada.go("/rituals/promises/")
    ada.press("Make a small promise")
    ada.page.get_by_label("I promise to").fill("Ring the plumber.")
    ada.page.get_by_label("When").fill(f"{day}T12:00")
    ada.press("Keep it")
    ada.sees("Make it smaller until you are nearly sure")
    ada.sound()
    ada.page.get_by_label("It is so small").check()
    ada.press("Keep it")
    ada.press("Share with Ben")
    ada.sees("Shared with Ben")
    ada.page.get_by_text("Give it another time").click()
    ada.page.get_by_label("Another time").fill(f"{day}T18:00")
    ada.press("Move it")
    ada.sees("moved in time, which is keeping it")
    ada.sound()
    ben.go("/rituals/promises/")
    ben.press("Ring the plumber.")
    ben.sees("18:00")
    expect(ben.page.locator("main button")).to_have_count(0)  # nothing to grant and nothing to withhold
    ada.press("It is done")
    ada.sees("Done")
    ben.page.reload()
    ben.press("I noticed")
    ben.sees("You said that you noticed.")
    ben.sound()
    ada.go("/notes/")
    ada.sees("I noticed what you did.")
