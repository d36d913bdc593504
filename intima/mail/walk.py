"""The walk of a letter from state to state, each step one guarded write.

    waiting → claimed → sending → sent | refused | unknown
    waiting ← claimed (lease over, returned, put off), sending (its own worker knows that DATA was never begun)
    claimed → dropped
    any final state → forgotten, after some weeks

`sending` is committed before the message's DATA. So a worker that dies leaves either `claimed`, which is safe to send
again, or `sending`, which nobody can decide: that one becomes `unknown` and is never sent again.
"""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import models, transaction
from django.db.models import F

from intima.kit import compiled
from intima.kit.compiled import Blank, Blanks, CompiledUpdate, Statement
from intima.mail import outbox
from intima.mail.models import HELD, Letter, LetterQuerySet, State

# Longer than the slowest group of letters can take; with the ring that finds it over, two minutes are enough.
LEASE = timedelta(seconds=100)
TOO_LATE = timedelta(hours=3)  # after this a letter says something that is no longer so
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(minutes=30)
KEPT = timedelta(days=35)  # what became of a letter can be looked up for so long; the privacy page says so


class Outcome(NamedTuple):
    """What became of a letter that a worker held.

    `mark` names the address that refused it, or took it after refusals. One that waits again without having been
    `tried` waits no longer.
    """

    letter: Letter
    state: State
    reason: str = ""
    mark: str = ""
    tried: bool = True

    @property
    def is_plain(self) -> bool:
        """Whether it was sent, and there is nothing more to tell."""
        return self.state == State.SENT and not self.mark


def claim(*, at: datetime, limit: int) -> list[Letter]:
    """Take up to `limit` letters, with a lease. Two who claim at once never get the same one."""
    with transaction.atomic():
        ready = Letter.objects.ready(at).only("key", "kind", "person_id", "payload", "priority", "due_at", "attempt")
        letters = list(ready.select_for_update(skip_locked=True)[:limit])
        lease = uuid.uuid4()
        Letter.objects.filter(pk__among=[letter.pk for letter in letters]).update(
            state=State.CLAIMED, lease=lease, lease_until=at + LEASE
        )
    for letter in letters:
        letter.state, letter.lease = State.CLAIMED, lease
    return letters


def release(letters: Collection[Letter]) -> None:
    """Bring claimed letters back as they were taken."""
    if letters:
        _still(letters, State.CLAIMED).update(state=State.WAITING, lease=None, lease_until=None)


def begin_sending(letters: Sequence[Letter], *, at: datetime, after: Sequence[Outcome] = ()) -> list[Letter]:
    """Write down that these are about to be sent, and return those that may be: a lapsed lease is no right to send.

    What became of the ones before goes along: one wait for the disk instead of two.
    """
    others = [one for one in after if not one.is_plain]
    if others:
        settle(others, at=at)
    before = _all(_SENT, [one.letter for one in after if one.is_plain], at=at)
    moved = compiled.run(*before, *_all(_BEGIN, letters, until=at + LEASE))[len(before) :]
    ours = {letter.pk for letter in letters}
    if sum(moved) != len(letters):
        ours = set(_still(letters, State.SENDING).values_list("pk", flat=True))
    mine = [letter for letter in letters if letter.pk in ours]
    for letter in mine:
        letter.state = State.SENDING
        letter.attempt += 1
    return mine


def settle(outcomes: Sequence[Outcome], *, at: datetime) -> None:
    """Write down what became of letters that this worker holds, in one transaction."""
    if not outcomes:
        return
    with transaction.atomic():
        sent = [one for one in outcomes if one.state == State.SENT]
        compiled.run(*_all(_SENT, [one.letter for one in sent], at=at))
        if marks := {one.mark for one in sent} - {""}:
            outbox.forgive(marks)
        for one in outcomes:
            if one.state == State.WAITING and not one.tried:
                _return_untried(one.letter)
            elif one.state == State.WAITING:
                _put_off(one, at=at)
            elif one.state != State.SENT:
                mark = one.mark if one.state == State.REFUSED else ""
                _finish(one.letter, one.state, at=at, reason=one.reason, mark=mark)


def sweep(*, at: datetime) -> int:
    """Bring back what dead workers held: claimed letters wait again, letters being sent become unknown."""
    lapsed = Letter.objects.lapsed(at)
    if not lapsed.exists():
        return 0
    back = lapsed.filter(state=State.CLAIMED).update(state=State.WAITING, lease=None, lease_until=None)
    lost = lapsed.filter(state=State.SENDING).update(
        state=State.UNKNOWN, reason="the worker stopped while sending", **_finished(at)
    )
    return back + lost


def forget(*, at: datetime, limit: int) -> int:
    """Delete up to `limit` letters that were finished long ago, the oldest first; returns how many.

    With them goes what they tell of an address that refused them: after five weeks it is tried again.
    """
    oldest = Letter.objects.finished_before(at - KEPT).values_list("pk", flat=True)[:limit]
    deleted, _by_model = Letter.objects.filter(pk__in=list(oldest)).delete()
    return deleted


def wait_after(attempt: int) -> timedelta:
    """The wait after the n-th attempt: five seconds, then twice as long each time, at most half an hour."""
    doubled: int = 2 ** min(max(attempt - 1, 0), 10)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def _still(letters: Collection[Letter], *states: State) -> LetterQuerySet:
    """Those of these letters that are still in one of the states, and still held by who claimed them."""
    leases = {letter.lease for letter in letters}
    return Letter.objects.filter(pk__in=[letter.pk for letter in letters], state__in=states, lease__in=leases)


def _finished(at: datetime | Blank) -> dict[str, object]:
    return {"finished_at": at, "payload": None, "lease_until": None}


# Every letter goes through these two, and Django would need longer to write them than PostgreSQL to do them.
def _held(*states: State) -> LetterQuerySet:
    uid = models.UUIDField()
    return Letter.objects.filter(pk__among=Blanks("ids", uid), state__in=states, lease=Blank("lease", uid))


_BEGIN = CompiledUpdate(
    lambda: _held(State.CLAIMED),
    state=State.SENDING,
    attempt=F("attempt") + 1,
    lease_until=Blank("until", models.DateTimeField()),
)
_SENT = CompiledUpdate(
    lambda: _held(*HELD, State.UNKNOWN),
    **_finished(Blank("at", models.DateTimeField())),
    state=State.SENT,
    reason="",
    refused_by="",
)


def _all(update: CompiledUpdate, letters: Sequence[Letter], **values: datetime) -> list[Statement]:
    """The update for all these letters of one claim; none for none."""
    if not letters:
        return []
    return [update.filled(ids=[letter.pk for letter in letters], lease=letters[0].lease, **values)]


def _finish(letter: Letter, state: State, *, at: datetime, reason: str, mark: str = "") -> None:
    # A worker slower than its own lease still tells what it saw: `unknown`, written by the sweep, gives way to it.
    _still([letter], *HELD, State.UNKNOWN).update(state=state, reason=reason[:60], refused_by=mark, **_finished(at))


def _return_untried(letter: Letter) -> None:
    _still([letter], State.SENDING).update(state=State.WAITING, attempt=F("attempt") - 1, lease=None, lease_until=None)


def _put_off(one: Outcome, *, at: datetime) -> None:
    next_try = at + wait_after(one.letter.attempt)
    if next_try > one.letter.due_at + TOO_LATE:
        _finish(one.letter, State.DROPPED, at=at, reason=f"too late: {one.reason}")
    else:
        _still([one.letter], *HELD).update(
            state=State.WAITING, next_try_at=next_try, reason=one.reason[:60], lease=None, lease_until=None
        )
