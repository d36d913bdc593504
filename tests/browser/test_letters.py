"""Letters as two people meet them, against the whole site as `make run` starts it, with its worker and its beat."""

import re
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from intima.kit import clock
from tests import site
from tests.browser.visitor import CODE, Visitor
from tests.site import Site, wait_until


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    started = site.make_run(tmp_path_factory.mktemp("letters") / "var")
    try:
        wait_until(started.answers, 90, "first page")
        yield started
    finally:
        started.stop()


def test_ben_shares_and_a_neutral_letter_brings_ada_to_it(running: Site, chrome: Browser) -> None:
    """Ada's browser runs no JavaScript: switches are plain forms."""
    ada, ben = (Visitor(chrome, running.url, running.letters_to, name, script=name == "Ben") for name in ("Ada", "Ben"))
    pair_up(ada, ben)

    # All of it is off. She turns one kind of news on, at the next minute but one.
    ada.go("/reminders/")
    assert [switch.is_checked() for switch in ada.page.get_by_role("switch").all()] == [False, False, False]
    ada.page.get_by_role("switch", name="Something shared with you or sent to you").click()
    expect(ada.page.get_by_role("switch", name="Something shared with you or sent to you")).to_be_checked()
    soon = (clock.now() + timedelta(seconds=70)).astimezone(ZoneInfo("Europe/London"))
    ada.page.fill("main input[type=time]", soon.strftime("%H:%M"))
    ada.press("Keep time and days")
    ada.sees(f"If something is new for you by then, a letter comes on {soon:%A}")

    # One sent at once arrives at once, and is no letter of the day.
    ada.press("Send me one now")
    ada.sees(f"It is on its way to {ada.address}.")
    wait_until(lambda: len(notes(ada)) == 1, 20, "letter sent at once")

    share(ben, "We ate the toast cold.")
    wait_until(lambda: len(notes(ada)) == 2, 150, "letter of the day")
    at_once, of_the_day = notes(ada)
    assert own_links_aside(of_the_day) == own_links_aside(at_once)
    assert not re.search(r"toast|Ben|shared", of_the_day.as_string())
    assert notes(ben) == []

    # She comes in by its link, from another browser.
    ada.context.clear_cookies()
    ada.go(re.findall(r"http\S+/today/", text(of_the_day))[0])
    sign_in(ada)
    assert ada.page.url == f"{running.url}/today/"
    ada.press("Ben shared something with you")
    ada.sees("We ate the toast cold.")

    # Its own link stops all of them; on the page each is off, and one press away.
    ada.go(of_the_day["List-Unsubscribe"].strip("<>"))
    ada.press("Stop the letters")
    ada.sees("None of them comes any more, whatever would have brought it.")
    ada.press("Turn them on again")
    assert [switch.is_checked() for switch in ada.page.get_by_role("switch").all()] == [False, False, False]
    assert ada.complaints + ben.complaints == []


def notes(person: Visitor) -> list[EmailMessage]:
    """Their letters, account mail aside."""
    return [letter for letter in person.letters() if letter["List-Unsubscribe"]]


def text(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def own_links_aside(letter: EmailMessage) -> tuple[str, str, str]:
    return letter["From"], letter["Subject"], re.sub(r"/(stop|snooze)/\S+", "", text(letter))


def pair_up(ada: Visitor, ben: Visitor) -> None:
    ada.go("/")
    ada.press("Begin")
    ada.sign_up(then="Begin and invite a partner")
    ben.go(ada.page.input_value("#link"))
    ben.press("Begin with your email")
    ben.sign_up()
    ben.press("Accept")
    ada.go("/us/invite/")
    ada.press("Yes, open our space")
    ada.sees("Your space is open for both of you.")


def share(person: Visitor, words: str) -> None:
    person.go("/journal/write/")
    person.page.fill("main textarea", words)
    person.press("Keep it")
    person.go("/journal/")
    person.press("Share")
    person.sees(words)
    person.primary()


def sign_in(person: Visitor) -> None:
    """From the sign-in page, with a code by email."""
    before = len(person.letters())
    person.page.fill("main input[type=email]", person.address)
    person.primary()
    wait_until(lambda: len(person.letters()) > before, 20, f"letter with a code to {person.address}")
    found = CODE.search(text(person.letters()[-1]))
    assert found, "no code on a line of its own"
    person.page.fill("main input[name=code]", found[1])
    person.primary()
