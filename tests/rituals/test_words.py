"""Hostile words are words, and a locked journal shows none."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from exercises.rituals.models import Slip
from intima.accounts.models import Person
from intima.kit import clock
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


def locked(here: world.World) -> Person:
    """The author, whose words ask who is there."""
    here.author.set_password("a long enough password")
    here.author.locks_journal = True
    here.author.save()
    return here.author


def test_a_locked_journal_shows_no_words_of_these_pages(
    here: world.World, browser_of: Callable[[Person | None], Client]
) -> None:
    browser = browser_of(locked(here))
    own = [acts.WORDS[kind] for kind in ("thanks", "promise", "word")] + ["A hand on my back."]
    for url, page in pages(browser, here).items():
        assert not [words for words in own if words in page], url
    change = browser.get(f"/rituals/promise/write/?change={here.things['promise']}")
    assert change.status_code == 302


def test_from_behind_the_lock_nothing_is_written_over_or_thrown_away(
    here: world.World, browser_of: Callable[[Person | None], Client]
) -> None:
    browser, before = browser_of(locked(here)), {slip.pk: slip.text for slip in Slip.objects.all()}
    due = {"due_at": f"{clock.now() + timedelta(days=2):%Y-%m-%dT%H:%M}"}
    for url, data in (
        ("/rituals/promise/write/", {"key": here.things["promise"], "text": "Something else.", "small": "on", **due}),
        ("/rituals/thanks/write/", {"key": here.things["thanks"], "text": "Something else."}),
        ("/rituals/touch/write/", {"key": uuid.uuid4(), "touch_0": "Something else."}),
        (f"/rituals/screens/{here.things['over']}/word/", {"key": uuid.uuid4(), "text": "Something else."}),
    ):
        answer = browser.post(url, data)
        assert answer.status_code == 422, url
        assert "Something else." in answer.content.decode()
        assert "locked now" in answer.content.decode()
    thrown = browser.post(reverse("rituals:throw_away", args=[here.things["promise"]]))
    assert thrown.headers["Location"].startswith("/accounts/open/")
    assert {slip.pk: slip.text for slip in Slip.objects.all()} == before


def test_what_was_begun_behind_the_lock_can_be_gone_on_with(
    here: world.World, browser_of: Callable[[Person | None], Client]
) -> None:
    browser, key = browser_of(locked(here)), str(uuid.uuid4())
    for text in ("You rang.", "You rang twice."):
        assert browser.post("/rituals/thanks/write/", {"key": key, "text": text, "more": "So."}).status_code == 302
    assert "You rang twice." in {slip.text for slip in Slip.objects.all()}
