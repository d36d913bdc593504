"""The therapist's pages in a real browser: sound at every size, without JavaScript, and a fortnight on one sheet."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from exercises.caseload.actions import meetings
from exercises.loop.actions import own
from intima.content import actions as content
from intima.kit import clock
from reflections.care.models import CareLink, Therapist
from tests import cast
from tests.browser import chromium
from tests.browser.test_every_page import faults, signed_in
from tests.caseload import acts
from tests.cast import EVENING
from tests.journal import acts as journal
from tests.loop import acts as loop

pytestmark = pytest.mark.django_db(transaction=True)
A_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
DAY = timedelta(days=1)
Pair = tuple[CareLink, CareLink]
LONG = "We sat on the stairs and for once neither of us was quick. " * 5


@pytest.fixture
def pair(transactional_db: None) -> Pair:
    """A usual fortnight of a couple: three pieces of homework told of, an entry and a card from each."""
    content.load(at=EVENING)
    at, dee = clock.now() - 10 * DAY, cast.therapist(secrets=Therapist.Secrets.LIMITED)
    ada, ben = cast.person("Ada"), cast.person("Ben")
    cast.pair(ada, ben)
    links = cast.care(ada, dee, knows_partner=True), cast.care(ben, dee, knows_partner=True)
    meetings.set_next(links=links, meets_at=at, at=at - DAY)
    meetings.set_next(links=links, meets_at=clock.now() + 4 * DAY, at=at + DAY)
    for number, key in enumerate((acts.STAYING, "ritual:thanks", "lesson:two-alarms")):
        halves = acts.give(*((link, key) for link in links), at=at + DAY)
        for link, said in zip(links, ("done", "part"), strict=True):
            acts.tell(
                halves[link],
                said,
                at=at + (2 + number) * DAY,
                in_the_way="There were people in every room all week, and then the boiler.",
                to_bring="How do I say it before my voice goes up at the end?",
                shows=("in-the-way", "to-bring"),
            )
    for link, words in zip(links, (loop.ADAS, loop.BENS), strict=True):
        entry = journal.keep(link.client, LONG)
        acts.release(link, "journal.entry", entry.pk, at=clock.now() - DAY)
        loop.keep(link.client, words)
        card = own(link.client)
        assert card is not None
        acts.release(link, "loop.card", card.id, at=clock.now() - DAY)
    return links


def paths(pair: Pair) -> list[str]:
    one, two = f"/clients/{pair[0].pk}/", f"/clients/{pair[0].pk}/together/"
    return ["/clients/", one, f"{one}brief/", two, f"{two}brief/", f"{two}loop/"]


def test_every_page_is_sound_in_both_schemes_on_the_narrowest_phone(
    pair: Pair, chrome: Browser, live_server: LiveServer
) -> None:
    context = signed_in(chrome, live_server, pair[0].therapist.person)
    wrong = []
    for path in paths(pair):
        page = context.new_page()
        wrong += [f"{path}: {fault}" for fault in faults(page, live_server, live_server.url + path)]
        page.close()
    context.close()
    assert wrong == []


@pytest.mark.parametrize("together", [True, False], ids=["of a couple", "of one"])
def test_a_usual_fortnight_prints_on_one_sheet(
    together: bool, pair: Pair, chrome: Browser, live_server: LiveServer
) -> None:
    context = signed_in(chrome, live_server, pair[0].therapist.person)
    page = context.new_page()
    page.set_viewport_size(chromium.PHONE)
    page.goto(f"{live_server.url}/clients/{pair[0].pk}/{'together/' if together else ''}brief/")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    expect(page.locator("main")).to_contain_text("We sat on the stairs")
    assert len(A_PAGE.findall(page.pdf(format="A4"))) == 1
    page.emulate_media(media="print")
    told = page.locator("body").inner_text()
    for words in ("Exit", "Print", "Help, now"):
        assert words not in told
    context.close()


def test_without_javascript_a_client_is_found_a_session_written_down_and_homework_laid_out(
    pair: Pair, chrome: Browser, live_server: LiveServer
) -> None:
    context = signed_in(chrome, live_server, pair[0].therapist.person, script=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/clients/")
    page.get_by_label("A client’s name").fill("ben")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Ada & Ben", exact=True).click()
    day = clock.now().date() + 2 * DAY
    page.get_by_label("Next session").fill(f"{day}T09:30")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("main")).to_contain_text(re.compile("Next session: .*, 09:30"))
    page.get_by_role("link", name="Session brief").click()
    expect(page.get_by_role("button", name="Print")).to_have_count(0)  # it would do nothing
    page.goto(f"{live_server.url}/clients/{pair[0].pk}/assign/")
    expect(page.get_by_label("What Ben does")).to_be_hidden()
    page.get_by_text("Ada and Ben", exact=True).click()
    expect(page.get_by_label("What Ben does")).to_be_visible()
    context.close()
