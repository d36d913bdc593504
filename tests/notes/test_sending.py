import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from intima.accounts.actions import delete_account
from intima.accounts.models import Person
from intima.kit.news import FRESH
from reflections.notes import actions
from reflections.notes.models import Note
from reflections.spaces.actions import NotTogether, leave, tie_of
from reflections.spaces.models import Space
from tests import cast
from tests.cast import EVENING
from tests.spaces.walk import without_token

Open = Callable[[Person | None], Client]
WRITE = "/notes/write/"
SOUP = "Thank you for the soup."


def sent(author: Person, text: str = SOUP) -> uuid.UUID:
    tie = tie_of(author)
    assert tie is not None
    return actions.send(tie=tie, key=uuid.uuid4(), text=text, at=EVENING)


def test_it_is_looked_at_before_it_is_sent(ada: Person, ben: Person, space: Space, browser_of: Open) -> None:
    client = browser_of(ada)
    form = {"key": str(uuid.uuid4()), "kind": "words", "text": SOUP, "space": str(space.pk)}
    look = client.post(WRITE, form).content.decode()
    assert "Send to <bdi>Ben</bdi>" in look
    assert "It cannot be taken back." in look
    assert not Note.objects.exists()
    client.post(WRITE, {**form, "then": "send"})
    assert SOUP in browser_of(ben).get("/notes/").content.decode()


def test_pressing_twice_sends_once(ada: Person, space: Space, browser_of: Open) -> None:
    form = {"key": str(uuid.uuid4()), "kind": "words", "text": SOUP, "then": "send", "space": str(space.pk)}
    went = {browser_of(ada).post(WRITE, form).headers["Location"] for _ in range(2)}
    assert len(went) == 1
    assert Note.objects.count() == 1


def test_an_empty_note_is_answered_beside_its_field(ada: Person, space: Space, browser_of: Open) -> None:
    refused = browser_of(ada).post(
        WRITE, {"key": str(uuid.uuid4()), "text": "  ", "then": "send", "space": str(space.pk)}
    )
    assert refused.status_code == 422
    assert "Write a word or two first." in refused.content.decode()


def test_nobody_else_reads_it(ada: Person, ben: Person, cleo: Person, space: Space, browser_of: Open) -> None:
    pk = sent(ada)
    assert browser_of(cleo).get(f"/notes/{pk}/").status_code == 404
    assert SOUP not in browser_of(cleo).get("/notes/").content.decode()


def test_it_stays_with_its_receiver_after_leaving_and_says_no_name(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    pk = sent(ada)
    leave(person=ada, at=EVENING)
    page = browser_of(ben).get(f"/notes/{pk}/").content.decode()
    assert SOUP in page
    assert "Ada" not in page
    assert SOUP in browser_of(ada).get(f"/notes/{pk}/").content.decode()


def test_when_its_receiver_deletes_their_account_its_author_still_has_it_and_it_names_nobody(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    pk = sent(ada)
    delete_account(person=ben, at=EVENING)
    for path in ("/notes/", f"/notes/{pk}/"):
        page = browser_of(ada).get(path).content.decode()
        assert SOUP in page
        assert "Ben" not in page


def test_somebody_alone_has_nobody_to_write_to(cleo: Person, browser_of: Open) -> None:
    assert browser_of(cleo).get(WRITE).status_code == 404


def test_words_for_one_are_never_sent_to_another(
    ada: Person, ben: Person, cleo: Person, space: Space, browser_of: Open
) -> None:
    tie = tie_of(ada)
    leave(person=ben, at=EVENING)
    cast.pair(ada, cleo)
    form = {"key": str(uuid.uuid4()), "kind": "words", "text": SOUP, "then": "send", "space": str(space.pk)}
    assert "Send to <bdi>Cleo</bdi>" in browser_of(ada).post(WRITE, form).content.decode()
    assert tie is not None
    with pytest.raises(NotTogether):
        actions.send(tie=tie, key=uuid.uuid4(), text=SOUP, at=EVENING)
    assert not Note.objects.exists()


def test_going_back_and_changing_the_words_is_another_note(ada: Person, space: Space, browser_of: Open) -> None:
    form = {"key": str(uuid.uuid4()), "text": SOUP, "then": "send", "space": str(space.pk)}
    browser_of(ada).post(WRITE, form)
    look = browser_of(ada).post(WRITE, {**form, "text": "And for the bread."}).content.decode()
    assert "And for the bread." in look
    assert form["key"] not in look


def test_what_was_muted_can_be_read_once_the_space_has_closed(ada: Person, ben: Person, space: Space) -> None:
    tie = tie_of(ben)
    assert tie is not None
    actions.mute(tie=tie, on=True)
    pk = sent(ada)
    leave(person=ada, at=EVENING)
    assert Note.objects.visible_to(ben).filter(pk=pk).exists()


def test_muted_notes_wait_unseen_and_the_sender_learns_nothing(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    before = without_token(browser_of(ada).get("/notes/").content)
    browser_of(ben).post("/notes/mute/", {"on": "1"})
    assert without_token(browser_of(ada).get("/notes/").content) == before
    pk = sent(ada)
    assert browser_of(ben).get(f"/notes/{pk}/").status_code == 404
    assert SOUP not in browser_of(ben).get("/notes/").content.decode()
    assert actions.arrived(ben, EVENING) is None
    assert SOUP in browser_of(ada).get("/notes/").content.decode()
    browser_of(ben).post("/notes/mute/", {})
    assert SOUP in browser_of(ben).get("/notes/").content.decode()


def test_the_switch_says_what_waits_and_what_stays_in_sight(ada: Person, space: Space, browser_of: Open) -> None:
    for _on_and_off in range(2):
        page = browser_of(ada).get("/notes/").content.decode()
        assert "questions about your answers" in page
        assert "stays in sight, and so does a pause." in page
        browser_of(ada).post("/notes/mute/", {"on": "1"})


def test_a_mute_ends_with_its_space(ada: Person, ben: Person, space: Space) -> None:
    tie = tie_of(ben)
    assert tie is not None
    actions.mute(tie=tie, on=True)
    leave(person=ben, at=EVENING)
    cast.pair(ada, ben)
    pk = sent(ada)
    assert Note.objects.visible_to(ben).filter(pk=pk).exists()


def test_what_came_this_week_is_told_to_other_rooms_without_words(ada: Person, ben: Person, space: Space) -> None:
    pk = sent(ada)
    assert actions.arrived(ben, EVENING) == actions.Arrived(pk, EVENING)
    assert actions.arrived(ada, EVENING) is None
    assert actions.arrived(ben, EVENING + FRESH) is None
