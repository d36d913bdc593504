"""A therapist writes an exercise in a real browser, and a client does it; with JavaScript and without."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from exercises.authoring import readers
from exercises.authoring.models import OwnExercise
from exercises.practices.actions import runs
from intima.accounts.models import Person
from intima.content import actions as content
from intima.kit import clock
from tests import cast
from tests.authoring import acts
from tests.browser import chromium
from tests.browser.player import Player
from tests.browser.test_every_page import faults, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def dee(transactional_db: None) -> Person:
    content.load(at=clock.now())
    return cast.therapist("Dr Dee").person


@pytest.fixture
def given_to_all() -> Iterator[None]:
    def reads(person: Person, slug: str) -> bool:
        return True

    readers.register(reads)
    yield
    readers._readers.remove(reads)


def fill(page: Page, typed: dict[str, Any]) -> None:
    """Type into the page's form what acts has for it."""
    for name, value in typed.items():
        fields = page.locator(f"main [name={name}]")
        kind = fields.first.evaluate("field => field.type")
        if not fields.first.is_visible():
            page.get_by_text(f"Gap {int(name.split('_')[1]) + 1}", exact=True).click()
        if kind == "checkbox":
            for box in fields.all():
                box.set_checked(value == "on" or box.get_attribute("value") in value)
        elif kind == "radio":
            page.locator(f"main [name={name}][value={value}]").check()
        elif kind == "select-one":
            fields.select_option(value)
        else:
            fields.fill(str(value))


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_an_exercise_is_written_looked_at_published_and_done(
    script: bool, dee: Person, given_to_all: None, chrome: Browser, live_server: LiveServer
) -> None:
    context = chrome.new_context(viewport=chromium.PHONE, reduced_motion="reduce", java_script_enabled=script)
    sign_in(context, live_server, dee)
    page = context.new_page()
    page.goto(f"{live_server.url}/therapist/exercises/")
    page.get_by_role("link", name="Begin a new one").click()
    fill(page, acts.ABOUT)
    page.get_by_role("button", name="Go on to its steps").click()
    for kind, typed in acts.TYPED.items():
        page.locator(f".kinds a[href$='/add/{kind}/']").click()
        fill(page, typed)
        page.get_by_role("button", name="Add this step").click()
        expect(page.get_by_text("Added.")).to_be_visible()
    # The breath goes before the slider.
    page.locator("#breathe-7").get_by_role("button", name="Up").click()
    page.locator("#breathe-7").get_by_role("button", name="Up").click()
    expect(page.locator("ol.rows > li").nth(4)).to_contain_text("One minute")

    page.get_by_role("link", name="Look at it as a client").click()
    expect(page.get_by_text("Nothing you type here is kept.")).to_be_visible()
    page.get_by_role("link", name="Begin", exact=True).click()
    page.get_by_role("button", name="Go to step 2").click()
    page.get_by_role("button", name="Go to step 3").click()
    expect(page.get_by_text("Write a word or two first.").first).to_be_visible()
    page.get_by_role("link", name="Back to writing").click()
    page.get_by_role("button", name="Publish it").click()
    expect(page.get_by_text("It is published as it stands here.")).to_be_visible()

    ada = cast.person("Ada")
    sign_in(context, live_server, ada)
    own = OwnExercise.objects.get()
    player = Player(page, live_server.url, runs.exercise(ada, own.slug).exercise, "Ada", keys=script)
    player.open()
    player.play()
    for told in player.told:
        expect(page.locator("main")).to_contain_text(told)
    context.close()


def test_what_is_refused_keeps_what_was_typed_and_says_where(
    dee: Person, chrome: Browser, live_server: LiveServer
) -> None:
    context = chrome.new_context(viewport=chromium.PHONE, reduced_motion="reduce")
    sign_in(context, live_server, dee)
    page = context.new_page()
    page.goto(f"{live_server.url}/therapist/exercises/from-a-file/")
    page.get_by_label("Or its text").fill("title: A\ntitle: B\n")
    page.get_by_role("button", name="Take it in").click()
    expect(page.get_by_role("alert")).to_contain_text("Line 2:")
    expect(page.get_by_label("Or its text")).to_have_value("title: A\ntitle: B\n")

    own = acts.begun(dee)
    page.goto(f"{live_server.url}/therapist/exercises/{own.pk}/add/build/")
    fill(page, {**acts.TYPED["build"], "says": "I need {rest}."})
    page.get_by_role("button", name="Add this step").click()
    expect(page.get_by_role("alert")).to_contain_text("a gap rest")
    expect(page.locator("[name=gap_1_refuse_empty]")).to_have_value("Give a time, even a late one.")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    context.close()


def test_every_page_of_writing_is_sound(dee: Person, chrome: Browser, live_server: LiveServer) -> None:
    own = acts.published(dee)
    context = chrome.new_context(viewport=chromium.NARROW, reduced_motion="reduce")
    sign_in(context, live_server, dee)
    home = f"{live_server.url}/therapist/exercises/"
    urls = [home, f"{home}new/", f"{home}library/", f"{home}from-a-file/", f"{home}{own.pk}/", f"{home}{own.pk}/about/"]
    urls += [f"{home}{own.pk}/add/{kind}/" for kind in acts.TYPED] + [f"{home}{own.pk}/steps/write-1/"]
    urls += [f"{live_server.url}/practice/preview/{own.slug}/{page}" for page in ("", "write-1/", "done/")]
    wrong = []
    for url in urls:
        page = context.new_page()
        wrong += [f"{url}: {fault}" for fault in faults(page, live_server, url)]
        page.close()
    context.close()
    assert not wrong, "\n".join(wrong)
