"""Trends and shared days in a real browser: gaps, words for who cannot see the lines, and two people at once."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from intima.accounts.models import Person
from intima.kit import clock
from reflections.checkins.actions import keep
from tests import cast
from tests.browser import chromium
from tests.browser.test_every_page import faults, signed_in
from tests.checkins import acts

pytestmark = pytest.mark.django_db(transaction=True)

GAPS = (1, 2, 3, 7, 8, 12)  # days ago: a stretch of three, one of two, and a day by itself


@pytest.fixture
def couple(transactional_db: None) -> tuple[Person, Person]:
    """Ada with gaps in her last days, Ben with months of his; together for a year."""
    at = clock.now()
    ada, ben = cast.person("Ada"), cast.person("Ben")
    cast.pair(ada, ben, at=at - timedelta(days=365))
    for ago in GAPS:
        keep(person=ada, at=at - timedelta(days=ago), closeness=10 - ago // 2, tension=ago % 4, line=f"Line {ago}.")
    for ago in range(120):
        keep(person=ben, at=at - timedelta(days=ago), closeness=ago % 9, energy=4, line="marmalade")
    return ada, ben


def open_as(chrome: Browser, live_server: LiveServer, person: Person, path: str, *, script: bool = True) -> Page:
    page = signed_in(chrome, live_server, person, script=script).new_page()
    page.set_viewport_size(chromium.PHONE)
    page.goto(live_server.url + path)
    return page


@pytest.mark.parametrize("period", ["4-weeks", "3-months", "year"])
def test_pictures_with_gaps_are_sound_in_both_schemes_on_the_narrowest_phone(
    period: str, couple: tuple[Person, Person], chrome: Browser, live_server: LiveServer
) -> None:
    ada, ben = couple
    acts.share_trends(ben, "closeness", "energy", at=clock.now())
    context = signed_in(chrome, live_server, ada)
    page = context.new_page()
    url = f"{live_server.url}/checkin/trends/?for={period}"
    assert faults(page, live_server, url) == []
    for table in page.get_by_text("The same as a table").all():
        table.click()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.emulate_media(color_scheme="dark")
    assert page.locator(".plot .iris polyline").first.evaluate("e => getComputedStyle(e).strokeDasharray") != "none"
    assert page.locator(".plot .clay circle").first.evaluate("e => getComputedStyle(e).fill") == "rgb(240, 162, 135)"
    context.close()


def test_no_line_runs_across_a_gap(couple: tuple[Person, Person], chrome: Browser, live_server: LiveServer) -> None:
    page = open_as(chrome, live_server, couple[0], "/checkin/trends/")
    closeness = page.get_by_role("img", name="Closeness")
    assert closeness.locator("circle").count() == len(GAPS)
    spans = [
        (box["x"], box["x"] + box["width"])
        for line in closeness.locator("polyline").all()
        if (box := line.bounding_box())
    ]
    assert len(spans) == 2
    assert spans[0][1] < spans[1][0]
    frame = closeness.bounding_box()
    assert frame
    for dot in closeness.locator("circle").all():
        box = dot.bounding_box()
        assert box
        assert frame["x"] <= box["x"] + box["width"] / 2 <= frame["x"] + frame["width"]
        assert frame["y"] - 1 <= box["y"] + box["height"] / 2 <= frame["y"] + frame["height"] + 1
    page.context.close()


def test_who_cannot_see_the_lines_hears_where_they_lie(
    couple: tuple[Person, Person], chrome: Browser, live_server: LiveServer
) -> None:
    ada, ben = couple
    acts.share_trends(ben, "closeness", at=clock.now())
    page = open_as(chrome, live_server, ada, "/checkin/trends/", script=False)
    picture = page.get_by_role("img", name=re.compile("^Closeness "))
    expect(picture).to_have_accessible_name(
        re.compile(
            r"From ‘Far’ at the foot to ‘Close’ at the top\. "
            r"Ada, day by day: Around ‘Near’, between .+ and ‘Close’\. Ben, week by week: Around "
        )
    )
    expect(page.get_by_role("img", name=re.compile("^Energy"))).to_have_count(0)
    page.get_by_text("The same as a table").first.click()
    tables = page.locator("main details").first.get_by_role("table")
    expect(tables).to_have_count(2)
    expect(tables.first.get_by_role("row")).to_have_count(len(GAPS) + 1)
    expect(tables.first).to_have_accessible_name("Ada")
    expect(tables.last.get_by_role("rowheader").first).to_contain_text("Week of")
    page.context.close()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_a_shared_day_is_seen_in_the_other_browser_and_gone_at_once_when_taken_back(
    script: bool, couple: tuple[Person, Person], chrome: Browser, live_server: LiveServer
) -> None:
    ada, ben = couple
    bens = open_as(chrome, live_server, ben, "/us/", script=script)
    expect(bens.locator("main")).to_contain_text("Ada’s check-in will appear here if Ada shares one.")
    hers = open_as(chrome, live_server, ada, "/checkin/days/", script=script)
    hers.get_by_role("link", name=re.compile("Line 1")).first.click()
    hers.get_by_role("link", name="Share…").click()
    hers.get_by_label("Tension").uncheck()
    hers.get_by_label("The one line").check()
    hers.get_by_role("button", name="See what Ben would see").click()
    hers.wait_for_load_state()
    preview = hers.get_by_role("article").inner_text()
    assert "Line 1." in preview
    assert "Tension" not in preview
    bens.reload()
    expect(bens.get_by_role("link", name="shared a check-in")).to_have_count(0)
    hers.get_by_role("button", name="Share with Ben").click()

    bens.reload()
    bens.get_by_role("link", name="Ada shared a check-in with you").click()
    bens.wait_for_load_state()
    assert bens.get_by_role("article").inner_text() == preview
    hers.get_by_role("button", name="Take back").click()
    expect(hers.get_by_role("status")).to_contain_text("Taken back.")
    answer = bens.reload()
    assert answer is not None
    assert answer.status == 404
    bens.go_back()
    bens.reload()
    expect(bens.locator("main")).to_contain_text("Ada’s check-in will appear here if Ada shares one.")
    for page in (hers, bens):
        page.context.close()


def test_a_shared_line_is_seen_in_the_other_browser_and_gone_at_once_when_taken_back(
    couple: tuple[Person, Person], chrome: Browser, live_server: LiveServer
) -> None:
    ada, ben = couple
    hers = open_as(chrome, live_server, ada, "/checkin/trends/")
    bens = open_as(chrome, live_server, ben, "/checkin/trends/")
    bens.get_by_role("link", name="Share…").click()
    bens.get_by_label("Energy").check()
    bens.get_by_role("button", name="See what Ada would see").click()
    bens.wait_for_load_state()
    drawn = bens.get_by_role("img", name=re.compile("^Energy")).locator("polyline").get_attribute("points")
    bens.get_by_role("button", name="Share with Ada").click()
    bens.wait_for_url("**/checkin/trends/")
    hers.reload()
    assert hers.get_by_role("img", name=re.compile("^Energy")).locator("polyline").get_attribute("points") == drawn
    assert "marmalade" not in hers.content()
    bens.get_by_role("button", name="Take back").click()
    expect(bens.get_by_role("status")).to_contain_text("Taken back.")
    hers.reload()
    expect(hers.get_by_role("img", name=re.compile("^Energy"))).to_have_count(0)
    for page in (hers, bens):
        page.context.close()
