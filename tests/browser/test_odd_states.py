"""Every page in every state of a life with it: alone, invited, paired, left, after a year; a picture of each."""

import re
import shutil
from pathlib import Path

import pytest
from django.utils.text import slugify
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from intima.content import actions as content
from intima.kit import clock, seal
from tests.browser import axe, chromium, walk
from tests.browser.test_every_page import signed_in
from tests.browser.test_large_text import BURSTING
from tests.site import ROOT
from tests.states import STATES

pytestmark = pytest.mark.django_db(transaction=True)

SHOTS = ROOT / "var" / "shots" / "states"


# What differs from one visit to the next, though nobody would see it.
TOKENS = re.compile(r"\b(\w{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})\b")


@pytest.fixture(scope="module")
def looked_at() -> set[str]:
    """The pages that were looked at in an earlier state, where they held the same."""
    return set()


AT_LEAST = {"alone with nothing", "paired for a month", "in a pause"}  # in make test; the others in make proofs


@pytest.mark.parametrize(
    "state", [pytest.param(state, marks=() if state in AT_LEAST else pytest.mark.long) for state in STATES]
)
def test_every_page_is_sound_in_this_state(
    state: str, looked_at: set[str], chrome: Browser, live_server: LiveServer
) -> None:
    content.load(at=clock.now())
    with seal.keyring():
        home = STATES[state](clock.now())
    folder = SHOTS / slugify(state)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    context = signed_in(chrome, live_server, home.person)
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    wrong = []
    for number, path in enumerate(walk.pages(page, live_server.url, home)):
        held = TOKENS.sub("", page.content())
        if held not in looked_at:
            looked_at.add(held)
            wrong += [f"{path}: {fault}" for fault in faults(page, folder / f"{number:02}-{slugify(_short(path))}")]
        wrong += [f"{path}: {one}" for one in said]
        said.clear()
    context.close()
    assert not wrong, "\n".join(wrong)


def _short(path: str) -> str:
    return TOKENS.sub("", path).replace("/", " ")


def faults(page: Page, picture: Path) -> list[str]:
    """What is wrong with the page on a phone and on the narrowest one, by day and by night; leaves both pictures."""
    found = []
    for size in (chromium.NARROW, chromium.PHONE):
        page.set_viewport_size(size)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"scrolls sideways at {size['width']} px")
    # As tall as it is, so that the tabs lie at its end.
    tall = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({**chromium.PHONE, "height": max(chromium.PHONE["height"], tall)})
    for scheme in axe.SCHEMES:
        found += axe.violations(page, scheme)
        page.screenshot(path=picture.with_name(f"{picture.name}-{scheme}.jpg"), type="jpeg", quality=80)
    return found + [f"at 200 %: {what}" for what in page.evaluate(BURSTING)]
