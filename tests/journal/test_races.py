"""Two who press at the same moment, on real concurrent connections."""

import uuid
from collections.abc import Callable
from threading import Event
from typing import Any

import pytest

from intima.kit import clock
from reflections.journal import actions as journal
from reflections.journal.actions import entries, exchanges, sharing
from reflections.journal.models import Answer, Draft, Entry, Exchange
from reflections.shares.models import Share
from reflections.spaces.actions import tie_of
from tests import cast
from tests.at_once import ON_REAL_CONNECTIONS, at_once
from tests.journal import acts

pytestmark = ON_REAL_CONNECTIONS


@pytest.mark.parametrize("_again", range(5))
def test_two_who_confirm_at_once_open_it_once(_again: int) -> None:
    ada, ben = cast.person("Ada"), cast.person("Ben")
    cast.pair(ada, ben)
    exchange = acts.propose(ada)
    for person in (ada, ben):
        acts.answer(exchange, person, f"{person.name} answers.", confirmed=False)
    at = clock.now()
    at_once(
        *(
            lambda person=person: exchanges.confirm(author=person, pk=exchange.pk, revision=1, at=at)
            for person in (ada, ben)
        )
    )
    exchange.refresh_from_db()
    assert exchange.opened_at == at
    assert {answer.state for answer in Answer.objects.all()} == {Answer.State.CONFIRMED}


@pytest.mark.parametrize("_again", range(5))
def test_withdrawing_while_the_other_confirms_either_opens_it_or_does_not(_again: int) -> None:
    ada, ben = cast.person("Ada"), cast.person("Ben")
    cast.pair(ada, ben)
    exchange = acts.propose(ada)
    acts.answer(exchange, ada, "Ada answers.")
    acts.answer(exchange, ben, "Ben answers.", confirmed=False)
    at = clock.now()
    withdrew, _ = at_once(
        lambda: exchanges.withdraw(author=ada, pk=exchange.pk, at=at),
        lambda: exchanges.confirm(author=ben, pk=exchange.pk, revision=1, at=at),
        refusing=(exchanges.NothingToAnswer,),
    )
    exchange.refresh_from_db()
    refused = isinstance(withdrew, exchanges.NothingToAnswer)
    assert refused == (exchange.opened_at is not None)
    assert Answer.objects.get(author=ada).state == (Answer.State.CONFIRMED if refused else Answer.State.DRAFT)


def test_two_who_put_the_same_question_at_once_put_one() -> None:
    ada, ben = cast.person("Ada"), cast.person("Ben")
    cast.pair(ada, ben)
    ties, at = [acts.tie(ada), acts.tie(ben)] * 4, clock.now()
    at_once(*(lambda tie=tie: exchanges.propose(tie=tie, prompt=acts.PROMPT, at=at) for tie in ties))
    assert Exchange.objects.count() == 1


def test_eight_presses_of_keep_it_write_it_once() -> None:
    ada, key = cast.person("Ada"), uuid.uuid4()
    at_once(*(lambda: acts.keep(ada, "Once.", key=key) for _ in range(8)))
    assert Entry.objects.get().revision == 1


def test_two_first_answers_to_a_lesson_are_one_entry() -> None:
    ada, at = cast.person("Ada"), clock.now()
    at_once(
        *(lambda n=n: journal.answer(author=ada, prompt="first-alarm", text=f"My jaw {n}.", at=at) for n in range(4))
    )
    assert Entry.objects.count() == 1


def test_eight_saves_of_one_draft_are_one_draft() -> None:
    ada, key, at = cast.person("Ada"), uuid.uuid4(), clock.now()
    at_once(
        *(lambda n=n: entries.save_draft(author=ada, key=key, prompt="", text=f"Begun {n}", at=at) for n in range(8))
    )
    assert Draft.objects.get().text.startswith("Begun")


def test_an_answer_first_written_in_two_windows_is_one_answer() -> None:
    ada, ben = cast.person("Ada"), cast.person("Ben")
    cast.pair(ada, ben)
    exchange, at = acts.propose(ada), clock.now()
    at_once(*(lambda n=n: exchanges.write(author=ada, pk=exchange.pk, text=f"Tea {n}", at=at) for n in range(6)))
    assert Answer.objects.count() == 1


def test_no_share_outlives_taking_everything_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ada shares in one window at the very moment when, in another, the shares are gone and the words are not yet."""
    ada, ben = cast.person("Ada"), cast.person("Ben")
    space, at = cast.pair(ada, ben), clock.now()
    tie = tie_of(ada)
    assert tie is not None
    entry = entries.keep(author=ada, key=uuid.uuid4(), prompt="", text="The toast.", lens=None, at=at)
    half_way, shared = Event(), Event()
    forget = sharing._forget_shown

    def slowly(mine: object) -> None:
        half_way.set()
        shared.wait(timeout=1)  # the other one has to wait for us, so this ends by itself
        forget(mine)

    def share() -> None:
        half_way.wait(timeout=5)
        sharing.share(author=ada, pk=entry.pk, space_id=space.pk, revision=1, at=at)
        shared.set()

    monkeypatch.setattr(sharing, "_forget_shown", slowly)
    at_once(lambda: sharing.take_everything_back(tie=tie, at=at), share)
    entry = Entry.objects.get(pk=entry.pk)
    assert Share.objects.filter(subject_id=entry.pk).exists() == (entry.shown is not None)


@pytest.mark.parametrize("deed", [sharing.take_back, entries.delete])
def test_taking_one_back_and_taking_everything_back_wait_for_each_other(
    deed: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ada takes an entry back in one window at the very moment when, in another, the shares are gone already."""
    ada, ben = cast.person("Ada"), cast.person("Ben")
    space, at = cast.pair(ada, ben), clock.now()
    tie = tie_of(ada)
    assert tie is not None
    entry = entries.keep(author=ada, key=uuid.uuid4(), prompt="", text="The toast.", lens=None, at=at)
    sharing.share(author=ada, pk=entry.pk, space_id=space.pk, revision=1, at=at)
    half_way, done = Event(), Event()
    forget = sharing._forget_shown

    def slowly(mine: object) -> None:
        if not half_way.is_set():
            half_way.set()
            done.wait(timeout=1)  # the other one has to wait for us, so this ends by itself
        forget(mine)

    def take_one_back() -> None:
        half_way.wait(timeout=5)
        deed(author=ada, pk=entry.pk)
        done.set()

    monkeypatch.setattr(sharing, "_forget_shown", slowly)
    at_once(lambda: sharing.take_everything_back(tie=tie, at=at), take_one_back)
    assert not Share.objects.exists()
    assert not Entry.objects.filter(shown__isnull=False).exists()


def saving_slowly(monkeypatch: pytest.MonkeyPatch) -> tuple[Event, Event]:
    """Saving a draft stands still between looking and saving: until somebody sets the second, or for a second."""
    half_way, done = Event(), Event()
    save = entries._save

    def slowly(*args: Any) -> None:
        half_way.set()
        done.wait(timeout=1)  # the other one has to wait for us, so this ends by itself
        save(*args)

    monkeypatch.setattr(entries, "_save", slowly)
    return half_way, done


def test_a_draft_saved_at_the_moment_of_keeping_leaves_no_draft_of_kept_words(monkeypatch: pytest.MonkeyPatch) -> None:
    ada, key, at = cast.person("Ada"), uuid.uuid4(), clock.now()
    half_way, done = saving_slowly(monkeypatch)

    def keep() -> None:
        half_way.wait(timeout=5)
        acts.keep(ada, "The toast.", key=key)
        done.set()

    at_once(lambda: entries.save_draft(author=ada, key=key, prompt="", text="The toa", at=at), keep)
    assert Entry.objects.get().text == "The toast."
    assert not Draft.objects.exists()


@pytest.mark.parametrize("deed", ["edit", "delete"])
def test_a_change_saved_at_the_moment_of_keeping_or_deleting_leaves_no_draft(
    deed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, at = cast.person("Ada"), clock.now()
    entry = acts.keep(ada, "The toast.")
    half_way, done = saving_slowly(monkeypatch)

    def finish() -> None:
        half_way.wait(timeout=5)
        if deed == "edit":
            acts.edit(entry, "The toast, and the jam.")
        else:
            entries.delete(author=ada, pk=entry.pk)
        done.set()

    at_once(lambda: entries.save_edit_draft(author=ada, pk=entry.pk, base=1, text="The toast, an", at=at), finish)
    assert not Draft.objects.exists()
