"""A new person's first minutes on a phone, screen by screen; each screen is left in var/shots to be looked at."""

import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from django.core import mail
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from intima.content import actions as content
from intima.kit import clock
from tests.browser.visitor import Visitor
from tests.site import ROOT

pytestmark = pytest.mark.django_db(transaction=True)

SHOTS = ROOT / "var" / "shots"


def letters(address: str) -> list[EmailMessage]:
    sent = [each.message().as_bytes() for each in mail.outbox if address in each.to]
    return [message_from_bytes(raw, policy=policy.default) for raw in sent]  # type: ignore[misc]


class Newcomer(Visitor):
    """Keeps which screens they were shown, with a picture of each, and counts what they pressed."""

    def begin_at(self, path: str, walk: str) -> None:
        self.walk, self.screens, self.taps = f"{walk}{'' if self.script else '-plain'}", list[str](), 0
        self.go(path)
        self._look()

    def press(self, name: str) -> None:
        super().press(name)
        self._tapped()

    def primary(self) -> None:
        super().primary()
        self._tapped()

    def _tapped(self) -> None:
        self.taps += 1
        self._look()

    def _look(self) -> None:
        self.screens.append(urlsplit(self.page.url).path)
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"first-visit-{self.walk}-{len(self.screens)}.png")


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def dan(
    request: pytest.FixtureRequest, chrome: Browser, live_server: LiveServer, transactional_db: None
) -> Iterator[Newcomer]:
    content.load(at=clock.now())
    newcomer = Newcomer(chrome, live_server.url, letters, "Dan", script=request.param)
    yield newcomer
    newcomer.context.close()
    assert newcomer.complaints == []


def test_the_first_lesson_is_one_tap_from_the_front_page_and_asks_for_no_account(dan: Newcomer) -> None:
    dan.begin_at("/", "lesson")
    dan.press("Read the first lesson")
    assert dan.taps == 1
    assert len(dan.screens) == 2
    assert dan.screens[1].startswith("/learn/")
    dan.sees("Step 1 of")
    assert dan.page.locator("main article h1").is_visible()
    dan.primary()
    dan.sees("Step 2 of")


def test_from_the_front_page_to_a_first_checkin_kept_are_eight_screens(dan: Newcomer) -> None:
    dan.begin_at("/", "checkin")
    dan.press("Begin")
    dan.sign_up()
    known_at, taps = time.monotonic(), dan.taps
    dan.press("Skip the tour")
    dan.page.locator("main a[href='/checkin/']").click()
    dan.page.wait_for_load_state()
    dan._tapped()
    dan.page.fill("#line", "New here, and there is tea.")
    dan.press("Keep this check-in")
    dan.sees("New here, and there is tea.")
    assert dan.screens == [
        "/",
        "/accounts/signup/",
        "/accounts/confirm-email/",
        "/accounts/begin/",
        "/tour/1/",
        "/today/",
        "/checkin/",
        "/checkin/kept/",
    ]
    assert dan.taps - taps == 3
    assert time.monotonic() - known_at < 60


def test_the_look_around_is_five_screens_and_ends_on_today(dan: Newcomer) -> None:
    dan.begin_at("/accounts/signup/", "tour")
    dan.sign_up()
    for title in ("Learn", "Check-in", "Us, and who sees what", "Pause, Exit and help"):
        dan.press(f"Next: {title}")
        assert dan.page.locator("main h1").inner_text() == title
    dan.press("Go to Today")
    assert dan.screens[-6:] == [*(f"/tour/{step}/" for step in range(1, 6)), "/today/"]
    for step in range(5, 0, -1):
        dan.page.go_back()
        dan.sees(f"Step {step} of 5")
    dan.go("/today/")
    dan.press("A short look around")
    dan.sees("Step 1 of 5")
