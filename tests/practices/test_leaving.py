"""What may leave an exercise at its end, and what is ticked there beforehand."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from exercises.practices import telling
from exercises.practices.actions import runs
from intima.accounts.models import Person
from reflections.journal import actions as journal
from reflections.spaces.models import Space
from tests.practices import acts

pytestmark = pytest.mark.django_db

Open = Callable[[Person | None], Client]
RAW = "You never listen."
LONGING: dict[str, Any] = {
    "raw": {"text": RAW},
    "before": {"at": 8},
    "fear": {"chosen": ["last"], "own": []},
    "sentence": {"slots": {"want": "to be near you", "scared": "that we drift", "ask": "sit down"}},
}
SENTENCE = "I want to be near you. I’m scared that we drift. Can we sit down?"


def longed(person: Person) -> str:
    return f"/practice/run/{acts.done(person, 'from-protest-to-longing', LONGING)}/"


def test_the_raw_line_is_shown_to_its_author_and_not_offered(ada: Person, browser_of: Open) -> None:
    page = browser_of(ada).get(f"{longed(ada)}done/").content.decode()
    assert RAW in page
    assert 'value="raw"' not in page
    assert "This stays here, yours alone." in page


def test_a_forged_part_does_not_take_the_raw_line_out(ada: Person, space: Space, browser_of: Open) -> None:
    client, run = browser_of(ada), longed(ada)
    client.post(f"{run}keep/", {"part": ["raw", "sentence"], "then": "share"})
    kept = journal.latest(ada)
    assert kept is not None
    assert SENTENCE in kept.text
    assert RAW not in kept.text
    assert client.post(f"{run}keep/", {"part": ["raw"]}).headers["Location"] == f"{run}done/"


def test_built_sentences_and_lists_are_ticked_and_free_words_are_not(ada: Person) -> None:
    exercise = runs.exercise(ada, "from-protest-to-longing").exercise
    ticked = {each.part.key: each.ticked for each in telling.told(exercise, LONGING)}
    assert ticked == {"raw": False, "before": False, "fear": True, "sentence": True}


def test_what_two_lay_side_by_side_is_ticked(ada: Person) -> None:
    exercise = runs.exercise(ada, "signal-gap").exercise
    assert all(each.ticked for each in telling.told(exercise, acts.SIGNALS))


def test_what_an_exercise_says_can_be_left_out_is_not_ticked(ada: Person) -> None:
    exercise = runs.exercise(ada, "what-helps-me-back").exercise
    told = telling.told(exercise, {"please-not": {"chosen": ["joke"], "own": []}})
    assert [(each.part.key, each.ticked) for each in told] == [("please-not", False)]


def test_the_end_begins_with_the_sentence_and_its_way_into_a_message(
    ada: Person, space: Space, browser_of: Open
) -> None:
    client = browser_of(ada)
    page = client.get(f"{longed(ada)}done/")
    html = page.content.decode()
    assert html.index("Your sentence</h2>") < html.index(SENTENCE) < html.index("What you did")
    assert 'href="/guide/mine/invitation/"' in html
    look = client.post("/notes/write/", {"key": page.context["key"], "space": space.pk, "text": SENTENCE})
    assert SENTENCE in look.content.decode()


def test_alone_the_sentence_has_nobody_to_go_to(ada: Person, browser_of: Open) -> None:
    assert "in a message" not in browser_of(ada).get(f"{longed(ada)}done/").content.decode()


def test_looking_at_the_preview_says_that_an_entry_was_made(ada: Person, space: Space, browser_of: Open) -> None:
    client, run = browser_of(ada), longed(ada)
    assert "makes an entry in your journal" in client.get(f"{run}done/").content.decode()
    preview = client.post(f"{run}keep/", {"part": ["sentence"], "then": "share"}, follow=True).content.decode()
    assert "It is in your journal now, for you alone. Nothing is shared yet." in preview


def test_questions_and_words_stand_apart_in_the_entry_and_in_the_list(ada: Person, browser_of: Open) -> None:
    client = browser_of(ada)
    entry = client.post(f"{longed(ada)}keep/", {"part": ["fear"]}).headers["Location"]
    page, listed = (client.get(url).content.decode() for url in (entry, "/journal/"))
    assert '<p class="meta">Which fear might be underneath?</p>' in page
    assert '<p class="words as-written"><bdi>That I come last</bdi></p>' in page
    assert '<span class="meta">Which fear might be underneath?</span>' in listed
    assert "▸" not in page + listed


def test_what_is_finished_can_be_used_for_the_two_and_is_not_begun_anew(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    client, run = browser_of(ada), acts.done(ada)
    assert "Use what I wrote" not in client.get("/practice/signal-gap/").content.decode()
    acts.put(ben)
    page = client.get("/practice/signal-gap/").content.decode()
    assert f'href="/practice/run/{run}/done/">Use what I wrote' in page
    client.post(f"/practice/run/{run}/hand-in/", {"part": ["wish"]})
    assert "Use what I wrote" not in client.get("/practice/signal-gap/").content.decode()
