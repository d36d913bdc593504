"""The journal in a real browser: what the style sheet and htmx add, and what works without a line of JavaScript."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from intima.accounts.models import Person
from intima.content import actions as content
from intima.kit import clock
from reflections.journal.models import Draft
from tests import cast
from tests.browser.test_every_page import signed_in
from tests.journal import acts

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def couple(transactional_db: None) -> tuple[Person, Person]:
    ada, ben = cast.person("Ada"), cast.person("Ben")
    cast.pair(ada, ben)
    content.load(at=clock.now())
    return ada, ben


def opened_page(chrome: Browser, live_server: LiveServer, person: Person, path: str, *, script: bool = True) -> Page:
    page = signed_in(chrome, live_server, person, script=script).new_page()
    page.goto(live_server.url + path)
    return page


def test_the_waiting_page_opens_by_itself(
    couple: tuple[Person, Person], chrome: Browser, live_server: LiveServer
) -> None:
    ada, ben = couple
    exchange = acts.propose(ada)
    acts.answer(exchange, ada, "Sit near me.")
    page = opened_page(chrome, live_server, ada, f"/journal/together/{exchange.pk}/")
    expect(page.locator("main")).to_contain_text("You have confirmed your answer.")
    acts.answer(exchange, ben, "Ten minutes.")
    expect(page.locator("main")).to_contain_text("Ten minutes.", timeout=15_000)
    page.context.close()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_sentence_and_button_follow_the_audience(
    script: bool, couple: tuple[Person, Person], chrome: Browser, live_server: LiveServer
) -> None:
    page = opened_page(chrome, live_server, couple[0], "/journal/write/", script=script)
    saved, keep = page.locator("#saved"), page.locator("main .button.primary")
    expect(saved.get_by_text("Nobody else can open this.")).to_be_visible()
    expect(keep).to_have_accessible_name("Keep it")
    page.get_by_text("You and Ben").click()
    expect(saved.get_by_text("Nobody else can open this.")).to_be_hidden()
    expect(saved.get_by_text("Ben sees nothing until you have seen the preview.")).to_be_visible()
    expect(keep).to_have_accessible_name("Keep it and see the preview")
    page.context.close()


def test_another_question_keeps_the_words_without_javascript(
    couple: tuple[Person, Person], chrome: Browser, live_server: LiveServer
) -> None:
    page = opened_page(chrome, live_server, couple[0], "/journal/write/?prompt=how-i-protect", script=False)
    page.fill("main textarea", "I moved closer, and")
    page.get_by_role("button", name="Another question").click()
    page.get_by_text("Ordinary evenings").click()
    page.get_by_role("link", name="Who made your day lighter without knowing it?").click()
    expect(page.get_by_label("Who made your day lighter without knowing it?")).to_be_visible()
    assert Draft.objects.get().text == "I moved closer, and"
    page.goto(f"{live_server.url}/journal/")
    expect(page.locator("main textarea")).to_have_value("I moved closer, and")
    page.context.close()


def test_the_error_summary_has_the_focus_and_leads_to_the_field(
    couple: tuple[Person, Person], chrome: Browser, live_server: LiveServer
) -> None:
    page = opened_page(chrome, live_server, couple[0], "/journal/write/", script=False)
    page.fill("main textarea", "  ")
    page.locator("main .button.primary").click()
    expect(page.locator(".notice.danger")).to_be_focused()
    page.locator(".notice.danger").get_by_role("link", name="Your words").click()
    expect(page.locator("main textarea")).to_be_focused()
    page.context.close()
