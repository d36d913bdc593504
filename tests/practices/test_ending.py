"""The end of 'Ready to talk?': a sentence for its author alone, and a few words that may be sent."""

from collections.abc import Callable

import pytest
from django.test import Client

from exercises.practices import telling
from exercises.practices.actions import runs
from intima.accounts.models import Person
from reflections.notes.models import Note
from reflections.spaces.models import Space
from tests.practices import acts

pytestmark = pytest.mark.django_db

Open = Callable[[Person | None], Client]


def answers(body: int | None, curious: int | None = None) -> dict[str, dict[str, int | None]]:
    return {"body": {"at": body}, "curious": {"at": curious}}


@pytest.mark.parametrize(
    ("body", "curious", "says"),
    [
        (7, 10, "Your body is loud."),
        (6, 3, "not much room for the other side yet"),
        (4, 4, "quiet enough to listen"),
        (5, 4, "Somewhere in the middle"),
        (None, None, "Somewhere in the middle"),
    ],
)
def test_what_it_says_follows_from_the_slides(ada: Person, body: int | None, curious: int | None, says: str) -> None:
    exercise = runs.exercise(ada, "ready-to-talk").exercise
    assert says in telling.advice(exercise, answers(body, curious))


def test_most_exercises_say_nothing_of_it(ada: Person) -> None:
    assert telling.advice(runs.exercise(ada, "settle").exercise, {}) == ""


def test_alone_there_is_the_sentence_and_nobody_to_send_to(ada: Person, browser_of: Open) -> None:
    page = browser_of(ada).get(f"/practice/run/{acts.done(ada, 'ready-to-talk', answers(9))}/done/").content.decode()
    assert "Your body is loud." in page
    assert "I can talk now." not in page
    assert 'href="/pause/"' in page[page.index("Your body is loud.") :]


def test_a_pause_stands_beside_the_words(ada: Person, space: Space, browser_of: Open) -> None:
    page = browser_of(ada).get(f"/practice/run/{acts.done(ada, 'ready-to-talk', answers(9))}/done/").content.decode()
    assert (
        page.index("Something gentle first, please.") < page.index("Take a pause instead") < page.index("What you did")
    )


def test_words_are_looked_at_and_then_sent_without_an_answer(ada: Person, space: Space, browser_of: Open) -> None:
    client = browser_of(ada)
    page = client.get(f"/practice/run/{acts.done(ada, 'ready-to-talk', answers(2, 8))}/done/")
    key, offers = page.context["key"], page.context["playing"].exercise.send
    sent = {"key": key, "space": space.pk, "text": offers[0].text}
    look = client.post("/notes/write/", sent).content.decode()
    assert "I can talk now." in look
    assert not Note.objects.exists()
    client.post("/notes/write/", {**sent, "then": "send"})
    assert Note.objects.get(author=ada).text == "I can talk now."


def test_words_with_a_gap_are_finished_first(ada: Person, space: Space, browser_of: Open) -> None:
    client = browser_of(ada)
    page = client.get(f"/practice/run/{acts.done(ada, 'ready-to-talk', answers(2, 8))}/done/")
    assert page.content.decode().count('name="then" value="edit"') == 1
    at = next(each for each in page.context["playing"].exercise.send if each.has_a_gap)
    sent = {"key": page.context["key"], "space": space.pk, "text": at.text, "then": "edit"}
    page = client.post("/notes/write/", sent)
    assert page.context["form"]["text"].value() == "I’d like to talk at …"
    assert page.status_code == 200
