"""Where one is signed in, 'Is it you?' and the lock on the journal, in real browsers."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from intima.accounts import actions as accounts
from intima.accounts import lately
from intima.accounts.models import Person
from intima.content import actions as content
from intima.kit import clock
from intima.kit.sessions import SessionStore
from reflections.journal.models import Draft, Entry
from tests import cast
from tests.accounts.walk import PASSWORD
from tests.browser import axe, chromium
from tests.browser.test_every_page import signed_in
from tests.browser.test_signing_in import Phone
from tests.journal import acts
from tests.site import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

SCRIPTS = pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])


def time_goes_by(context: BrowserContext, minutes: int) -> None:
    """As if what this browser last did had been so long ago."""
    cookie = next(cookie for cookie in context.cookies() if cookie["name"] == "session")
    visit = SessionStore(cookie["value"])
    visit[lately.USED_AT] = visit.get(lately.USED_AT, 0) - minutes * 60
    for step in visit.get(AUTHENTICATION_METHODS_SESSION_KEY, []):
        step["at"] -= minutes * 60
    visit.save()


@pytest.fixture
def ada(transactional_db: None) -> Person:
    content.load(at=clock.now())
    ada = cast.person("Ada")
    ada.set_password(PASSWORD)
    ada.save()
    return ada


@pytest.fixture
def locked(ada: Person) -> Person:
    accounts.lock_journal(person=ada, on=True)
    return ada


class Window:
    """Somebody signed in at a browser, and what they press."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.context, self.origin = context, origin
        self.page: Page = context.new_page()
        self.page.set_default_timeout(10_000)  # milliseconds
        self.main = self.page.locator("main")

    def go(self, path: str) -> None:
        self.page.goto(self.origin + path)

    def press(self, name: str) -> None:
        self.main.get_by_role("button", name=name).or_(self.main.get_by_role("link", name=name)).last.click()
        self.page.wait_for_load_state()

    def types_the_password(self) -> None:
        self.main.locator("input[type=password]").fill(PASSWORD)
        self.press("Go on")

    def is_asked(self) -> None:
        expect(self.main.locator("h1")).to_have_text("Is it you?")

    def goes_back(self) -> None:
        self.page.go_back()
        self.page.wait_for_load_state()


@pytest.fixture
def opened(chrome: Browser, live_server: LiveServer) -> Iterator[Any]:
    """Opens a browser that a person is signed in with."""
    windows: list[Window] = []

    def open_as(person: Person, *, script: bool = True) -> Window:
        context = signed_in(chrome, live_server, person, script=script)
        windows.append(Window(context, live_server.url))
        return windows[-1]

    yield open_as
    for window in windows:
        window.context.close()


# --- Where one is signed in ---------------------------------------------------------------------


@SCRIPTS
def test_a_browser_that_is_signed_out_elsewhere_is_out_at_its_next_click_and_back_shows_nothing(
    script: bool, ada: Person, opened: Any
) -> None:
    acts.keep(ada, "The quince was ripe.")
    lost, home = opened(ada, script=script), opened(ada, script=script)
    lost.go("/journal/")
    expect(lost.main).to_contain_text("The quince was ripe.")
    lost.go("/today/")
    home.go("/accounts/where/")
    expect(home.main.locator("li")).to_have_count(2)
    home.press("Sign out there")
    expect(home.main.locator("li")).to_have_count(1)
    lost.page.get_by_role("link", name="Journal").click()
    lost.page.wait_for_url("**/accounts/login/**")
    for _twice in range(2):
        lost.goes_back()
        assert "quince" not in lost.page.content()
        assert "Ada" not in lost.page.content()
    home.go("/journal/")
    expect(home.main).to_contain_text("The quince was ripe.")


def test_signing_out_everywhere_else(ada: Person, opened: Any) -> None:
    first, second, home = opened(ada), opened(ada), opened(ada)
    home.go("/accounts/where/")
    home.press("Sign out everywhere else")
    expect(home.main).to_contain_text("Signed out everywhere else.")
    for lost in (first, second):
        lost.go("/today/")
        assert "/accounts/login/" in lost.page.url
    home.go("/today/")
    assert home.page.url.endswith("/today/")


@SCRIPTS
def test_on_a_shared_device_the_sign_in_goes_with_the_browser(
    script: bool, ada: Person, chrome: Browser, live_server: LiveServer
) -> None:
    context = chrome.new_context(viewport=chromium.PHONE, java_script_enabled=script, reduced_motion="reduce")
    window = Window(context, live_server.url)
    window.go("/accounts/login/password/")
    window.main.locator("input[type=email]").fill(ada.email)
    window.main.locator("input[type=password]").fill(PASSWORD)
    window.main.get_by_label("Somebody else uses this device").check()
    window.main.get_by_role("button", name="Sign in", exact=True).click()
    window.page.wait_for_url("**/today/")
    kept = {cookie["name"]: cookie["expires"] for cookie in context.cookies()}
    assert kept["session"] == -1  # until the browser closes
    assert "known" not in kept
    context.close()


# --- Is it you? ---------------------------------------------------------------------------------


@SCRIPTS
def test_after_half_an_hour_the_page_asks_and_then_is_there(script: bool, ada: Person, opened: Any) -> None:
    window = opened(ada, script=script)
    window.go("/accounts/email/")
    window.is_asked()
    window.types_the_password()
    window.page.wait_for_url("**/accounts/email/")
    window.main.locator("input[type=email]").fill("adele@example.org")
    time_goes_by(window.context, 31)
    window.press("Send a code to it")
    window.is_asked()
    window.types_the_password()
    window.page.wait_for_url("**/accounts/email/")
    assert "adele" not in window.page.content()  # nothing typed was kept


# --- The lock -----------------------------------------------------------------------------------


@SCRIPTS
def test_it_is_set_and_opens_with_the_password(script: bool, ada: Person, opened: Any) -> None:
    acts.keep(ada, "The quince was ripe.")
    window = opened(ada, script=script)
    window.go("/accounts/lock/")
    window.is_asked()
    window.types_the_password()
    window.press("Lock my journal")
    expect(window.main).to_contain_text("It is on.")
    window.go("/journal/")
    window.is_asked()
    assert "quince" not in window.page.content()
    window.types_the_password()
    window.page.wait_for_url("**/journal/")
    expect(window.main).to_contain_text("The quince was ripe.")


@SCRIPTS
def test_back_to_a_journal_that_has_closed_shows_nothing(script: bool, locked: Person, opened: Any) -> None:
    acts.keep(locked, "The quince was ripe.")
    window = opened(locked, script=script)
    window.go("/journal/")
    window.types_the_password()
    expect(window.main).to_contain_text("The quince was ripe.")
    window.go("/today/")
    time_goes_by(window.context, 6)
    window.goes_back()
    window.is_asked()
    assert "quince" not in window.page.content()


@SCRIPTS
def test_what_is_being_written_when_it_closes_is_kept(script: bool, locked: Person, opened: Any) -> None:
    window = opened(locked, script=script)
    window.go("/journal/write/")
    window.types_the_password()
    window.main.locator("textarea").fill("It took me ten minutes to find this word.")
    time_goes_by(window.context, 6)
    window.press("Keep it")
    window.is_asked()
    expect(window.main).to_contain_text("Your words are kept.")
    assert "ten minutes" not in window.page.content()
    window.types_the_password()
    expect(window.main).to_contain_text("It took me ten minutes to find this word.")
    assert Entry.objects.count() == 1


def test_words_go_on_being_saved_by_the_way_while_it_is_closed(locked: Person, opened: Any) -> None:
    window = opened(locked)
    window.go("/journal/write/")
    window.types_the_password()
    time_goes_by(window.context, 6)
    window.main.locator("textarea").press_sequentially("Half a thought")
    expect(window.main.locator("#saved")).to_contain_text("Saved")
    wait_until(lambda: [draft.text for draft in Draft.objects.all()] == ["Half a thought"], 10, "saved draft")
    assert window.page.url.endswith("/journal/write/")  # nobody is led away from what they write


def test_a_page_left_open_goes_to_ask_by_itself(locked: Person, opened: Any) -> None:
    cast.pair(locked, cast.person("Ben"))
    exchange = acts.propose(locked)
    acts.answer(exchange, locked, "Sit near me.")
    window = opened(locked)
    window.go(f"/journal/together/{exchange.pk}/")
    window.types_the_password()
    expect(window.main).to_contain_text("Sit near me.")
    time_goes_by(window.context, 6)
    window.page.wait_for_url("**/accounts/open/**", timeout=15_000)
    assert "Sit near me." not in window.page.content()
    window.types_the_password()
    window.page.wait_for_url(f"**/journal/together/{exchange.pk}/")


def test_a_passkey_opens_it_and_is_asked_for_first(
    ada: Person, chrome: Browser, live_server: LiveServer, settings: Any
) -> None:
    settings.ORIGIN = live_server.url
    phone = Phone(chrome.new_context(viewport=chromium.PHONE, reduced_motion="reduce"), live_server.url)
    phone.by_password()
    phone.is_at("/today/")
    phone.makes_a_passkey()
    phone.go("/accounts/lock/")
    phone.press("Lock my journal")
    phone.sees("It is on.")
    phone.go("/journal/")
    phone.is_asleep(True)
    phone.press("Use your passkey")
    phone.sees("Nothing was sent.")
    phone.is_asleep(False)
    phone.press("Use your passkey")
    phone.is_at("/journal/")
    time_goes_by(phone.context, 6)
    phone.go("/journal/write/?prompt=how-i-protect")
    phone.press("Your password")  # another way
    phone.main.locator("input[type=password]").fill(PASSWORD)
    phone.press("Go on")
    phone.is_at("/journal/write/?prompt=how-i-protect")
    assert phone.complaints == []
    phone.context.close()


def test_without_javascript_a_passkey_says_so_and_the_password_opens_it(
    ada: Person, chrome: Browser, live_server: LiveServer, settings: Any, opened: Any
) -> None:
    settings.ORIGIN = live_server.url
    phone = Phone(chrome.new_context(viewport=chromium.PHONE, reduced_motion="reduce"), live_server.url)
    phone.by_password()
    phone.is_at("/today/")
    phone.makes_a_passkey()
    phone.context.close()
    accounts.lock_journal(person=ada, on=True)
    window = opened(ada, script=False)
    window.go("/journal/")
    expect(window.main).to_contain_text("A passkey needs JavaScript")
    window.press("Your password")
    window.types_the_password()
    window.page.wait_for_url("**/journal/")


# --- Every page of it ---------------------------------------------------------------------------


def test_every_page_of_it_is_sound(ada: Person, chrome: Browser, live_server: LiveServer, settings: Any) -> None:
    settings.ORIGIN = live_server.url
    phone = Phone(chrome.new_context(viewport=chromium.NARROW, reduced_motion="reduce"), live_server.url)
    phone.by_password()
    phone.is_at("/today/")
    wrong: list[str] = []

    def look(what: str) -> None:
        if phone.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wrong.append(f"{what}: scrolls sideways")
        for scheme in axe.SCHEMES:
            wrong.extend(f"{what}: {each}" for each in axe.violations(phone.page, scheme))

    signed_in(chrome, live_server, ada).close()  # the visit goes on
    for what, path in (("two browsers", "/accounts/where/"), ("no lock", "/accounts/lock/")):
        phone.go(path)
        look(what)
    time_goes_by(phone.context, 31)
    for way in ("password", "mail"):
        phone.go(f"/accounts/again/?way={way}")
        look(way)
    phone.press("Send me a code")
    phone.sees("The code from the letter")
    look("a code is sent")
    phone.main.locator("input[name=code]").fill("WRNG-WRNG")
    phone.press("Go on")
    look("a wrong code")
    phone.go("/accounts/again/?way=password")
    phone.main.locator("input[type=password]").fill(PASSWORD)
    phone.press("Go on")
    phone.makes_a_passkey()
    phone.go("/accounts/lock/")
    phone.press("Lock my journal")
    phone.sees("It is on.")
    look("the lock")
    for way in ("passkey", "app"):
        phone.go(f"/accounts/open/?way={way}")
        look(way)
    phone.go("/checkin/trends/")
    look("trends")
    phone.go("/learn/two-alarms/two/")
    look("a lesson")
    assert wrong == []
    assert phone.complaints == []
    phone.context.close()
