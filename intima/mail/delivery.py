"""One ring of the doorbell: what is due goes out, in batches, over one connection."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import zip_longest

from intima.kit import seal
from intima.mail import walk, writing
from intima.mail.models import Letter, State
from intima.mail.transports import Lost, PutOff, Refused, Transport, Undecided
from intima.mail.walk import Outcome
from intima.mail.writing import Written

log = logging.getLogger(__name__)

BATCH = 500  # letters
BATCH_TIME = timedelta(seconds=5)  # then the rest goes back, so that account mail which came meanwhile goes first
RING_TIME = timedelta(seconds=10)  # then the worker is free for other doorbells
AHEAD = 100  # letters looked at together just before they go; for longer lists PostgreSQL may take no index
GROUP = 10  # letters written down as being sent together: as many can become `unknown` when a worker dies
GROUP_TIME = timedelta(seconds=5)  # then the group's rest waits again; with one slow letter more still within a lease

Now = Callable[[], datetime]


class HangUp(Exception):
    """The way out is gone for now; whatever is left waits for the next ring."""


def ring(transport: Transport, *, now: Now) -> None:
    """Bring back what dead workers held, and send what is due, until nothing is or the time is over."""
    ends = now() + RING_TIME
    walk.sweep(at=now())
    while now() < ends and Letter.objects.ready(now()).exists():
        try:
            transport.open()
            letters = walk.claim(at=now(), limit=BATCH)
            if not letters:  # another worker has them all
                return
            with seal.keyring():
                _batch(letters, transport, now=now)
        except (Lost, HangUp) as error:
            log.warning("Letters wait: %s", error)
            return
        walk.sweep(at=now())


def _batch(letters: list[Letter], transport: Transport, *, now: Now) -> None:
    ends = now() + BATCH_TIME
    unsent = letters
    try:
        while letters and now() < ends:
            looked_at, letters = letters[:AHEAD], letters[AHEAD:]
            written, outcomes = writing.write(looked_at, at=now())
            while written and now() < ends:
                group, written = written[:GROUP], written[GROUP:]
                unsent = [one.letter for one in written] + letters
                outcomes = _group(group, outcomes, transport, now=now)
            walk.settle(outcomes, at=now())
    finally:
        walk.release(unsent)


def _group(group: list[Written], before: list[Outcome], transport: Transport, *, now: Now) -> list[Outcome]:
    """Write down what became of those before, then send these; returns what became of them. Raises HangUp."""
    at = now()
    mine = {letter.pk for letter in walk.begin_sending([one.letter for one in group], at=at, after=before)}
    going = [one for one in group if one.letter.pk in mine]  # of the others the lease was over
    outcomes: list[Outcome] = []
    gone = ""
    for one, then in zip_longest(going, going[1:]):
        if gone or now() > at + GROUP_TIME:
            outcomes.append(Outcome(one.letter, State.WAITING, tried=False))
            continue
        outcome, gone = _send(one, transport, then)
        outcomes.append(outcome)
    if gone:
        walk.settle(outcomes, at=now())
        raise HangUp(gone)
    return outcomes


def _send(one: Written, transport: Transport, then: Written | None) -> tuple[Outcome, str]:
    """What became of the letter and, when the way out is gone, why."""
    try:
        transport.send(one.message, one.envelope, then=then and then.envelope)
    except Lost as reason:
        return Outcome(one.letter, State.WAITING, str(reason)), str(reason)
    except PutOff as reason:
        return Outcome(one.letter, State.WAITING, str(reason)), ""
    except Refused as refusal:
        mark = one.mark if refusal.address else ""
        return Outcome(one.letter, State.REFUSED, str(refusal), mark), ""
    except Undecided as reason:
        log.warning("Letter %s may have arrived or not: %s", one.letter.pk, reason)
        return Outcome(one.letter, State.UNKNOWN, str(reason)), str(reason)
    # It took this one: whatever it refused before was no row.
    return Outcome(one.letter, State.SENT, mark=one.mark if one.refusals else ""), ""
