"""What must hold when everything is over: the letters of the database against what the SMTP server wrote down."""

import uuid
from collections import Counter
from dataclasses import dataclass
from functools import partial

import psycopg

from tests.bench.measured import Measured
from tests.faults.watch import FINAL

WITHIN = 120.0  # seconds: a lease, and the ring that finds it over
IN_FLIGHT = 10  # letters that one kill may leave undecided
KILLED = "the worker stopped while sending"


# One thing that must hold: `value` of `reference`, in `unit`; it does while their ratio is at most `reach`.
Proof = partial(Measured, most=True)


@dataclass(frozen=True)
class Row:
    """A letter as the database holds it at the end."""

    message: str  # the part of its Message-ID before the @
    state: str
    reason: str
    lease: uuid.UUID | None


def rows_of(database: str) -> list[Row]:
    with psycopg.connect(database) as connection:
        found = connection.execute("SELECT id, state, reason, lease FROM mail_letter").fetchall()
    return [Row(str(pk), *rest) for pk, *rest in found]


def judge(rows: list[Row], taken: list[str], *, expected: int, cut: int) -> list[Measured]:
    """What must hold of the letters.

    `taken` are the Message-IDs that the server took, `expected` is how many letters had to be posted, `cut` how many
    times the server left one in the dark after DATA.
    """
    times = Counter(message.strip("<>").partition("@")[0] for message in taken)
    states = {row.message: row.state for row in rows}
    unposted = abs(expected - len(rows)) + len(times.keys() - states.keys())
    unfinished = sum(row.state not in FINAL for row in rows)
    unreasoned = sum(row.state in FINAL - {"sent"} and not row.reason for row in rows)
    untaken = sum(row.state == "sent" and not times[row.message] for row in rows)
    denied = sum(row.state not in {"sent", "unknown"} and bool(times[row.message]) for row in rows)
    undecided = Counter(row.lease for row in rows if row.reason == KILLED)
    in_the_dark = sum(row.state == "unknown" and row.reason != KILLED for row in rows)
    return [
        Proof("letters that the server took twice", sum(count > 1 for count in times.values()), "letters", expected, 0),
        Proof("letters due that were never posted, or too many", unposted, "letters", expected, 0),
        Proof("letters without a final state", unfinished, "letters", expected, 0),
        Proof("letters not sent that say no reason", unreasoned, "letters", expected, 0),
        Proof("letters `sent` that the server never took", untaken, "letters", expected, 0),
        Proof("letters taken whose state denies it", denied, "letters", expected, 0),
        Proof("letters unknown from one kill", max(undecided.values(), default=0), "letters", IN_FLIGHT, 1),
        Proof("letters unknown from lines cut after DATA", in_the_dark, "letters", max(cut, 1), 1),
    ]
