"""A batch to a real SMTP server that does something else with each letter: every one ends in the right state."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from intima.mail.models import Letter, State
from intima.mail.transports import smtp
from tests.cast import EVENING
from tests.mail.conftest import minutes
from tests.mail.office import HALF, HANG_UP, STALL, PostOffice

Posting, Ringing = Callable[..., Letter], Callable[..., None]
BEFORE, AFTER = "the connection broke before DATA", "the connection broke after DATA"

# Each is the name in an address: where the server says what, and what becomes of the letter.
SAID = {
    "ada": ("RCPT", None, State.SENT, ""),
    "ben": ("RCPT", "550 No such person", State.REFUSED, "550 at RCPT"),
    "cleo": ("RCPT", "450 Busy", State.WAITING, "450 at RCPT"),
    "dan": ("RCPT", "421 Closing", State.WAITING, "421 at RCPT"),
    "eve": ("message", "452 Full", State.WAITING, "452 at message"),
    "fay": ("message", "554 Not liked", State.REFUSED, "554 at message"),
    "gil": ("message", "251 Taken, will go on", State.SENT, ""),
    "hal": ("message", None, State.SENT, ""),
}


@pytest.fixture
def in_order(post: Posting) -> Callable[..., list[Letter]]:
    """Posts a note to each name, in the order in which they are to go."""

    def all_of(*names: str) -> list[Letter]:
        due = {name: EVENING - timedelta(seconds=60 - number) for number, name in enumerate(names)}
        return [post(f"{name}@example.org", due_at=at) for name, at in due.items()]

    return all_of


def told(letter: Letter) -> tuple[str, str]:
    letter.refresh_from_db()
    return letter.state, letter.reason


def arrived(office: PostOffice) -> list[str]:
    return [to.partition("@")[0] for to, _raw in office.taken]


def test_each_letter_of_a_batch_ends_as_the_server_said(
    in_order: Callable[..., list[Letter]], ring: Ringing, office: PostOffice
) -> None:
    for step in ("RCPT", "message"):
        said = {f"{name}@example.org": reply for name, (at, reply, *_) in SAID.items() if at == step}
        office.answers[step] = said.get
    letters = in_order(*SAID)
    ring()
    assert [told(letter) for letter in letters] == [(state, reason) for _at, _reply, state, reason in SAID.values()]
    office.answers.clear()
    ring(EVENING + minutes(1))
    final = {State.WAITING: State.SENT}
    assert [told(letter)[0] for letter in letters] == [final.get(state, state) for *_, state, _reason in SAID.values()]
    assert sorted(arrived(office)) == ["ada", "cleo", "dan", "eve", "gil", "hal"]


@pytest.mark.parametrize(
    ("step", "how", "state", "reason"),
    [
        ("MAIL", HANG_UP, State.WAITING, BEFORE),
        ("RCPT", HANG_UP, State.WAITING, BEFORE),
        ("RCPT", STALL, State.WAITING, BEFORE),
        ("message", STALL, State.UNKNOWN, AFTER),
        ("message", HANG_UP, State.UNKNOWN, AFTER),
        ("message", HALF, State.UNKNOWN, AFTER),
        ("message", "354 Go on", State.UNKNOWN, AFTER),
        ("message", "999 What", State.UNKNOWN, AFTER),
    ],
)
def test_where_the_line_breaks_in_a_batch_one_is_in_question_and_none_goes_twice(
    step: str,
    how: str,
    state: str,
    reason: str,
    in_order: Callable[..., list[Letter]],
    ring: Ringing,
    office: PostOffice,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(smtp, "STEP_SECONDS", 0.1)
    monkeypatch.setattr(smtp, "TAKE_SECONDS", 0.1)
    office.stall = 0.2
    turn = iter([None, how])
    office.answers[step] = lambda address: next(turn, None)
    first, second, third = in_order("ada", "ben", "cleo")
    ring()
    assert told(first) == (State.SENT, "")
    assert told(second) == (state, reason)
    assert told(third) == (State.WAITING, "")
    assert third.attempt == 0
    ring(EVENING + minutes(1))
    assert told(second)[0] == (State.SENT if state == State.WAITING else state)
    assert told(third) == (State.SENT, "")
    assert max(map(arrived(office).count, ("ada", "ben", "cleo"))) == 1
