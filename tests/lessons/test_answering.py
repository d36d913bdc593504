"""The question of a step: the answer is the reader's own, and lives in their journal."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from intima.accounts import actions as accounts
from intima.accounts.models import Person
from intima.kit import clock
from intima.kit.forms import LONGEST
from reflections.journal import actions as journal
from reflections.journal.models import Entry
from tests.accounts.walk import PASSWORD

pytestmark = pytest.mark.django_db

Open = Callable[[Person | None], Client]
TWO, UNDER = "/learn/two-alarms/two/", "/learn/two-alarms/under/"


def answer(person: Person) -> str:
    words = journal.answer_of(person, "first-alarm")
    return words.text if words else ""


def answers(person: Person) -> list[str]:
    """All that they ever answered, the first one first."""
    return [entry.text for entry in Entry.objects.of(person).reverse()]


def test_an_answer_is_kept_shown_again_and_changed(ada: Person, browser_of: Open) -> None:
    client = browser_of(ada)
    assert client.post(TWO, {"answer": "My jaw."}).headers["Location"] == UNDER
    page = client.get(TWO).content.decode()
    assert ">My jaw.</textarea>" in page
    assert "Kept in your journal" in page
    client.post(TWO, {"answer": "My jaw.\r\nThen my hands."})
    assert answer(ada).splitlines() == ["My jaw.", "Then my hands."]


def test_an_answer_left_empty_is_no_answer_and_takes_none_away(ada: Person, browser_of: Open) -> None:
    client = browser_of(ada)
    assert client.post(TWO, {"answer": "  "}).headers["Location"] == UNDER
    assert journal.answer_of(ada, "first-alarm") is None
    client.post(TWO, {"answer": "My jaw."})
    client.post(TWO, {"answer": ""})
    assert answer(ada) == "My jaw."


def test_behind_the_lock_an_answer_is_a_new_one_and_what_was_kept_stays(ada: Person, browser_of: Open) -> None:
    browser_of(ada).post(TWO, {"answer": "My jaw."})
    locked(ada)
    client = browser_of(ada)
    for nothing in ("", "  "):
        page = client.post(TWO, {"answer": nothing, "then": "keep"}).content.decode()
        assert "Kept in your journal" not in page  # nor is it told that there is one
    assert answers(ada) == ["My jaw."]
    for typed in ("My h", "My hands."):  # who goes on typing goes on with the new one
        client.post(TWO, {"answer": typed, "then": "keep"}, headers={"HX-Request": "true"})
    assert answers(ada) == ["My jaw.", "My hands."]
    browser_of(ada).post(TWO, {"answer": "From another visit.", "then": "keep"})
    assert len(answers(ada)) == 3


def test_typing_keeps_an_open_journal_open(ada: Person, browser_of: Open) -> None:
    browser_of(ada).post(TWO, {"answer": "My jaw."})
    locked(ada)
    client = browser_of(ada)
    client.post(reverse("accounts:open_journal"), {"way": "password", "next": TWO, "password": PASSWORD})
    with time_machine.travel(clock.now(), tick=False) as now:
        for _minute in range(4):
            now.shift(timedelta(minutes=3))
            client.post(TWO, {"answer": f"My hands, {_minute}.", "then": "keep"})
    assert answers(ada) == ["My hands, 3."]


def locked(person: Person) -> None:
    person.set_password(PASSWORD)
    person.save()
    accounts.lock_journal(person=person, on=True)
    person.refresh_from_db()


def test_the_partner_and_a_stranger_see_none_of_it(
    ada: Person, ben: Person, cleo: Person, space: object, browser_of: Open
) -> None:
    browser_of(ada).post(TWO, {"answer": "My jaw."})
    for person in (ben, cleo, None):
        assert "My jaw." not in browser_of(person).get(TWO).content.decode()


def test_words_are_shown_as_words(ada: Person, browser_of: Open) -> None:
    client = browser_of(ada)
    client.post(TWO, {"answer": "</textarea><b>loud</b> *so*"})
    assert "&lt;/textarea&gt;&lt;b&gt;loud&lt;/b&gt; *so*" in client.get(TWO).content.decode()


def test_too_many_words_are_refused_and_kept_in_the_field(ada: Person, browser_of: Open) -> None:
    client, words = browser_of(ada), "ä" * (LONGEST + 1)
    refused = client.post(TWO, {"answer": words})
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert journal.answer_of(ada, "first-alarm") is None
    assert client.get("/learn/two-alarms/").headers["Location"] != UNDER


def test_what_is_typed_is_kept_along_the_way(ada: Person, browser_of: Open) -> None:
    client = browser_of(ada)
    saved = client.post(TWO, {"answer": "My j", "then": "keep"}, headers={"HX-Request": "true"})
    assert saved.status_code == 200
    assert "Kept in your journal" in saved.content.decode()
    assert "<html" not in saved.content.decode()
    assert answer(ada) == "My j"
    assert client.get("/learn/two-alarms/").headers["Location"] == "/learn/two-alarms/sigh/"  # no place yet


def test_words_of_somebody_whose_visit_ended_come_back_to_be_copied(browser_of: Open) -> None:
    for headers in ({}, {"HX-Request": "true"}):
        refused = browser_of(None).post(TWO, {"answer": "My jaw."}, headers=headers)
        assert refused.status_code == 422
        assert "You are signed out now, so this was not kept." in refused.content.decode()
    assert "My jaw." in browser_of(None).post(TWO, {"answer": "My jaw."}).content.decode()


def test_a_step_without_a_question_keeps_no_words(ada: Person, browser_of: Open) -> None:
    assert browser_of(ada).post(UNDER, {"answer": "Something."}).status_code == 302
    assert journal.latest(ada) is None
