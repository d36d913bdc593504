"""A new person at a running site: a phone, a mailbox, and nothing but what they can see and press."""

import re
from collections.abc import Callable
from email.message import EmailMessage

from playwright.sync_api import Browser, Page, expect

from tests.browser import chromium
from tests.site import wait_until

Letters = Callable[[str], list[EmailMessage]]
CODE = re.compile(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", re.MULTILINE)


class Visitor:
    """`name` signs up as name@example.net and presses what the pages offer; `letters(address)` is their mailbox."""

    def __init__(self, chrome: Browser, origin: str, letters: Letters, name: str, *, script: bool) -> None:
        self.name, self.address = name, f"{name.lower()}@example.net"
        self.origin, self._letters = origin, letters
        self.script = script
        self.context = chrome.new_context(
            viewport=chromium.PHONE, java_script_enabled=script, timezone_id="Europe/London", reduced_motion="reduce"
        )
        self.context.set_default_timeout(10_000)  # milliseconds
        self.context.grant_permissions(["clipboard-read", "clipboard-write"])  # the build without windows asks nobody
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda sent: None if sent.url.startswith(origin) else self.complaints.append(sent.url))

    def go(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self.origin + path)

    def press(self, name: str) -> None:
        """Press the button or link of this name."""
        named = re.compile(f"^{re.escape(name)}")
        here = self.page.locator("main")
        here.get_by_role("button", name=named).or_(here.get_by_role("link", name=named)).first.click()
        self.page.wait_for_load_state()

    def sees(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)

    def sees_not(self, words: str) -> None:
        expect(self.page.locator("main")).not_to_contain_text(words)

    def letters(self) -> list[EmailMessage]:
        return self._letters(self.address)

    def sign_up(self, *, then: str = "Begin") -> None:
        """From the sign-up page: address, the code from the letter, name and time zone; `then` is the last button."""
        before = len(self.letters())
        self.page.fill("main input[type=email]", self.address)
        self.primary()
        wait_until(lambda: len(self.letters()) > before, 20, f"letter with a code to {self.address}")
        body = self.letters()[-1].get_body(("plain",))
        assert body is not None
        found = CODE.search(body.get_content())
        assert found, "no code on a line of its own"
        self.page.fill("main input[name=code]", found[1])
        self.primary()
        self.page.fill("main input[name=name]", self.name)
        self.page.select_option("main select[name=time_zone]", "Europe/London")
        self.page.check("main input[name=adult]")
        self.press(then)

    def primary(self) -> None:
        """Press the page's one filled button."""
        self.page.locator("main .button.primary").click()
        self.page.wait_for_load_state()
