"""That the verdict sees what must not be: each kind of broken promise, alone."""

import uuid

import pytest

from tests.faults.verdict import KILLED, Row, judge

LEASE = uuid.uuid4()
ROWS = [
    Row("a", "sent", "", LEASE),
    Row("b", "unknown", KILLED, LEASE),
    Row("c", "refused", "550 at RCPT", LEASE),
    Row("d", "unknown", "the connection broke after DATA", LEASE),
]
TAKEN = ["<a@localhost>", "<b@localhost>"]


def broken(rows: list[Row], taken: list[str], *, expected: int = 4) -> list[str]:
    return [proof.name for proof in judge(rows, taken, expected=expected, cut=1) if not proof.ok]


def test_where_every_letter_came_to_its_end_all_holds() -> None:
    assert broken(ROWS, TAKEN) == []


@pytest.mark.parametrize(
    ("rows", "taken", "expected", "name"),
    [
        (ROWS, [*TAKEN, "<a@localhost>"], 4, "letters that the server took twice"),
        (ROWS, TAKEN, 5, "letters due that were never posted, or too many"),
        (ROWS, [*TAKEN, "<x@localhost>"], 4, "letters due that were never posted, or too many"),
        ([*ROWS, Row("e", "claimed", "", LEASE)], TAKEN, 5, "letters without a final state"),
        ([*ROWS, Row("e", "dropped", "", LEASE)], TAKEN, 5, "letters not sent that say no reason"),
        (ROWS, TAKEN[1:], 4, "letters `sent` that the server never took"),
        (ROWS, [*TAKEN, "<c@localhost>"], 4, "letters taken whose state denies it"),
        (
            [*ROWS, *(Row(str(number), "unknown", KILLED, LEASE) for number in range(10))],
            TAKEN,
            14,
            "letters unknown from one kill",
        ),
        ([*ROWS, Row("e", "unknown", "?", LEASE)], TAKEN, 5, "letters unknown from lines cut after DATA"),
    ],
)
def test_a_broken_promise_is_seen(rows: list[Row], taken: list[str], expected: int, name: str) -> None:
    assert broken(rows, taken, expected=expected) == [name]
