"""Exit in a real browser: blank at once, the last words kept, nothing on Back, nothing stored, the session dead."""

import re
import time
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from exercises.practices.models import Answer
from intima.accounts.models import Person
from intima.content import actions as content
from intima.kit import clock
from intima.kit.models import Visit
from reflections.journal.models import Draft, Entry
from tests import cast
from tests.browser import chromium
from tests.browser.test_every_page import signed_in, stored
from tests.journal import acts

pytestmark = pytest.mark.django_db(transaction=True)

WEATHER = re.compile(r"/weather/$")
SIGN_IN = re.compile(r"/accounts/login/")
WRITE = "/journal/write/"
Open = Callable[..., Page]
Leave = Callable[[Page], None]


@pytest.fixture
def ada(transactional_db: None) -> Person:
    content.load(at=clock.now())
    return cast.person("Ada")


@pytest.fixture
def open_page(chrome: Browser, live_server: LiveServer) -> Iterator[Open]:
    """Open a path as a person, with or without JavaScript; every context is closed at the end."""
    contexts: list[BrowserContext] = []

    def opened(person: Person | None, path: str, *, script: bool = True) -> Page:
        contexts.append(signed_in(chrome, live_server, person, script=script))
        page = contexts[-1].new_page()
        page.goto(live_server.url + path)
        return page

    yield opened
    for context in contexts:
        context.close()


def away(page: Page) -> None:
    """Wait for the page behind Exit; its address and title are there before, over a blank page."""
    expect(page.get_by_role("heading", name="Reading the wind")).to_be_visible()
    expect(page).to_have_url(WEATHER)


def by_the_link(page: Page) -> None:
    page.get_by_role("link", name="Exit").click()


def by_the_keyboard(page: Page) -> None:
    page.get_by_role("link", name="Exit").focus()
    page.keyboard.press("Enter")


def by_shift(page: Page) -> None:
    for _press in range(3):
        page.keyboard.press("Shift")


WAYS = pytest.mark.parametrize("leave", [by_the_link, by_the_keyboard, by_shift], ids=lambda way: way.__name__)


@WAYS
def test_the_page_is_blank_at_once_and_words_typed_in_the_last_second_are_kept(
    leave: Leave, ada: Person, open_page: Open
) -> None:
    page = open_page(ada, WRITE)
    page.locator("main textarea").focus()
    page.keyboard.type("I am afraid of him.")
    seen: list[list[object]] = []
    page.expose_function("tell", lambda *what: seen.append([*what]))
    page.evaluate("""() => {
        const ask = window.fetch;
        window.fetch = (...what) => {
            const { title, styleSheets, body } = document;
            const icon = document.querySelector("link[rel=icon]").href;
            tell(title, location.pathname, icon, styleSheets.length, body.innerHTML);
            return ask(...what);
        };
    }""")
    leave(page)
    away(page)
    assert seen == [["Wind and weather", "/weather/", "data:,", 0, ""]]  # before anything was asked of the network
    assert Draft.objects.get().text == "I am afraid of him."
    assert not Visit.objects.exists()


def test_a_change_to_a_kept_entry_is_kept_too(ada: Person, open_page: Open) -> None:
    entry = acts.keep(ada, "Before.")
    page = open_page(ada, f"/journal/{entry.pk}/edit/")
    page.fill("main textarea", "Before, and after.")
    by_shift(page)
    away(page)
    assert Draft.objects.get(pk=entry.pk).text == "Before, and after."
    assert Entry.objects.get().text == "Before."


def test_an_answer_in_a_lesson_is_kept_too(ada: Person, open_page: Open) -> None:
    page = open_page(ada, "/learn/two-alarms/")
    while not page.locator("main textarea").count():
        page.locator("main .button.primary").click()
    page.fill("main textarea", "My shoulders.")
    by_the_link(page)
    away(page)
    assert [entry.text for entry in Entry.objects.of(ada)] == ["My shoulders."]


def test_a_step_of_an_exercise_is_kept_too(ada: Person, open_page: Open) -> None:
    page = open_page(ada, "/practice/beneath-the-dishes/")
    while not page.locator("main textarea").count():
        page.locator("main .button.primary").click()
    page.locator("main textarea").first.fill("The plates again.")
    by_shift(page)
    away(page)
    assert any("The plates again." in answer.value for answer in Answer.objects.all())


def test_longer_words_than_a_leaving_page_may_send_are_kept(ada: Person, open_page: Open) -> None:
    page = open_page(ada, WRITE)
    words = "☂" * 19_000  # 57 kB, and 171 kB as a form would write them
    page.fill("main textarea", words)
    by_the_link(page)
    away(page)
    assert Draft.objects.get().text == words


def test_words_that_were_only_read_are_not_sent_again(ada: Person, open_page: Open) -> None:
    entry = acts.keep(ada, "Before.")
    page = open_page(ada, f"/journal/{entry.pk}/edit/")
    by_the_link(page)
    away(page)
    assert not Draft.objects.exists()


def test_a_slow_server_holds_nobody_for_much_longer_than_a_second(ada: Person, open_page: Open) -> None:
    page = open_page(ada, WRITE)
    page.fill("main textarea", "I am afraid.")
    held: list[Route] = []
    page.route("**/journal/draft/", lambda route: held.append(route))  # and never answers
    began = time.monotonic()
    by_the_link(page)
    assert page.locator("body").inner_html() == ""
    away(page)
    assert held
    assert time.monotonic() - began < 5


def test_three_capitals_are_typing_and_not_leaving(ada: Person, open_page: Open) -> None:
    page = open_page(ada, WRITE)
    field = page.locator("main textarea")
    field.focus()
    for capital in "SOS":
        page.keyboard.press(f"Shift+{capital}")
    for _turn in range(3):  # a hand that rests on Shift and then thinks again
        page.keyboard.press("Shift")
        page.keyboard.press("a")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    field.click(modifiers=["Shift"])
    page.keyboard.press("Shift")
    page.keyboard.down("Shift")
    page.keyboard.down("Shift")  # held, it repeats
    page.keyboard.press("Tab")
    page.keyboard.up("Shift")
    expect(page).to_have_url(re.compile(WRITE))
    expect(field).to_have_value("SOSaaa")


def test_three_presses_in_more_than_five_seconds_do_nothing(ada: Person, open_page: Open) -> None:
    page = open_page(ada, "/today/")
    page.clock.install()
    for wait in (3_000, 3_000, 0):
        page.keyboard.press("Shift")
        page.clock.run_for(wait)
    expect(page.locator("h1")).to_contain_text("Ada")
    page.clock.run_for(1_000)
    page.keyboard.press("Shift")  # the third within five seconds of the second
    away(page)


@WAYS
def test_back_shows_nothing(leave: Leave, ada: Person, open_page: Open, live_server: LiveServer) -> None:
    page = open_page(ada, "/today/")
    page.goto(f"{live_server.url}/journal/")
    before = page.evaluate("history.length")
    leave(page)
    away(page)
    assert page.evaluate("history.length") == before
    page.go_back()
    expect(page).to_have_url(SIGN_IN)
    page.go_forward()
    away(page)


def test_a_page_that_the_browser_kept_whole_is_asked_for_anew(ada: Person, open_page: Open) -> None:
    page = open_page(ada, "/journal/#kept")
    Visit.objects.all().delete()
    asked: list[Route] = []
    page.route("**/*", lambda route: asked.append(route))  # the answer waits until the page was looked at
    seen = page.evaluate("""() => {
        dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
        return document.body.innerHTML;
    }""")
    assert seen == ""
    page.unroute("**/*")
    for each in asked:
        each.continue_()
    expect(page).to_have_url(SIGN_IN)


def test_other_tabs_go_blank_with_it(ada: Person, open_page: Open, live_server: LiveServer) -> None:
    page = open_page(ada, "/today/")
    other = page.context.new_page()
    other.goto(f"{live_server.url}/journal/")
    by_the_link(page)
    away(other)


def test_without_javascript_it_is_a_link_and_back_asks_for_a_sign_in(
    ada: Person, open_page: Open, live_server: LiveServer
) -> None:
    page = open_page(ada, "/journal/", script=False)
    by_the_link(page)
    away(page)
    assert not Visit.objects.exists()
    page.go_back()
    expect(page).to_have_url(SIGN_IN)


def test_a_cookie_from_before_is_worth_nothing(
    ada: Person, open_page: Open, chrome: Browser, live_server: LiveServer
) -> None:
    page = open_page(ada, "/today/")
    stolen = page.context.cookies()
    by_the_link(page)
    away(page)
    assert page.context.cookies() == []
    page.context.add_cookies(stolen)
    page.goto(f"{live_server.url}/today/")
    expect(page).to_have_url(SIGN_IN)


def test_another_site_signs_nobody_out(ada: Person, open_page: Open, live_server: LiveServer) -> None:
    page = open_page(ada, "/today/")
    there = f"{live_server.url}/exit/"
    tricks = f'<img src="{there}"><link rel="prefetch" href="{there}"><a href="{there}">Look at this</a>'
    page.context.route("http://elsewhere.test/", lambda route: route.fulfill(content_type="text/html", body=tricks))
    page.goto("http://elsewhere.test/", wait_until="networkidle")
    page.get_by_role("link").click()
    away(page)
    page.goto(f"{live_server.url}/today/")
    expect(page.locator("h1")).to_contain_text("Ada")


def test_web_storage_is_empty_after_using_the_site(ada: Person, open_page: Open, live_server: LiveServer) -> None:
    page = open_page(ada, WRITE)
    page.fill("main textarea", "A line.")
    expect(page.locator("#saved")).to_contain_text("Saved")
    for path in ("/learn/", "/today/", "/no-such-page/", WRITE):
        page.goto(live_server.url + path)
        assert stored(page) == []
    page.go_back()
    assert stored(page) == []
    by_the_link(page)
    away(page)
    assert stored(page) == []


def test_no_script_of_ours_can_reach_web_storage(ada: Person, open_page: Open) -> None:
    page = open_page(ada, "/today/")
    assert page.evaluate("[window.localStorage, window.sessionStorage]") == [None, None]
    page.evaluate("() => { try { sessionStorage.setItem('a', 'b') } catch {} }")
    assert stored(page) == []


@pytest.mark.parametrize("path", ["/", "/no-such-page/"])
def test_signed_out_and_on_an_error_page_it_works_alike(path: str, ada: Person, open_page: Open) -> None:
    page = open_page(None, path)
    by_shift(page)
    away(page)


def test_exit_stays_in_sight_however_far_the_page_is_scrolled(open_page: Open) -> None:
    page = open_page(None, "/privacy/")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert page.evaluate("scrollY") > 1000
    expect(page.get_by_role("link", name="Exit")).to_be_in_viewport(ratio=1)
    by_the_link(page)
    away(page)


@pytest.mark.parametrize("text", ["100%", "200%"])
@pytest.mark.parametrize("size", [chromium.NARROW, chromium.PHONE, chromium.DESK], ids=lambda size: size["width"])
def test_pause_stays_in_sight_too_and_apart_from_exit(
    size: ViewportSize, text: str, ada: Person, open_page: Open
) -> None:
    page = open_page(ada, "/privacy/")
    page.set_viewport_size(size)
    page.evaluate("text => { document.documentElement.style.fontSize = text; }", text)
    pause, leave = (page.get_by_role("link", name=name, exact=True) for name in ("Pause", "Exit"))
    for place in (0, 3000):
        page.evaluate("place => scrollTo(0, place)", place)
        boxes = []
        for each in (pause, leave):
            expect(each).to_be_in_viewport(ratio=1)
            each.click(trial=True)  # nothing lies over it
            boxes.append(each.bounding_box())
        assert boxes[0]["x"] + boxes[0]["width"] + 8 <= boxes[1]["x"] or boxes[0]["y"] >= boxes[1]["y"] + 48
        if place == 0:
            page.locator(".brand").click(trial=True)
            page.locator(".limits summary").click(trial=True)
    pause.click()
    expect(page).to_have_url(re.compile("/pause/$"))


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_the_panel_beside_exit_says_what_it_cannot_do(script: bool, open_page: Open) -> None:
    page = open_page(None, "/help/", script=script)
    told = page.get_by_text("It cannot erase the browser’s history")
    opener = page.locator(".limits summary")
    expect(opener).to_have_accessible_name("What Exit does")
    expect(told.first).to_be_hidden()
    opener.focus()
    page.keyboard.press("Enter")
    expect(told.first).to_be_visible()
    if script:
        assert [fault["id"] for fault in Axe().run(page).response["violations"]] == []
    panel = page.locator(".limits > div").bounding_box()
    assert panel is not None
    assert panel["x"] >= 0
    assert panel["x"] + panel["width"] <= page.viewport_size["width"]
    page.keyboard.press("Enter")
    expect(told.first).to_be_hidden()


def test_the_panel_closes_with_escape_and_when_something_else_is_pressed_or_focused(open_page: Open) -> None:
    page = open_page(None, "/help/")
    panel, opener = page.locator(".limits > div"), page.locator(".limits summary")
    opener.click()
    page.keyboard.press("Tab")
    expect(panel.get_by_role("link", name="Help, now")).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(opener).to_be_focused()
    opener.click()
    page.get_by_role("heading", name="Where are you?").click()
    expect(panel).to_be_hidden()
    opener.click()
    page.get_by_role("link", name="Exit").focus()
    expect(panel).to_be_hidden()
