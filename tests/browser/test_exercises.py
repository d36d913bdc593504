"""Every exercise from its page to its end, with JavaScript and without; the other's pages stay as they were."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from exercises.practices.actions import runs
from exercises.practices.rooms import unknown_rooms
from intima.accounts.models import Person
from intima.content import actions as content
from intima.content import kinds
from intima.content.exercises import Exercise
from intima.kit import clock
from tests import cast
from tests.browser import chromium
from tests.browser.player import Other, Player, shows
from tests.browser.test_every_page import sign_in
from tests.content.folder import Folder
from tests.site import ROOT

pytestmark = pytest.mark.django_db(transaction=True)

FILES = {file.stem: yaml.safe_load(file.read_text()) for file in (ROOT / "exercises/practices/content/en").glob("*")}
PLAYED = sorted(slug for slug, held in FILES.items() if "room" not in held)
ELSEWHERE = sorted(FILES.keys() - set(PLAYED))
# Between them these have a step of each kind; the others are done without JavaScript in the longer proofs.
WITHOUT = {"settle", "signal-gap", "stay-while-stepping-back", "what-helps-me-back"}
RUNS = [
    pytest.param(slug, script, id=f"{slug}, {'with' if script else 'without'} JavaScript", marks=marks)
    for slug in PLAYED
    for script in (True, False)
    for marks in [() if script or slug in WITHOUT else pytest.mark.long]
]
# What stands in the form; a number that was picked stands for its place on the slider.
TYPED = """() => {
  const form = new FormData(document.querySelector("#on"));
  if (form.get("number")) form.set("at", form.get("number"));
  for (const name of ["csrfmiddlewaretoken", "number"]) form.delete(name);
  return [...form].map((each) => each.join("="));
}"""


@pytest.fixture(scope="module")
def phones(chrome: Browser) -> Iterator[dict[bool, Page]]:
    """A phone with JavaScript and one without, for all tests in here."""
    contexts = {
        script: chrome.new_context(viewport=chromium.PHONE, reduced_motion="reduce", java_script_enabled=script)
        for script in (True, False)
    }
    yield {script: context.new_page() for script, context in contexts.items()}
    for context in contexts.values():
        context.close()


@pytest.fixture
def couple(transactional_db: None) -> tuple[Person, Person]:
    content.load(at=clock.now())
    ada, ben = cast.person("Ada"), cast.person("Ben")
    cast.pair(ada, ben)
    return ada, ben


@pytest.mark.parametrize(("slug", "script"), RUNS)
def test_an_exercise_is_done_to_its_end_and_the_other_never_learns_of_it(
    slug: str, script: bool, couple: tuple[Person, Person], phones: dict[bool, Page], live_server: LiveServer
) -> None:
    ada, ben = couple
    page, other = phones[script], Other(ben)
    sign_in(page.context, live_server, ada)
    player = Player(page, live_server.url, runs.exercise(ada, slug).exercise, "Ada", keys=script)
    player.open()
    player.begin()
    other.sees_nothing()
    for step in player.steps():
        other.sees_nothing()
        if step is player.exercise.steps[1]:
            goes_back_and_finds_it_as_it_was(page)
    other.sees_nothing()
    shows(page, ["That’s enough for today", *player.told])
    keeps_and_previews(page, player, other)


def goes_back_and_finds_it_as_it_was(page: Page) -> None:
    second, typed = page.url, page.evaluate(TYPED)
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_text("Step 1 of")).to_be_visible()
    page.get_by_role("button", name="Go to step 2").click()
    page.wait_for_url(second)
    assert page.evaluate(TYPED) == typed


def keeps_and_previews(page: Page, player: Player, other: Other) -> None:
    """From the end: what is ticked becomes an entry of one's own, and its share is seen beforehand."""
    done = page.url
    keep = page.get_by_role("button", name="Keep it in my journal")
    look = page.get_by_role("button", name="See how it would look to Ben")
    if player.exercise.shares == "never":
        expect(keep.or_(look)).to_have_count(0)
        return
    keep.click()
    page.wait_for_url("**/journal/*/")
    shows(page, ["Only you", player.exercise.title, *player.ticked])
    left = [line for line in player.told if line not in player.ticked]
    assert not [line for line in left if line in page.locator("main").inner_text()]
    other.sees_nothing()
    page.goto(f"{player.origin}/journal/")
    shows(page, [player.exercise.title])
    page.goto(done)
    if player.exercise.who == "sealed":  # it is put to both first; tests/browser/test_together.py goes on from there
        expect(page.get_by_role("button", name="Put it to both of us")).to_be_visible()
        expect(look).to_have_count(0)
        return
    look.click()
    page.wait_for_url("**/share/")
    shows(page, ["What Ben would see", "Nothing is shared yet.", *player.ticked])
    other.sees_nothing()


@pytest.mark.parametrize("slug", ELSEWHERE)
def test_an_exercise_with_a_room_of_its_own_leads_there(
    slug: str, couple: tuple[Person, Person], phones: dict[bool, Page], live_server: LiveServer
) -> None:
    ada, ben = couple
    page, other = phones[False], Other(ben)
    sign_in(page.context, live_server, ada)
    page.goto(f"{live_server.url}/practice/{slug}/")
    with page.expect_navigation() as there:
        page.get_by_role("link", name=FILES[slug]["go"], exact=True).click()
    assert there.value.status == 200
    assert page.url == live_server.url + FILES[slug]["room"]
    other.sees_nothing()


PHONES_DOWN: dict[str, Any] = {
    "slug": "phones-down",
    "part": "E",
    "title": "Phones down",
    "minutes": 20,
    "teaches": ["E4"],
    "sees": "Nobody sees it.",
    "intro": "A while without them.",
    "steps": [
        {"key": "down", "kind": "timer", "title": "Down they go", "minutes": 20},
        {"key": "word", "kind": "write", "ask": "A word for it?"},
    ],
}


def test_a_clock_to_look_at_is_a_step_like_any_other(
    couple: tuple[Person, Person],
    phones: dict[bool, Page],
    live_server: LiveServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = Folder(tmp_path, monkeypatch)
    kinds.register("exercise", schema=Exercise, folder=tmp_path / "exercises", check=unknown_rooms)
    for language in ("en", "es"):
        folder.write(f"exercises/{language}/phones-down.yaml", PHONES_DOWN)
    folder.load()
    page = phones[False]
    sign_in(page.context, live_server, couple[0])
    player = Player(page, live_server.url, runs.exercise(couple[0], "phones-down").exercise, "Ada", keys=False)
    player.open()
    player.play()
    shows(page, ["Ada's words for word"])
