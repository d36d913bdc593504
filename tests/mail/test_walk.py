"""The walk of a letter: leases, and what is left when a worker dies at each step."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections

from intima.mail import outbox, walk
from intima.mail.models import Letter, State
from intima.mail.outbox import Post
from intima.mail.walk import LEASE, Outcome
from tests.cast import EVENING
from tests.mail.conftest import NOTE, minutes

PAST = EVENING + LEASE + minutes(1)


def state(letter: Letter) -> str:
    letter.refresh_from_db()
    return letter.state


def test_a_claimed_letter_is_nobody_elses(post: Callable[..., Letter]) -> None:
    post()
    assert len(walk.claim(at=EVENING, limit=500)) == 1
    assert walk.claim(at=EVENING, limit=500) == []


def test_a_batch_is_no_larger_than_asked(post: Callable[..., Letter]) -> None:
    for _ in range(5):
        post()
    assert len(walk.claim(at=EVENING, limit=3)) == 3


def test_a_worker_killed_before_sending_leaves_a_letter_that_waits_again(post: Callable[..., Letter]) -> None:
    letter = post()
    walk.claim(at=EVENING, limit=500)
    assert walk.sweep(at=EVENING + minutes(1)) == 0
    assert state(letter) == State.CLAIMED
    assert walk.sweep(at=PAST) == 1
    assert state(letter) == State.WAITING
    assert len(walk.claim(at=PAST, limit=500)) == 1


def test_a_worker_killed_while_sending_leaves_it_unknown_and_never_sent_again(post: Callable[..., Letter]) -> None:
    letter = post()
    walk.begin_sending(walk.claim(at=EVENING, limit=500), at=EVENING)
    assert state(letter) == State.SENDING
    walk.sweep(at=PAST)
    assert state(letter) == State.UNKNOWN
    assert letter.reason == "the worker stopped while sending"
    assert letter.payload is None
    assert walk.claim(at=PAST + minutes(100), limit=500) == []


def test_what_became_of_those_before_is_written_with_those_that_are_next(post: Callable[..., Letter]) -> None:
    letters = [post(f"reader{number}@example.org") for number in range(4)]
    held = {letter.pk: letter for letter in walk.claim(at=EVENING, limit=500)}
    sent, refused, waits, next_one = (held[letter.pk] for letter in letters)
    walk.begin_sending([sent, refused, waits], at=EVENING)
    before = [
        Outcome(sent, State.SENT),
        Outcome(refused, State.REFUSED, "550 at RCPT", "mark"),
        Outcome(waits, State.WAITING, tried=False),
    ]
    assert walk.begin_sending([next_one], at=EVENING, after=before) == [next_one]
    assert [state(letter) for letter in letters] == [State.SENT, State.REFUSED, State.WAITING, State.SENDING]


def test_a_lapsed_lease_is_no_right_to_send(post: Callable[..., Letter]) -> None:
    letter = post()
    slow = walk.claim(at=EVENING, limit=500)
    walk.sweep(at=PAST)
    quick = walk.claim(at=PAST, limit=500)
    assert walk.begin_sending(slow, at=PAST) == []
    assert [one.pk for one in walk.begin_sending(quick, at=PAST)] == [letter.pk]


def test_of_a_group_those_still_held_are_sent(post: Callable[..., Letter]) -> None:
    kept, lost = post(), post()
    held = walk.claim(at=EVENING, limit=500)
    Letter.objects.filter(pk=lost.pk).update(state=State.WAITING, lease=None, lease_until=None)
    assert [one.pk for one in walk.begin_sending(held, at=EVENING)] == [kept.pk]


def test_a_worker_slower_than_its_lease_still_tells_what_it_saw(post: Callable[..., Letter]) -> None:
    letter = post()
    held = walk.begin_sending(walk.claim(at=EVENING, limit=500), at=EVENING)
    walk.sweep(at=PAST)
    walk.settle([Outcome(held[0], State.SENT)], at=PAST)
    assert state(letter) == State.SENT


def test_a_returned_letter_waits_as_it_did(post: Callable[..., Letter]) -> None:
    letter = post()
    walk.release(walk.claim(at=EVENING, limit=500))
    assert state(letter) == State.WAITING
    assert letter.attempt == 0
    assert letter.next_try_at == EVENING


def test_a_finished_letter_holds_no_payload_and_no_address(post: Callable[..., Letter]) -> None:
    letter = post()
    held = walk.begin_sending(walk.claim(at=EVENING, limit=500), at=EVENING)
    walk.settle([Outcome(held[0], State.SENT, mark=outbox.mark_of("ada@example.org"))], at=EVENING)
    assert state(letter) == State.SENT
    assert letter.finished_at == EVENING
    assert letter.payload is None
    assert letter.refused_by == ""


def test_waits_grow_and_stop_growing() -> None:
    waits = [walk.wait_after(attempt).total_seconds() for attempt in range(1, 13)]
    assert waits[:4] == [5, 10, 20, 40]
    assert waits == sorted(waits)
    assert waits[-1] == 1800


def test_put_off_letters_are_dropped_once_they_would_be_three_hours_late(post: Callable[..., Letter]) -> None:
    letter = post()
    at = EVENING
    for _ in range(100):
        held = walk.begin_sending(walk.claim(at=at, limit=500), at=at)
        walk.settle([Outcome(held[0], State.WAITING, "450 at RCPT")], at=at)
        if state(letter) != State.WAITING:
            break
        assert letter.next_try_at > at
        at = letter.next_try_at
    assert letter.state == State.DROPPED
    assert letter.reason == "too late: 450 at RCPT"
    assert EVENING + minutes(120) < letter.finished_at <= EVENING + minutes(180)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL: SQLite has one writer at a time")
def test_four_workers_at_once_share_the_letters_and_none_twice(ada: object) -> None:
    posts = [Post(f"note:{number}", ada.pk, EVENING) for number in range(400)]  # type: ignore[attr-defined]
    outbox.post_many(posts, kind=NOTE, at=EVENING)
    claimed: list[list[object]] = [[], [], [], []]
    together = threading.Barrier(4)

    def work(mine: list[object]) -> None:
        together.wait()
        while letters := walk.claim(at=EVENING, limit=7):
            mine += [letter.pk for letter in letters]
        connections.close_all()

    threads = [threading.Thread(target=work, args=(mine,)) for mine in claimed]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    everything = [pk for mine in claimed for pk in mine]
    assert len(everything) == len(set(everything)) == 400
