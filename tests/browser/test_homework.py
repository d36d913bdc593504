"""Homework between Dr Dee's browser and two phones, with and without JavaScript."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from intima.accounts.models import Person
from intima.content import actions as content
from reflections.care import actions as care
from reflections.care.models import CareLink
from tests import cast
from tests.browser import axe, chromium
from tests.browser.test_every_page import signed_in
from tests.cast import EVENING

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"]),
]


class Seat:
    """Somebody at their browser, on a phone."""

    def __init__(self, chrome: Browser, live_server: LiveServer, person: Person, *, script: bool) -> None:
        self.person, self.origin, self.script = person, live_server.url, script
        self.page: Page = signed_in(chrome, live_server, person, script=script).new_page()
        self.page.set_viewport_size(chromium.PHONE)

    def go(self, path: str) -> None:
        self.page.goto(f"{self.origin}{path}")

    def press(self, name: str) -> None:
        here = self.page.locator("main")
        here.get_by_role("button", name=name).or_(here.get_by_role("link", name=name)).first.click()
        self.page.wait_for_load_state()

    def sees(self, *words: str) -> None:
        for each in words:
            expect(self.page.locator("main")).to_contain_text(each)

    def sees_not(self, *words: str) -> None:
        for each in words:
            expect(self.page.locator("main")).not_to_contain_text(each)

    def sound(self) -> None:
        """No sideways scroll, on the narrowest phone too, and nothing that axe finds in either scheme."""
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        for size in (chromium.NARROW, chromium.PHONE):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            assert not self.page.evaluate(wide), f"scrolls sideways at {size['width']} px"
        if self.script:
            for scheme in axe.SCHEMES:
                assert axe.violations(self.page, scheme) == []


@pytest.fixture
def links(transactional_db: None) -> tuple[CareLink, CareLink]:
    content.load(at=EVENING)
    ada, ben, dee = cast.person("Ada"), cast.person("Ben"), cast.therapist("Dr Dee")
    cast.pair(ada, ben)
    return cast.care(ada, dee, knows_partner=True), cast.care(ben, dee, knows_partner=True)


@pytest.fixture
def three(
    links: tuple[CareLink, CareLink], script: bool, chrome: Browser, live_server: LiveServer
) -> Iterator[tuple[Seat, Seat, Seat]]:
    people = (links[0].therapist.person, links[0].client, links[1].client)
    seats = tuple(Seat(chrome, live_server, person, script=script) for person in people)
    yield seats  # type: ignore[misc]
    for seat in seats:
        seat.page.context.close()


def test_it_is_given_done_shown_item_by_item_and_discussed(
    three: tuple[Seat, Seat, Seat], links: tuple[CareLink, CareLink]
) -> None:
    dee, ada, ben = three
    dee.go(f"/clients/{links[0].pk}/assign/")
    dee.sound()
    dee.press("Stepping back, coming near")
    dee.page.get_by_label("When and where, as agreed").fill("Tuesday, after supper.")
    dee.press("Give it")
    dee.sees("Given to Ada and Ben.", "Tuesday, after supper.")
    dee.sound()

    ada.go("/today/")
    ada.press("Stay while stepping back")
    ada.sees("Tuesday, after supper.")
    ada.sound()
    ada.press("Do it")
    ada.press("Begin")
    ada.page.get_by_role("textbox").fill("He sighed at the sink.")
    for _step in range(12):
        if "/done/" in ada.page.url:
            break
        for label, words in (("not leaving", "this talk"), ("I need", "some air"), ("back at", "21:40")):
            field = ada.page.get_by_label(label)
            if field.count():
                field.first.fill(words)
        ada.page.locator("main .button.primary").click()
        ada.page.wait_for_load_state()
    ada.go("/homework/")
    ada.sound()
    ada.press("Have a look")
    ada.press("Keep it")
    ada.sees("Choose one of the three.")
    ada.sound()
    ada.page.get_by_text("Part of it", exact=True).click()
    ada.page.get_by_label("What got in the way").fill("Visitors all week.")
    ada.page.get_by_label("bring to the session").fill("Why do I go quiet?")
    ada.press("Keep it")
    ada.sees("Visitors all week.", "He sighed at the sink.")
    ada.sound()
    ada.page.get_by_label("To bring to the session").check()
    ada.page.get_by_label("Build your sentence.").check()
    ada.press("See what Dr Dee would see")
    ada.sees("Why do I go quiet?", "I need some air", "may raise this with Ben")
    ada.sees_not("Visitors all week.", "He sighed at the sink.")
    ada.sound()
    dee.page.reload()
    dee.sees("in part")
    dee.sees_not("Why do I go quiet?")
    ada.press("Show this to Dr Dee")
    ada.sees("What Dr Dee sees")
    ada.sound()

    dee.page.reload()
    dee.sees("Why do I go quiet?", "I need some air")
    dee.sees_not("Visitors all week.", "He sighed at the sink.")
    dee.sound()
    ben.go("/homework/")
    ben.sees("From protest to longing")
    ben.sees_not("Stay while stepping back", "Why do I go quiet?", "Part of it")
    ben.press("Have a look")
    ben.page.get_by_text("Not this week", exact=True).click()
    ben.press("Keep it")
    ben.go("/homework/")
    ben.sees("Not this week")
    ben.sound()

    dee.press("Adapt")
    dee.sees("Homework for Ada")
    dee.page.get_by_label("What Ada does").select_option(label="Settle")
    dee.press("Give it")
    ada.go("/homework/")
    ada.sees("Settle", "Stay while stepping back")
    ada.page.get_by_role("switch").click()
    expect(ada.page.get_by_role("switch")).to_be_checked()
    ada.sound()
    care.end(link=links[0], by=ada.person, at=EVENING)
    dee.page.reload()
    expect(dee.page.locator("main")).not_to_contain_text("Ada")
    ada.page.reload()
    ada.sees("How it went", "What a therapist gives you")
    ada.press("Stay while stepping back")
    ada.sees("Visitors all week.")
