"""With the lock on, no page of any room shows its owner a word that anybody wrote, until they show who they are."""

from collections.abc import Iterator
from html import escape
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from exercises.practices.actions import runs
from intima.accounts import actions
from tests import world
from tests.accounts.walk import PASSWORD
from tests.cast import EVENING
from tests.sealed import strings, words
from tests.table import DOORS, expected, furnished

pytestmark = [pytest.mark.tables, pytest.mark.django_db]

# A pause is there for people in the middle of a quarrel: its sentence is seen at once.
SEEN_AT_ONCE = "pause:"


@pytest.fixture
def here(db: None) -> world.World:
    made = furnished()
    made.author.set_password(PASSWORD)
    made.author.save()
    return made


def answers(here: world.World) -> Iterator[tuple[str, str]]:
    """What the author gets at every address: read, as a fragment, with an empty form and a filled one."""
    role = world.ROLES.index("author")
    for door in DOORS:
        if door.url == "safety:exit" or door.url.startswith(SEEN_AT_ONCE):
            continue
        url, data = reverse(door.url, kwargs=door.args(here)), door.data(here)
        asked: list[tuple[str, dict[str, Any], dict[str, str]]] = []
        if expected(door.get, role) != 405:
            asked += [("get", {}, {}), ("get", {}, {"HX-Request": "true"})]
        if door.post is not None:
            asked += [("post", {}, {}), ("post", data, {})]
        for method, form, headers in asked:
            with transaction.atomic():
                browser = Client(headers={"host": "localhost"})  # one of the deeds signs out
                browser.force_login(here.author)
                page = getattr(browser, method)(url, form, headers=headers).content.decode()
                transaction.set_rollback(True)
            for text in strings(list(form.values())):  # their own words, just typed, may come back to them
                page = page.replace(escape(text), "")
            yield f"{method} {door.url} {form or headers}", page


def test_no_answer_shows_a_word_while_it_is_closed(here: world.World) -> None:
    run = here.things["run"]
    slots = {"staying": "this very talk", "need": "ten quiet minutes", "back": "21:40"}
    runs.answer(author=here.author, pk=run, key="sentence", value={"slots": slots}, at=EVENING, go_on=False)
    written = {escape(text) for text in words()}
    seen = {text for _asked, page in answers(here) for text in written if text in page}
    assert len(seen) > 8  # they are there to be found
    assert "ten quiet minutes" in seen
    actions.lock_journal(person=here.author, on=True)
    found = [(asked, text) for asked, page in answers(here) for text in written if text in page]
    assert found == []
