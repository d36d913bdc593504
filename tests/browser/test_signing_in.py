"""Every way of signing in, in a real browser with a device that keeps passkeys (Chromium's virtual authenticator)."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from intima.accounts import factors
from intima.accounts.models import Person
from tests import cast
from tests.browser import chromium
from tests.browser.test_every_page import faults

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "lamplight by the window"
CODE = re.compile(r"^[A-Z]{4}-[A-Z]{4}$", re.MULTILINE)
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def ada(transactional_db: None) -> Person:
    ada = cast.person("Ada")
    ada.set_password(PASSWORD)
    ada.save()
    return ada


class Phone:
    """A browser on a device of Ada's, and what she does with it."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.context, self.origin = context, origin
        self.page: Page = context.new_page()
        self.page.set_default_timeout(10_000)  # milliseconds
        self.main = self.page.locator("main")
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.tools = context.new_cdp_session(self.page)
        self.tools.send("WebAuthn.enable")
        self.device = self.tools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]

    def go(self, path: str) -> None:
        self.page.goto(self.origin + path)

    def press(self, name: str) -> None:
        named = re.compile(f"^{re.escape(name)}")
        self.main.get_by_role("button", name=named).or_(self.main.get_by_role("link", name=named)).first.click()

    def sees(self, words: str) -> None:
        expect(self.main).to_contain_text(words)

    def is_at(self, path: str) -> None:
        self.page.wait_for_url(self.origin + path)

    def type_code_of_letter(self) -> None:
        found = CODE.search(str(mail.outbox[-1].body))
        assert found, mail.outbox[-1].body
        self.main.locator("input[name=code]").fill(found.group())
        self.main.locator(".button.primary").click()

    def by_emailed_code(self) -> None:
        self.go("/accounts/login/")
        self.main.locator("input[type=email]").fill("ada@example.org")
        self.press("Send me a code")
        self.sees("Look in your email")
        self.type_code_of_letter()

    def by_password(self) -> None:
        self.go("/accounts/login/password/")
        self.main.locator("input[type=email]").fill("ada@example.org")
        self.main.locator("input[type=password]").fill(PASSWORD)
        self.main.locator(".button.primary").click()

    def out(self) -> None:
        self.go("/accounts/logout/")
        self.press("Sign out")
        self.is_at("/")

    def makes_a_passkey(self, name: str = "This phone") -> None:
        self.go("/accounts/ways/passkey/")
        self.main.locator("input[name=name]").fill(name)
        self.press("Make a passkey")
        self.is_at("/accounts/ways/recovery/")

    def sets_up_an_app(self) -> str:
        """The key that the app was given."""
        self.go("/accounts/ways/app/")
        key = self.main.locator(".key").inner_text().replace(" ", "")
        self.main.locator("input[name=code]").fill(factors.shown(key, half_minute()))
        self.press("Keep the app")
        self.is_at("/accounts/ways/recovery/")
        return key

    def recovery_codes(self) -> list[str]:
        return self.main.locator("#codes").input_value().split()

    def is_asleep(self, asleep: bool) -> None:
        """Whether the device knows nobody's finger just now."""
        self.tools.send("WebAuthn.setUserVerified", {"authenticatorId": self.device, "isUserVerified": not asleep})


def half_minute() -> int:
    return int(time.time()) // factors.PERIOD


@pytest.fixture
def phone(ada: Person, chrome: Browser, live_server: LiveServer, settings: Any) -> Iterator[Phone]:
    settings.ORIGIN = live_server.url
    context = chrome.new_context(viewport=chromium.PHONE, reduced_motion="reduce")
    phone = Phone(context, live_server.url)
    yield phone
    assert phone.complaints == []
    context.close()


def test_by_emailed_code(phone: Phone) -> None:
    phone.by_emailed_code()
    phone.is_at("/today/")


def test_by_password(phone: Phone) -> None:
    phone.by_password()
    phone.is_at("/today/")


def test_by_passkey_without_typing_anything(phone: Phone) -> None:
    phone.go("/accounts/login/")
    expect(phone.main).not_to_contain_text("needs JavaScript")
    phone.by_password()
    phone.is_at("/today/")
    phone.makes_a_passkey()
    assert len(phone.recovery_codes()) == 10
    phone.press("I have them")
    phone.sees("This phone")
    phone.out()
    phone.go("/accounts/login/?next=/journal/")
    phone.press("Sign in with a passkey")
    phone.is_at("/journal/")
    phone.go("/accounts/ways/")
    phone.sees("Last used on")


def test_by_password_and_app(phone: Phone) -> None:
    phone.by_emailed_code()
    phone.is_at("/today/")
    phone.go("/accounts/ways/app/")
    if phone.page.url.endswith("again/"):  # a letter is not proof enough: it asks
        phone.main.locator("input[type=password]").fill(PASSWORD)
        phone.press("Go on")
    key = phone.sets_up_an_app()
    phone.out()
    phone.by_password()
    phone.is_at("/accounts/login/second/")
    phone.main.locator("input[name=code]").fill("000000")
    phone.press("Go on")
    phone.sees("This code does not fit")
    phone.go("/today/")
    assert "/accounts/login/" in phone.page.url  # half a sign-in opens nothing
    phone.go("/accounts/login/second/")
    phone.main.locator("input[name=code]").fill(factors.shown(key, half_minute() + 1))
    phone.press("Go on")
    phone.is_at("/today/")


def test_by_emailed_code_and_passkey(phone: Phone) -> None:
    phone.by_password()
    phone.is_at("/today/")
    phone.makes_a_passkey()
    phone.out()
    phone.by_emailed_code()
    phone.is_at("/accounts/login/second/")
    phone.press("Use your passkey")
    phone.is_at("/today/")


def test_a_recovery_code_stands_in_once(phone: Phone) -> None:
    phone.by_password()
    phone.is_at("/today/")
    phone.makes_a_passkey()
    code = phone.recovery_codes()[3]
    phone.out()
    phone.tools.send("WebAuthn.clearCredentials", {"authenticatorId": phone.device})  # the phone is lost
    for fits in (True, False):
        phone.by_emailed_code()
        phone.is_at("/accounts/login/second/")
        phone.main.locator("input[name=code]").fill(code)
        phone.press("Go on")
        if fits:
            phone.is_at("/today/")
            phone.out()
    phone.sees("This code does not fit")


def test_with_codes_switched_off_a_letter_lets_nobody_in_and_the_page_does_not_tell(phone: Phone) -> None:
    phone.by_password()
    phone.is_at("/today/")
    phone.go("/accounts/ways/codes/")
    phone.sees("nobody lets you in any more")
    phone.press("Switch it off")
    phone.is_at("/accounts/ways/")
    phone.sees("Your password lets you in, and nothing else.")
    phone.out()
    phone.go("/accounts/login/")
    phone.main.locator("input[type=email]").fill("ada@example.org")
    phone.press("Send me a code")
    phone.sees("Look in your email")
    assert "takes no codes by email" in str(mail.outbox[-1].body)
    assert not CODE.search(str(mail.outbox[-1].body))
    phone.by_password()
    phone.is_at("/today/")
    phone.go("/accounts/ways/codes/")
    phone.press("Switch it on again")
    phone.out()
    phone.by_emailed_code()
    phone.is_at("/today/")


def test_a_reset_asks_for_the_second_step_before_a_new_password_can_be_chosen(phone: Phone) -> None:
    phone.by_password()
    phone.is_at("/today/")
    phone.makes_a_passkey()
    phone.out()
    phone.go("/accounts/password/reset/")
    phone.main.locator("input[type=email]").fill("ada@example.org")
    phone.press("Send me a code")
    phone.sees("Look in your email")
    phone.type_code_of_letter()
    phone.is_at("/accounts/password/reset/second/")
    phone.go("/accounts/password/reset/complete/")
    phone.is_at("/accounts/password/reset/second/")
    phone.press("Use your passkey")
    phone.is_at("/accounts/password/reset/complete/")
    phone.main.locator("input[name=password1]").fill("another fifteen and more")
    phone.press("Keep this password")
    phone.is_at("/today/")  # the passkey is not asked for twice
    assert "password of your account was changed" in str(mail.outbox[-1].body)


# --- Back, and other odd cases ------------------------------------------------------------------


def test_a_dialogue_that_is_put_off_says_so_and_can_be_had_again(phone: Phone) -> None:
    phone.by_password()
    phone.is_at("/today/")
    phone.is_asleep(True)
    phone.go("/accounts/ways/passkey/")
    phone.press("Make a passkey")
    phone.sees("Nothing was sent.")
    phone.is_asleep(False)
    phone.press("Make a passkey")
    phone.is_at("/accounts/ways/recovery/")


def test_a_device_holds_one_passkey_of_ada(phone: Phone) -> None:
    phone.by_password()
    phone.is_at("/today/")
    phone.makes_a_passkey()
    phone.go("/accounts/ways/passkey/")
    phone.press("Make a passkey")
    phone.sees("This device has a passkey of yours already.")


def test_a_device_without_a_passkey_says_so(phone: Phone) -> None:
    phone.go("/accounts/login/")
    phone.press("Sign in with a passkey")
    phone.sees("Nothing was sent.")
    phone.main.locator("input[type=email]").fill("ada@example.org")  # the page is as it was
    phone.press("Send me a code")
    phone.sees("Look in your email")


def test_back_from_the_second_step_begins_anew_and_back_after_it_shows_nothing(phone: Phone) -> None:
    phone.by_password()
    phone.is_at("/today/")
    phone.makes_a_passkey()
    phone.out()
    phone.by_password()
    phone.is_at("/accounts/login/second/")
    phone.page.go_back()
    phone.sees("Sign in with a password")  # its form, empty, once more
    phone.by_password()
    phone.press("Use your passkey")
    phone.is_at("/today/")
    phone.page.go_back()
    phone.page.wait_for_load_state()
    assert "/accounts/login/second/" not in phone.page.url  # whoever is in needs no second step
    phone.out()
    phone.page.go_back()
    phone.page.wait_for_load_state()
    assert "Ada" not in phone.page.content()


def test_the_sign_in_page_of_yesterday_still_takes_a_passkey(phone: Phone) -> None:
    phone.by_password()
    phone.is_at("/today/")
    phone.makes_a_passkey()
    phone.out()
    phone.go("/accounts/login/")
    phone.context.clear_cookies(name="session")  # as after a long while
    phone.press("Sign in with a passkey")
    phone.is_at("/today/")


def test_recovery_codes_are_there_after_a_reload_and_copied_by_a_button(phone: Phone) -> None:
    phone.by_password()
    phone.is_at("/today/")
    phone.makes_a_passkey()
    shown = phone.recovery_codes()
    phone.page.reload()
    assert phone.recovery_codes() == shown
    phone.context.grant_permissions(["clipboard-read", "clipboard-write"])
    phone.press("Copy")
    phone.sees("Copied.")
    assert phone.page.evaluate("navigator.clipboard.readText()").split() == shown


def test_the_last_second_step_waits_and_the_link_of_the_letter_keeps_it(phone: Phone) -> None:
    phone.by_password()
    phone.is_at("/today/")
    phone.makes_a_passkey()
    phone.press("I have them")
    phone.press("Remove This phone")
    phone.press("Remove it in 24 hours")
    phone.sees("Your second step goes on")
    phone.out()
    link = re.search(r"^http\S+$", str(mail.outbox[-1].body), re.MULTILINE)
    assert link
    phone.page.goto(link.group())
    phone.press("Sign in with a passkey")
    phone.sees("Keep your second step")
    phone.press("Keep it")
    phone.sees("It stays.")
    expect(phone.main).not_to_contain_text("Your second step goes on")


def test_without_javascript_the_page_says_what_is_missing(
    ada: Person, chrome: Browser, live_server: LiveServer, settings: Any
) -> None:
    settings.ORIGIN = live_server.url
    context = chrome.new_context(viewport=chromium.PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/accounts/login/")
    expect(page.get_by_text("A passkey needs JavaScript and a recent browser.")).to_be_visible()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert").first).to_contain_text("A passkey needs JavaScript")
    page.fill("main input[type=email]", ada.email)
    page.get_by_role("button", name="Send me a code").click()
    expect(page.locator("main")).to_contain_text("Look in your email")
    context.close()


def test_every_page_of_it_is_sound(phone: Phone, live_server: LiveServer) -> None:
    paths = [f"/accounts/ways/{path}" for path in ("", "passkey/", "app/", "codes/")]
    phone.by_password()
    phone.is_at("/today/")
    wrong = [fault for path in paths for fault in looks(phone, live_server, path)]
    phone.makes_a_passkey("Wardrobe" * 7)
    pk = factors.ways_of(Person.objects.get()).passkeys[0].id
    paths += [f"/accounts/ways/{path}" for path in ("recovery/", f"{pk}/name/", f"{pk}/remove/")]
    wrong += [fault for path in paths for fault in looks(phone, live_server, path)]
    phone.go(f"/accounts/ways/{pk}/remove/")
    phone.press("Remove it in 24 hours")
    wrong += [
        fault for path in ("/accounts/ways/", "/accounts/ways/keep/") for fault in looks(phone, live_server, path)
    ]
    phone.out()
    phone.by_emailed_code()
    phone.is_at("/accounts/login/second/")
    wrong += looks(phone, live_server, "/accounts/login/second/")
    assert wrong == []


def looks(phone: Phone, live_server: LiveServer, path: str) -> list[str]:
    page = phone.context.new_page()
    page.set_viewport_size(chromium.NARROW)
    said = [f"{path}: {fault}" for fault in faults(page, live_server, live_server.url + path)]
    page.close()
    return said
