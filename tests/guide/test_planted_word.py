"""A word of a part that is its author's alone is looked for in all that anybody else, or anything else, holds."""

import logging
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from exercises.guide.actions import parts
from exercises.guide.words import Words
from intima.accounts.models import Person
from tests import world
from tests.cast import EVENING
from tests.guide import acts, doors
from tests.spaces.walk import dump

Open = Callable[[Person | None], Client]
PLANTED = "quincemarmalade"


def every_page(browser: Client, here: world.World) -> dict[str, str]:
    """What this browser gets at every address of the room, and where else a part might be gathered."""
    found = {}
    urls = [reverse(door.url, kwargs=door.args(here)) for door in doors.ROWS]
    parts_of = [reverse("guide:part", args=[kind]) for kind in acts.KIND.values]
    for url in [*urls, *parts_of, "/today/", "/us/", "/journal/", "/practice/", "/loop/"]:
        found[url] = browser.get(url).content.decode()
        found[f"{url} htmx"] = browser.get(url, headers={"HX-Request": "true"}).content.decode()
    return found


def test_a_word_of_ones_own_guide_is_found_nowhere_else(
    db: None, browser_of: Open, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    here = world.build()
    doors.furnish(here)
    parts.choose_rituals(author=here.author, words=Words.of_sentence(PLANTED), at=EVENING)
    acts.do(here.author, "what-helps-me-back", {"please-not": {"chosen": [], "own": [PLANTED]}})
    acts.put_in(here.author, acts.KIND.PLEASE_NOT, both=False)
    hers = every_page(browser_of(here.author), here)
    for url in ("/guide/", "/guide/mine/please-not/", "/guide/mine/rituals/", "/guide/mine/rituals/choose/"):
        assert PLANTED in hers[url], url
    for role in world.ROLES:
        if role != "author":
            found = every_page(browser_of(here.who(role)), here)
            assert not [url for url, page in found.items() if PLANTED in page], role
    assert PLANTED not in dump()
    assert PLANTED not in caplog.text
