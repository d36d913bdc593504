"""A therapist and a couple in three browsers, from asking to be let in to the end of one consent; and the brief."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from exercises.practices.actions import runs
from intima.accounts import factors
from intima.accounts.models import Person
from intima.content import actions as content
from reflections.care import ledger
from reflections.care.models import CareLink
from tests import cast
from tests.accounts.walk import give_app, shown_by
from tests.browser import chromium
from tests.browser.player import Player
from tests.cast import EVENING

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "lamplight by the window"
LONGING, STAYING = "from-protest-to-longing", "stay-while-stepping-back"
WHY = "Each half of the door needs its own words."
PRIVATE = "Nobody but me reads this line."
RAW = "Ada's words for raw"  # which the exercise leaves with its author, whatever is shown


class Somebody:
    """One person at a browser of their own, who presses what the pages offer."""

    def __init__(self, chrome: Browser, origin: str, person: Person, size: dict[str, int]) -> None:
        self.person, self.origin = person, origin
        self.context = chrome.new_context(viewport=size, reduced_motion="reduce", timezone_id="Europe/London")  # type: ignore[arg-type]
        self.context.set_default_timeout(15_000)  # milliseconds
        self.page: Page = self.context.new_page()
        person.set_password(PASSWORD)
        person.save()

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def go(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self.origin + path)

    def press(self, name: str) -> None:
        """Press the button or link of this name, and wait for where it leads."""
        named = re.compile(f"^{re.escape(name)}")
        with self.page.expect_navigation():
            self.main.get_by_role("button", name=named).or_(self.main.get_by_role("link", name=named)).first.click()

    def sees(self, *words: str) -> None:
        for each in words:
            expect(self.main).to_contain_text(each)

    def reads(self) -> str:
        return " ".join(self.main.inner_text().split())

    def sign_in(self, secret: str = "") -> None:
        self.go("/accounts/login/password/")
        self.main.locator("input[type=email]").fill(self.person.email)
        self.main.locator("input[type=password]").fill(PASSWORD)
        with self.page.expect_navigation():
            self.main.locator(".button.primary").click()
        if secret:
            self.main.locator("input[name=code]").fill(shown_by(secret))
            self.main.locator(".button.primary").click()
            self.page.wait_for_url(re.compile(r"/(today|clients|you)/"))

    def sets_up_an_app(self) -> None:
        self.go("/accounts/ways/app/")
        key = self.main.locator(".key").inner_text().replace(" ", "")
        self.main.locator("input[name=code]").fill(factors.shown(key, int(time.time()) // factors.PERIOD))
        self.press("Keep the app")


@pytest.fixture
def cast_of_three(
    transactional_db: None, chrome: Browser, live_server: LiveServer, settings: Any
) -> Iterator[tuple[Somebody, Somebody, Somebody]]:
    """Dr Dee at a desk, Ada and Ben at their phones, who share a space; nobody is anybody's therapist yet."""
    settings.ORIGIN = live_server.url  # where the links of invitations lead
    content.load(at=EVENING)
    dee, ada, ben = (cast.person(name) for name in ("Dr Dee", "Ada", "Ben"))
    cast.pair(ada, ben)
    sizes = (chromium.DESK, chromium.PHONE, chromium.PHONE)
    everybody = [Somebody(chrome, live_server.url, who, size) for who, size in zip((dee, ada, ben), sizes, strict=True)]
    yield everybody[0], everybody[1], everybody[2]
    for each in everybody:
        each.context.close()


def let_in(chrome: Browser, origin: str, address: str) -> None:
    """The practice's member of staff lets the therapist in, in the staff admin."""
    sam = Somebody(chrome, origin, cast.person("Sam", is_staff=True, is_superuser=True), chromium.DESK)
    sam.sign_in(give_app(sam.person))
    sam.go("/admin/care/therapist/")
    sam.page.get_by_role("row", name=re.compile(re.escape(address))).get_by_role("checkbox").check()
    sam.page.locator("select[name=action]").select_option(label="Let them in as therapists")
    with sam.page.expect_navigation():
        sam.page.locator("button[name=index]").first.click()
    sam.context.close()


def invite(dee: Somebody) -> str:
    dee.go("/clients/invite/")
    dee.press("Make")
    return dee.main.locator("#link").input_value()


def consents(client: Somebody, link: str) -> None:
    """Follow the link, read the terms, let the therapist know of the partner, consent."""
    client.go(link)
    client.main.locator("button[value=go_on]").click()
    client.sees("Dr Dee", "I have read this, and I consent")
    client.main.get_by_label("They may know who my partner is here").check()
    client.main.get_by_label("I have read this, and I consent").check()
    client.press("Consent")


def does(client: Somebody, slug: str) -> list[str]:
    """From Today to the end of the exercise; what of it may be shown to somebody, line by line."""
    client.go("/today/")
    client.go("/homework/")
    client.press("Have a look")
    client.sees(WHY)
    client.press("Do it")
    exercise = runs.exercise(client.person, slug).exercise
    player = Player(client.page, client.origin, exercise, client.person.name, keys=False)
    player.begin()
    leaves: list[str] = []
    seen = 0
    for step in player.steps():
        lines, seen = player.told[seen:], len(player.told)
        leaves += [] if getattr(step, "alone", False) else lines
    return leaves


def tells(client: Somebody, said: str, in_the_way: str, to_bring: str) -> None:
    client.go("/homework/")
    client.press("Have a look")
    client.main.locator(".chip", has_text=said).click()
    client.main.get_by_label("What got in the way, if anything did").fill(in_the_way)
    client.main.get_by_label("What you would like to bring to the session").fill(to_bring)
    client.press("Keep it")


def shows(client: Somebody, *labels: str) -> None:
    """Tick these items, or all, look at exactly what would be seen, and show it."""
    boxes = client.main.locator("input[name=item]")
    expect(boxes.first).to_be_visible()
    for box in boxes.all() if not labels else [client.main.get_by_label(label, exact=True) for label in labels]:
        box.check()
    client.press("See what Dr Dee would see")
    client.press("Show this to Dr Dee")


def test_from_asking_to_be_let_in_to_the_end_of_a_consent(
    cast_of_three: tuple[Somebody, Somebody, Somebody], chrome: Browser, live_server: LiveServer
) -> None:
    dee, ada, ben = cast_of_three
    for each in cast_of_three:
        each.sign_in()

    # Asks, is let in, sets up a second factor: before that there are no clients' pages.
    dee.go("/therapist/apply/")
    dee.main.get_by_label("Credentials").fill("Licensed couples therapist")
    dee.main.get_by_label("Practice").fill("The Corner Practice")
    dee.main.get_by_label("No secrets").check()
    dee.press("Ask to be let in")
    let_in(chrome, live_server.url, dee.person.email)
    answer = dee.page.goto(f"{live_server.url}/clients/")
    assert answer is not None
    assert answer.status == 404
    dee.sets_up_an_app()
    dee.go("/clients/")
    dee.sees("Nobody yet.")

    # Invites each; each consents alone. A private entry of Ada's is never to be seen.
    ada.go("/journal/write/")
    ada.main.locator("textarea[name=text]").fill(PRIVATE)
    ada.press("Keep")
    for client in (ada, ben):
        consents(client, invite(dee))
    dee.go("/clients/")
    dee.sees("Ada", "Ben", "Couple, since")

    # One homework, a half for each.
    dee.main.locator("a.case-name").click()
    dee.page.wait_for_url("**/together/")
    couple = dee.page.url
    dee.press("Assign homework")
    dee.main.locator(".chip", has_text="Ada and Ben").click()
    dee.main.get_by_label("What Ada does").select_option(f"exercise:{LONGING}")
    dee.main.get_by_label("What Ben does").select_option(f"exercise:{STAYING}")
    dee.main.get_by_label("Why it helps").fill(WHY)
    dee.press("Give it")

    # Both do it on their phones; Ada shows all, Ben what he would bring.
    adas = does(ada, LONGING)
    tells(ada, "I did it", "The first one was about the bins.", "How do I say it sooner?")
    shows(ada)
    bens = does(ben, STAYING)
    tells(ben, "Part of it", "There were people in every room.", "Can ten minutes be a promise?")
    shows(ben, "To bring to the session")

    # The brief shows exactly that.
    dee.go(couple)
    dee.press("Session brief")
    brief = dee.page.url
    said = dee.reads()
    for line in (
        *adas,
        "The first one was about the bins.",
        "How do I say it sooner?",
        "Can ten minutes be a promise?",
    ):
        assert " ".join(line.split()) in said, line
    for line in (*(each for each in bens if each not in adas), "There were people in every room.", PRIVATE, RAW):
        assert " ".join(line.split()) not in said, line
    for state in ("done", "in part"):
        assert state in said
    printed = dee.page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1

    # Ben ends his consent while the brief is open: the next click shows nothing of him.
    ben.go("/care/end/")
    ben.main.locator("button[type=submit]").last.click()
    ben.page.wait_for_load_state()
    with dee.page.expect_navigation() as there:
        dee.main.get_by_role("link", name=re.compile("Ada")).first.click()
    assert there.value is not None
    assert there.value.status == 404
    assert "Ben" not in dee.page.content()
    for path in (brief, couple):
        gone = dee.page.goto(path)
        assert gone is not None
        assert gone.status == 404
    dee.go("/clients/")
    dee.sees("Ada")
    assert "Ben" not in dee.reads()

    # Ada's ledger lists what was opened.
    link = CareLink.objects.get(client=ada.person)
    ada.go("/care/ledger/")
    ada.sees("Homework", "Opened by Dr Dee", "Every line is as it was written.")
    expect(ada.main.locator("li.entry")).to_have_count(ledger.verify(link))
