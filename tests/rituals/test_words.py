"""Hostile words are words, and a locked journal shows none."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from exercises.rituals.models import Slip
from intima.accounts.models import Person
from tests import world
from tests.rituals import acts, doors


@pytest.fixture
def here(db: None) -> world.World:
    made = world.build()
    doors.furnish(made)
    return made


def pages(browser: Client, here: world.World) -> dict[str, str]:
    urls = [reverse(door.url, kwargs=door.args(here)) for door in doors.ROWS if door.get]
    urls += ["/rituals/thanks/?from=me", "/rituals/promise/write/", "/today/", "/us/", "/notes/", "/journal/"]
    urls += [f"/rituals/{pk}/" for pk in Slip.objects.values_list("pk", flat=True)]
    return {url: browser.get(url).content.decode() for url in urls}


HOSTILE = "<script>alert(1)</script>{{ 7|add:7 }}\u202eevil\u2066"


def test_hostile_words_are_words(here: world.World, browser_of: Callable[[Person | None], Client]) -> None:
    ada = here.author
    for kind in ("thanks", "touch", "promise"):
        acts.give(ada, acts.keep(ada, kind, HOSTILE, more="" if kind == "touch" else HOSTILE))
    for person in (ada, here.partner):
        found = pages(browser_of(person), here)
        assert any("&lt;script&gt;" in page for page in found.values())
        assert not [url for url, page in found.items() if "<script>alert" in page]


def test_a_locked_journal_shows_no_words_of_these_pages(
    here: world.World, browser_of: Callable[[Person | None], Client]
) -> None:
    ada = here.author
    ada.set_password("a long enough password")
    ada.locks_journal = True
    ada.save()
    browser = browser_of(ada)
    own = [acts.WORDS[kind] for kind in ("thanks", "promise", "word")] + ["A hand on my back."]
    for url, page in pages(browser, here).items():
        assert not [words for words in own if words in page], url
    change = browser.get(f"/rituals/promise/write/?change={here.things['promise']}")
    assert change.status_code == 302
