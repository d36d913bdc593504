"""The last look at letters before they go: those still wanted become bytes, the others learn why not."""

import logging
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from django.db import DatabaseError

from intima.mail import kinds, mime, outbox, walk
from intima.mail.kinds import NotWanted
from intima.mail.models import Letter, State
from intima.mail.transports import Envelope
from intima.mail.walk import Outcome

log = logging.getLogger(__name__)


class Written(NamedTuple):
    """A letter as bytes; `mark` names the address, which refused the last `refusals` letters."""

    letter: Letter
    message: bytes
    envelope: Envelope
    mark: str
    refusals: int = 0


def write(letters: Sequence[Letter], *, at: datetime) -> tuple[list[Written], list[Outcome]]:
    """Look again at each letter: those to send, in the order given, and what becomes of the others."""
    written: list[Written] = []
    gathered, outcomes = _gathered(letters, at=at)
    for letter in gathered:
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
            outcomes.append(_waits(letter, error))
    return _without_paused(written, outcomes)


def _gathered(letters: Sequence[Letter], *, at: datetime) -> tuple[list[Letter], list[Outcome]]:
    """The letters, each with what its kind gathered for it. Those of a kind that cannot gather wait."""
    outcomes: list[Outcome] = []
    for name, of_kind in groupby(sorted(letters, key=lambda letter: letter.kind), key=lambda letter: letter.kind):
        these = list(of_kind)
        try:
            gathered = kinds.get(name).gather(these, at) if kinds.is_known(name) else {}
        except DatabaseError:
            raise
        except Exception as error:  # one kind that cannot gather must not stop all others
            log.warning("Letters of the kind %s cannot be written (%s)", name, type(error).__name__)
            outcomes += [_waits(letter, error) for letter in these]
            continue
        for letter in these:
            letter.gathered = gathered.get(letter.pk)
    waiting = {one.letter.pk for one in outcomes}
    return [letter for letter in letters if letter.pk not in waiting], outcomes


def _waits(letter: Letter, error: Exception) -> Outcome:
    return Outcome(letter, State.WAITING, f"cannot be written ({type(error).__name__})")


def _written(letter: Letter, *, at: datetime) -> Written:
    if at > letter.due_at + walk.TOO_LATE:
        raise NotWanted("too late")
    kind = kinds.get(letter.kind)
    kind.still_wanted(letter, at)
    filled = kind.fill(letter)
    return Written(
        letter=letter,
        message=mime.build(filled, message_id=letter.message_id, at=at),
        envelope=Envelope(mime.sender_address(filled.sender), mime.address(filled.to)),
        mark=outbox.mark_of(filled.to),
    )


def _without_paused(written: list[Written], outcomes: list[Outcome]) -> tuple[list[Written], list[Outcome]]:
    """Leave out letters to addresses that refused the last three, but for what is awaited there."""
    refusals = outbox.refusals(one.mark for one in written) if written else {}
    going = []
    for one in written:
        refused = refusals.get(one.mark, 0)
        if refused >= outbox.REFUSALS_IN_A_ROW and not kinds.get(one.letter.kind).awaited:
            outcomes.append(Outcome(one.letter, State.DROPPED, "letters to this address rest"))
        else:
            going.append(one._replace(refusals=refused) if refused else one)
    return going, outcomes
