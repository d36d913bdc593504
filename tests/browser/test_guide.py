"""The guide in a real browser: sound at every size, put in and taken out in front of the other, and on paper."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from intima.accounts.models import Person
from intima.content import actions as content
from tests import cast
from tests.browser import chromium
from tests.browser.test_every_page import faults, signed_in
from tests.cast import EVENING
from tests.guide import acts
from tests.loop import acts as loop

pytestmark = pytest.mark.django_db(transaction=True)
A_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
MEDIA_BOX = re.compile(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]")
POINTS = {"A5": (420, 595), "A4": (595, 842)}  # a 72nd of an inch each


@pytest.fixture
def couple(transactional_db: None) -> tuple[Person, Person]:
    content.load(at=EVENING)
    ada, ben = cast.person("Ada"), cast.person("Ben")
    cast.pair(ada, ben)
    acts.make_together(ada, ben)
    return ada, ben


def open_as(chrome: Browser, live_server: LiveServer, person: Person, path: str, *, script: bool = True) -> Page:
    page = signed_in(chrome, live_server, person, script=script).new_page()
    page.set_viewport_size(chromium.PHONE)
    page.goto(live_server.url + path)
    return page


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

    assert wrong_at("/guide/", "/guide/mine/", "/guide/mine/signals/", "/guide/mine/rituals/choose/") == []
    acts.do(ada, "what-helps-me-back", {**acts.HELPS, "helps": {"order": [f"={'ö' * 200}", "=W" * 60]}})
    for person in (ada, ben):
        acts.put_in(person)
    acts.put_in(ada, acts.KIND.PAUSE, both=False)
    acts.do(ada, "stay-while-stepping-back", {"sentence": {"slots": {"staying": "us", "need": "air", "back": "22:00"}}})
    assert wrong_at("/guide/", "/guide/mine/", "/guide/mine/pause/", "/guide/mine/helps/", "/guide/mine/loop/") == []
    context.close()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_a_part_is_put_in_and_taken_out_in_front_of_the_other(
    script: bool, couple: tuple[Person, Person], chrome: Browser, live_server: LiveServer
) -> None:
    ada, ben = couple
    bens = open_as(chrome, live_server, ben, "/guide/", script=script)
    hers = open_as(chrome, live_server, ada, "/guide/", script=script)
    hers.get_by_role("link", name="Choose what I put in").click()
    hers.get_by_role("link", name="What helps me").click()
    put_in = hers.get_by_role("button", name="Put it in for Ben and me")
    expect(put_in).to_be_visible()
    preview = hers.get_by_role("article", name="Ada").locator(".said").all_inner_texts()
    assert preview
    put_in.click()
    expect(put_in).to_have_count(0)
    bens.reload()
    expect(bens.get_by_role("article", name="Ada").locator(".said")).to_have_text(preview, use_inner_text=True)
    hers.get_by_role("link", name="What helps me").click()
    hers.get_by_role("button", name="Take it out").click()
    expect(hers.get_by_role("status")).to_contain_text("Taken out.")
    bens.reload()
    expect(bens.get_by_role("article", name="Ada")).to_have_count(0)
    for page in (hers, bens):
        page.context.close()


@pytest.mark.parametrize(("paper", "most"), [("A5", 4), ("A4", 2)])
def test_it_prints_on_small_and_on_large_paper(
    paper: str, most: int, couple: tuple[Person, Person], chrome: Browser, live_server: LiveServer
) -> None:
    for person in couple:
        acts.put_in(person)
    acts.put_in(couple[0], acts.KIND.PAUSE, both=False)
    page = open_as(chrome, live_server, couple[0], "/guide/")
    pdf = page.pdf(format=paper)
    assert 1 <= len(A_PAGE.findall(pdf)) <= most
    sizes = {(round(float(width)), round(float(height))) for width, height in MEDIA_BOX.findall(pdf)}
    width, height = POINTS[paper]
    assert sizes
    assert all(abs(w - width) <= 1 and abs(h - height) <= 1 for w, h in sizes)
    page.emulate_media(media="print")
    width, height = (round(side / 72 * 96) for side in POINTS[paper])
    page.set_viewport_size({"width": width - 91, "height": height - 91})  # within its margins
    told = page.locator("body").inner_text()
    for words in ("my blue mug", "I tidy", loop.ADAS.under, "Thank-you jar"):
        assert words in told
    assert told.count("When I step away") == 1  # Ben's; hers is hers alone
    for words in ("Choose what I put in", "Exit", "Today", "You and Ben", "Then and now"):
        assert words not in told
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.context.close()
