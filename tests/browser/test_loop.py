"""The loop in a real browser: drawn by keyboard, shared and taken back, sound at every size, and on one sheet."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from exercises.loop.actions import names, own
from intima.accounts.models import Person
from tests import cast
from tests.browser import chromium
from tests.browser.test_every_page import faults, signed_in
from tests.cast import EVENING
from tests.loop import acts

pytestmark = pytest.mark.django_db(transaction=True)
A_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")


@pytest.fixture
def couple(transactional_db: None) -> tuple[Person, Person]:
    ada, ben = cast.person("Ada"), cast.person("Ben")
    cast.pair(ada, ben)
    return ada, ben


def open_as(chrome: Browser, live_server: LiveServer, person: Person, path: str, *, script: bool = True) -> Page:
    page = signed_in(chrome, live_server, person, script=script).new_page()
    page.set_viewport_size(chromium.PHONE)
    page.goto(live_server.url + path)
    return page


def a_loop(ada: Person, ben: Person) -> None:
    for person, words in ((ada, acts.ADAS), (ben, acts.BENS)):
        acts.keep(person, words)
        acts.share(person)
    names.agree(tie=acts.tie(ben), pk=acts.propose(ada, "The Sunday Spin"), at=EVENING)
    acts.propose(ben, "The roundabout")


def test_every_state_is_sound_in_both_schemes_on_the_narrowest_phone(
    couple: tuple[Person, Person], chrome: Browser, live_server: LiveServer
) -> None:
    ada, ben = couple
    context = signed_in(chrome, live_server, ada)

    def wrong_at(*paths: str) -> list[str]:
        page = context.new_page()
        found = [f"{path}: {fault}" for path in paths for fault in faults(page, live_server, live_server.url + path)]
        page.close()
        return found

    assert wrong_at("/loop/", "/loop/card/") == []
    acts.keep(ada, acts.ADAS)
    assert wrong_at("/loop/", "/loop/share/") == []
    a_loop(ada, ben)
    acts.keep(ada, acts.CardWords(does="o" * 160, under="ö" * 160, so="m" * 60, exit="w" * 80))
    assert wrong_at("/loop/", "/loop/card/", "/loop/share/", "/loop/name/") == []
    context.close()


def test_a_card_is_drawn_by_keyboard_alone_and_saved_by_the_way(
    couple: tuple[Person, Person], chrome: Browser, live_server: LiveServer
) -> None:
    page = open_as(chrome, live_server, couple[0], "/loop/card/")
    page.get_by_label("What would a camera see me do?").focus()
    page.keyboard.type("asks again")
    expect(page.locator("#saved")).to_contain_text("Saved ")
    page.get_by_role("slider", name="Money").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.get_by_label("So I…").focus()
    page.keyboard.type("asks")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}/loop/")
    expect(page.locator("main")).to_contain_text("asks again")
    kept = own(couple[0])
    assert kept is not None
    assert kept.words.topics == {"money": 3}
    page.context.close()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_a_card_is_seen_in_the_other_browser_and_gone_at_once_when_taken_back(
    script: bool, couple: tuple[Person, Person], chrome: Browser, live_server: LiveServer
) -> None:
    ada, ben = couple
    acts.keep(ada, acts.ADAS)
    bens = open_as(chrome, live_server, ben, "/loop/", script=script)
    expect(bens.locator("main")).to_contain_text("Ada’s card will appear here if Ada shares one.")
    hers = open_as(chrome, live_server, ada, "/loop/", script=script)
    hers.get_by_role("link", name="See what Ben would see").click()
    expect(hers.get_by_role("heading", level=1)).to_contain_text("What Ben would see")
    preview = hers.get_by_role("article", name="Ada").locator("dl").inner_text()
    hers.get_by_role("button", name="Share with Ben").click()
    expect(hers.get_by_role("button", name="Take my card back")).to_be_visible()
    bens.reload()
    expect(bens.get_by_role("article", name="Ada").locator("dl")).to_have_text(preview, use_inner_text=True)
    hers.get_by_role("button", name="Take my card back").click()
    expect(hers.get_by_role("status")).to_contain_text("Taken back.")
    bens.reload()
    expect(bens.get_by_role("article", name="Ada")).to_have_count(0)
    for page in (hers, bens):
        page.context.close()


def test_who_cannot_see_the_arrows_hears_them_in_their_order(
    couple: tuple[Person, Person], chrome: Browser, live_server: LiveServer
) -> None:
    a_loop(*couple)
    page = open_as(chrome, live_server, couple[1], "/loop/")
    told = " ".join(page.get_by_role("region", name="The loop, once round").inner_text().split())
    order = [
        "Ada You and Ada does asks again",
        "the more Ada asks, the more Ben goes quiet Step out: ask when we go on",
        "Ben You and Ada does goes quiet",
        "the more Ben goes quiet, the more Ada asks Step out: say when he’ll be back",
    ]
    places = [told.index(words) for words in order]
    assert places == sorted(places)
    drawn = "[...document.querySelectorAll('.loop svg')].every(svg => svg.closest('[aria-hidden=true]'))"
    assert page.evaluate(drawn)
    page.context.close()


LONG = acts.CardWords(**dict.fromkeys(("does", "body", "tells", "shows", "under", "longs"), "mild words " * 14))
WIDE = acts.CardWords(does="W" * 160, under="m" * 160, so="m" * 60, exit="W" * 80, topics=acts.ADAS.topics)


@pytest.mark.parametrize("words", [acts.ADAS, LONG, WIDE], ids=["as most", "long", "wide"])
def test_it_prints_on_one_sheet_and_the_picture_is_kept_as_a_file(
    words: acts.CardWords, couple: tuple[Person, Person], chrome: Browser, live_server: LiveServer
) -> None:
    a_loop(*couple)
    acts.keep(couple[0], words)
    page = open_as(chrome, live_server, couple[0], "/loop/")
    assert len(A_PAGE.findall(page.pdf(format="A4"))) == 1
    with page.expect_download() as download:
        page.get_by_role("link", name="Keep it as a picture").click()
    assert download.value.suggested_filename == "picture.svg"
    picture = page.context.new_page()
    picture.set_content(download.value.path().read_text().partition("?>")[2])
    outside = """() => {
        const width = document.querySelector("svg").viewBox.baseVal.width;
        const inside = (card, box) =>
            card.y < box.y && box.y < card.y + card.height && card.x < box.x && box.x < card.x + card.width;
        const cards = [...document.querySelectorAll("rect[rx]")].map((card) => card.getBBox());
        return [...document.querySelectorAll("text")].filter((text) => {
            const box = text.getBBox(), right = box.x + box.width;
            const card = cards.find((card) => inside(card, box));
            return box.x < 0 || right > width || (card && right > card.x + card.width);
        }).map((text) => text.textContent);
    }"""
    assert picture.evaluate(outside) == []
    page.context.close()
