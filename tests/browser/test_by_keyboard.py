"""What moves or is moved, for whoever uses keys alone, hears the page, or wants nothing to move."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from exercises.practices.actions import runs
from intima.accounts.models import Person
from intima.content import actions as content
from intima.kit import clock
from tests import cast
from tests.browser.test_every_page import signed_in
from tests.loop import acts

pytestmark = pytest.mark.django_db(transaction=True)

MOVES = "document.querySelector('.breath').getAnimations().length"
SPEAKS = "document.querySelector('.in').getAnimations().length"


@pytest.fixture
def ada(transactional_db: None) -> Person:
    content.load(at=clock.now())
    return cast.person("Ada")


@pytest.fixture
def page(ada: Person, chrome: Browser, live_server: LiveServer) -> Iterator[Page]:
    context = signed_in(chrome, live_server, ada)
    yield context.new_page()
    context.close()


def stands_at(ada: Person, page: Page, live_server: LiveServer, slug: str, key: str) -> None:
    run = runs.begin(person=ada, slug=slug, at=clock.now())
    page.goto(f"{live_server.url}/practice/run/{run.pk}/{key}/")


def tab_to(page: Page, target: str) -> None:
    """Press Tab until the focus is on the element; fail when it never comes there."""
    for _each in range(60):
        if page.evaluate(f"document.activeElement.matches({target!r})"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {target}")


def test_the_pacer_breathes_by_a_key_says_what_it_does_and_keeps_still_for_who_wants_it(
    ada: Person, page: Page, live_server: LiveServer
) -> None:
    stands_at(ada, page, live_server, "settle", "breath")
    begin = page.get_by_role("checkbox", name="Begin breathing", exact=True)
    expect(begin).to_have_accessible_description(
        "Eyes open and both feet on the floor, if that is better. Nothing is held. "
        "If you feel dizzy, stop and breathe as you usually do."
    )
    tab_to(page, ".breath-on")
    assert not page.evaluate(SPEAKS)
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name="Stop", exact=True)).to_be_checked()
    assert page.evaluate(SPEAKS)
    assert not page.evaluate(MOVES)
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(MOVES)
    page.keyboard.press("Space")
    expect(begin).not_to_be_checked()
    assert not page.evaluate(MOVES)


def test_a_slider_is_named_and_moved_by_keys_alone(ada: Person, page: Page, live_server: LiveServer) -> None:
    stands_at(ada, page, live_server, "settle", "before")
    slider = page.get_by_role("slider", name="How loud is the alarm in you, right now?", exact=True)
    expect(slider).to_have_accessible_description("0 · quiet very loud · 10")
    tab_to(page, "[type=range]")
    for key, stands in (("End", "10"), ("ArrowLeft", "9"), ("Home", "0"), ("ArrowRight", "1")):
        page.keyboard.press(key)
        expect(slider).to_have_value(stands)
    page.keyboard.press("Enter")
    page.wait_for_url("**/breath/")
    assert answers(ada, "settle")["before"] == {"at": 1}


def answers(ada: Person, slug: str) -> dict[str, runs.Value]:
    run = runs.exercise(ada, slug).run
    assert run is not None
    return runs.playing(ada, run.pk).answers


def test_a_list_is_put_in_order_by_keys_alone(ada: Person, page: Page, live_server: LiveServer) -> None:
    stands_at(ada, page, live_server, "what-helps-me-back", "helps")
    expect(page.get_by_role("combobox", name="Walking side by side", exact=True)).to_have_value("")
    for name, place in (("place_time", "2"), ("place_walk", "1"), ("place_own0", "3")):
        if name == "place_own0":
            tab_to(page, "details.more > summary")
            page.keyboard.press("Enter")
        tab_to(page, f"[name={name}]")
        page.keyboard.press(place)
        expect(page.locator(f"[name={name}]")).to_have_value(place)
        if name == "place_own0":
            page.keyboard.press("Shift+Tab")
            page.keyboard.type("A long bath")
    page.keyboard.press("Enter")
    page.wait_for_url("**/please-not/")
    assert answers(ada, "what-helps-me-back")["helps"] == {"order": ["walk", "time", "=A long bath"]}


def test_nothing_of_the_loop_moves_for_who_wants_it_still(ada: Person, page: Page, live_server: LiveServer) -> None:
    ben = cast.person("Ben")
    cast.pair(ada, ben)
    for person, words in ((ada, acts.ADAS), (ben, acts.BENS)):
        acts.keep(person, words)
        acts.share(person)
    page.goto(f"{live_server.url}/loop/")
    expect(page.get_by_role("region", name="The loop, once round")).to_be_visible()
    assert page.evaluate("document.getAnimations().length") == 0
    tab_to(page, "main a[href], main button, main summary")
