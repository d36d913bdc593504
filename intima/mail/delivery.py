"""One ring of the doorbell: what is due goes out, in batches, over one connection."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db import DatabaseError

from intima.kit import seal
from intima.mail import kinds, mime, outbox, walk
from intima.mail.kinds import NotWanted
from intima.mail.models import Letter, State
from intima.mail.transports import Lost, PutOff, Refused, Transport, Undecided
from intima.mail.walk import Outcome

log = logging.getLogger(__name__)

BATCH = 500  # letters
BATCH_TIME = timedelta(seconds=5)  # then the rest goes back, so that account mail which came meanwhile goes first
RING_TIME = timedelta(seconds=10)  # then the worker is free for other doorbells
GROUP = 10  # letters written down as being sent together: as many can become `unknown` when a worker dies
GROUP_TIME = timedelta(seconds=20)  # then the group's rest waits again; with one slow letter more still within a lease

Now = Callable[[], datetime]


@dataclass(frozen=True)
class Written:
    """A letter as bytes, with its envelope."""

    letter: Letter
    message: bytes
    sender: str
    to: str
    mark: str


class HangUp(Exception):
    """The way out is gone for now; whatever is left waits for the next ring."""


def ring(transport: Transport, *, now: Now) -> None:
    """Bring back what dead workers held, then send what is due until nothing is, or the time is over."""
    walk.sweep(at=now())
    ends = now() + RING_TIME
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


def _batch(letters: list[Letter], transport: Transport, *, now: Now) -> None:
    ends = now() + BATCH_TIME
    try:
        while letters and now() < ends:
            group, letters = letters[:GROUP], letters[GROUP:]
            _group(group, transport, now=now)
    finally:
        walk.release(letters)


def _group(letters: list[Letter], transport: Transport, *, now: Now) -> None:
    at = now()
    written, outcomes = _write(letters, at=at)
    walk.settle(outcomes, at=at)
    mine = {letter.pk for letter in walk.begin_sending([one.letter for one in written], at=at)}
    written = [one for one in written if one.letter.pk in mine]
    outcomes = []
    gone = ""
    for one in written:
        if gone or now() > at + GROUP_TIME:
            outcomes.append(Outcome(one.letter, State.WAITING, tried=False))
            continue
        outcome, gone = _send(one, transport)
        outcomes.append(outcome)
    walk.settle(outcomes, at=now())
    if gone:
        raise HangUp(gone)


def _write(letters: Sequence[Letter], *, at: datetime) -> tuple[list[Written], list[Outcome]]:
    """Look again at each letter and write those still wanted; with what becomes of the others."""
    written: list[Written] = []
    outcomes: list[Outcome] = []
    for name, group in groupby(sorted(letters, key=lambda letter: letter.priority), key=lambda letter: letter.kind):
        of_kind = list(group)
        try:
            gathered = kinds.get(name).gather(of_kind)
        except kinds.UnknownKind:
            gathered = {}
        for letter in of_kind:
            letter.gathered = gathered.get(letter.pk)
            try:
                written.append(_written(letter, at=at))
            except NotWanted as reason:
                outcomes.append(Outcome(letter, State.DROPPED, str(reason)))
            except mime.Unwritable as reason:
                outcomes.append(Outcome(letter, State.REFUSED, str(reason)))
            except DatabaseError:
                raise
            except Exception as error:  # one letter that cannot be written must not stop all others
                log.warning("Letter %s cannot be written (%s)", letter.pk, type(error).__name__)
                outcomes.append(Outcome(letter, State.WAITING, f"cannot be written ({type(error).__name__})"))
    return _without_paused(written, outcomes)


def _written(letter: Letter, *, at: datetime) -> Written:
    if at > letter.due_at + walk.TOO_LATE:
        raise NotWanted("too late")
    kind = kinds.get(letter.kind)
    kind.still_wanted(letter, at)
    filled = kind.fill(letter)
    to = mime.address(filled.to)
    return Written(
        letter=letter,
        message=mime.build(filled, message_id=letter.message_id, at=at),
        sender=mime.sender_address(filled.sender),
        to=to,
        mark=outbox.mark_of(filled.to),
    )


def _without_paused(written: list[Written], outcomes: list[Outcome]) -> tuple[list[Written], list[Outcome]]:
    """Leave out ordinary letters to addresses that refused the last three. Account mail is tried: it is awaited."""
    refusals = outbox.refusals(one.mark for one in written if one.letter.priority > kinds.ACCOUNT_FIRST)
    going = []
    for one in written:
        if one.letter.priority > kinds.ACCOUNT_FIRST and refusals.get(one.mark, 0) >= outbox.REFUSALS_IN_A_ROW:
            outcomes.append(Outcome(one.letter, State.DROPPED, "the address refused three in a row"))
        else:
            going.append(one)
    return going, outcomes


def _send(one: Written, transport: Transport) -> tuple[Outcome, str]:
    """What became of the letter and, when the way out is gone, why."""
    try:
        transport.send(one.message, sender=one.sender, to=one.to)
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
    return Outcome(one.letter, State.SENT, mark=one.mark), ""
