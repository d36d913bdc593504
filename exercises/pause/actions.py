"""Stepping away with a promised return: begin, move, end, put the other's clock away.

Stepping away is never refused. Only whoever asked moves or ends a pause. From start to end it lasts a day at most.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import cast

from django.db import models, transaction

from exercises.pause.letters import KIND, key_of
from exercises.pause.models import LONGEST, Allowed, Pause
from exercises.practices.actions import cards
from intima.accounts.models import Person
from intima.kit import seal
from intima.kit.compiled import Blank, Compiled
from intima.mail import outbox
from reflections.notes import actions as notes
from reflections.notes.models import Note
from reflections.spaces.actions import Tie, tie_of

SHORTEST = timedelta(minutes=5)
BETWEEN_LETTERS = timedelta(hours=1)  # of all those that the other's acts bring
HALF, TENTHS = 2, 10


class TooSoon(Exception):
    """A pause is five minutes at least."""


class TooLate(Exception):
    """From its start to its end a pause lasts a day at most."""


@dataclass(frozen=True)
class Clock:
    """A pause as one of the two sees it now. `name` and `colour` are the asker's; `words` "" where there are none.

    `shared`: the other can see it too.
    """

    id: uuid.UUID
    mine: bool
    shared: bool
    name: str
    colour: str
    words: str
    started_at: datetime
    back_at: datetime
    latest: datetime
    is_due: bool
    is_half_way: bool
    minutes_left: int

    @property
    def share_gone(self) -> float:
        """How much of the way lies behind, 0 to 1."""
        whole = self.back_at - self.started_at
        return max(0.0, min(1.0, 1 - timedelta(minutes=self.minutes_left) / whole))


@dataclass(frozen=True)
class Standing:
    """Which clocks a person sees now, and a mark that changes with anything that a page would show of them."""

    mine: Clock | None
    theirs: Clock | None
    seen: str

    @property
    def clock(self) -> Clock | None:
        """The one that a page leads with: one's own, which one can move and end."""
        return self.mine or self.theirs


def mark(person: Person, at: datetime) -> str:
    """`Standing.seen`, in one query: what an open page asks every three seconds."""
    return _mark(_RUNNING.rows(person=person.pk, since=at - LONGEST), at)


def _running_for_anybody() -> models.QuerySet[Pause]:
    person = cast(Person, Blank("person", models.UUIDField()))
    return Pause.objects.running_since(Blank("since", models.DateTimeField())).visible_to(person).order_by("pk")


_RUNNING = Compiled(_running_for_anybody, "id", "started_at", "back_at")


def _mark(pauses: Sequence[Pause], at: datetime) -> str:
    rows = [(row.pk, row.back_at, at >= row.back_at) for row in pauses]
    way = "".join(f"-{_gone(row, at)}" for row in pauses)
    return f"{blake2b(repr(rows).encode(), digest_size=6).hexdigest()}.{way}" if rows else "none"


def _gone(row: Pause, at: datetime) -> int:
    """How many tenths of the way lie behind."""
    return min(TENTHS, (at - row.started_at) * TENTHS // (row.back_at - row.started_at))


def is_only_the_way(seen: str, now: str) -> bool:
    """Whether nothing is new between two marks but how much of the way lies behind."""
    return seen.partition(".")[0] == now.partition(".")[0]


def standing(person: Person, at: datetime) -> Standing:
    """The clocks that the person sees at `at`."""
    rows = list(Pause.objects.running(at).visible_to(person).order_by("pk"))
    tie = tie_of(person) if rows else None
    received = Note.objects.received_by(person).filter(pk__in=[row.note_id for row in rows if row.note_id])
    words = {note.pk: note for note in received}
    seal.fetch({row.asker_id for row in rows})
    clocks = {row.asker_id == person.pk: _clock(row, person, tie, words, at) for row in rows}
    return Standing(mine=clocks.get(True), theirs=clocks.get(False), seen=_mark(rows, at))


def _clock(row: Pause, person: Person, tie: Tie | None, words: dict[uuid.UUID, Note], at: datetime) -> Clock:
    mine = row.asker_id == person.pk
    sent = words.get(row.note_id) if row.note_id else None
    seat = (tie.mine if mine else tie.theirs) if tie else None
    left = max(timedelta(), row.back_at - at)
    return Clock(
        id=row.pk,
        mine=mine,
        shared=tie is not None and row.space_id == tie.space.pk,
        name=seat.person.name if seat else person.name,
        colour=seat.colour if seat else "clay",
        words=row.words if mine else (sent.text if sent else ""),
        started_at=row.started_at,
        back_at=row.back_at,
        latest=row.started_at + LONGEST,
        is_due=at >= row.back_at,
        is_half_way=at - row.started_at >= (row.back_at - row.started_at) / HALF,
        minutes_left=-(-left // timedelta(minutes=1)),
    )


def sentence(person: Person) -> str:
    """The sentence that the person built for a pause; its gap for the time is "{back}". "" when there is none."""
    return cards.latest(person, cards.PAUSE_MESSAGE)


@transaction.atomic
def start(*, asker: Person, tie: Tie | None, words: str, back_at: datetime, at: datetime) -> uuid.UUID:
    """Step away until `back_at`; returns the pause's id. While one runs already, that one's.

    `tie`: whom the page said it was for, None for nobody. If that is the asker's open tie still, words are sent to the
    other and stay with them; else the clock is the asker's alone: stepping away is never refused. Raises TooSoon,
    TooLate.
    """
    Person.objects.select_for_update(no_key=True).get(pk=asker.pk)  # pressed twice, it begins once
    running = Pause.objects.running(at).asked_by(asker).first()
    if running is not None:
        return running.pk
    _check(back_at, started_at=at, at=at)
    now_tie = tie_of(asker)
    tie = tie if tie and now_tie and tie.space.pk == now_tie.space.pk else None
    pause = Pause(asker=asker, space=tie.space if tie else None, words=words.strip(), started_at=at, back_at=back_at)
    last = Pause.objects.asked_by(asker).filter(space=pause.space, put_away_at__gt=at - BETWEEN_LETTERS).first()
    pause.put_away_at = last.put_away_at if last else None  # a new clock does not undo what was put away just now
    Pause.objects.asked_by(asker).delete()  # what is over leaves no record
    if tie and pause.words:
        pause.note_id = notes.send(tie=tie, key=pause.pk, text=pause.words, kind=notes.KIND.PAUSE, at=at)
    pause.save()
    _tell_the_other(tie, pause, at)
    _call_back(pause, at)
    return pause.pk


@transaction.atomic
def move(*, asker: Person, pk: uuid.UUID, back_at: datetime, at: datetime) -> None:
    """Come back at another time, for both clocks. Raises Pause.DoesNotExist, TooSoon, TooLate."""
    pause = Pause.objects.running(at).asked_by(asker).select_for_update(of=("self",)).get(pk=pk)
    _check(back_at, started_at=pause.started_at, at=at)
    pause.back_at = back_at
    pause.save(update_fields=["back_at"])
    _tell_the_other(_tie_of(pause), pause, at)
    _call_back(pause, at)


@transaction.atomic
def end(*, asker: Person, pk: uuid.UUID, at: datetime) -> None:
    """The asker's pause is over, on both clocks. Raises Pause.DoesNotExist."""
    pause = Pause.objects.running(at).asked_by(asker).select_for_update(of=("self",)).get(pk=pk)
    pause.ended_at = at
    pause.save(update_fields=["ended_at"])
    _call_off(pause, at)


@transaction.atomic
def put_away(*, person: Person, pk: uuid.UUID, at: datetime) -> None:
    """See the partner's clock no more. The pause runs on, and the asker learns nothing. Raises Pause.DoesNotExist."""
    pause = Pause.objects.running(at).visible_to(person).exclude(asker=person).get(pk=pk)
    Pause.objects.filter(pk=pause.pk).update(put_away_at=at)
    _call_off(pause, at)


def forget(*, at: datetime) -> None:
    """Delete what is older than a day."""
    Pause.objects.filter(started_at__lte=at - LONGEST).delete()


def _check(back_at: datetime, *, started_at: datetime, at: datetime) -> None:
    if back_at < at + SHORTEST:
        raise TooSoon
    if back_at > started_at + LONGEST:
        raise TooLate


# --- Letters --------------------------------------------------------------------------------------


def allows_letters(person: Person) -> bool:
    """Whether the person lets the site write to them about pauses."""
    return Allowed.objects.filter(person=person).exists()


@transaction.atomic
def allow_letters(*, person: Person, on: bool) -> None:
    """Let the site write about pauses, or not."""
    if on:
        Allowed.objects.get_or_create(person=person)
    else:
        stop_letters(person_id=person.pk)


def stop_letters(*, person_id: uuid.UUID) -> None:
    """Write no more about pauses to this person. Where they allow no letters, nothing changes."""
    Allowed.objects.filter(person=person_id).delete()


def _tell_the_other(tie: Tie | None, pause: Pause, at: datetime) -> None:
    """Write to the other that a pause began or moved, and plan to call them back at its time, if they allow it.

    However often the asker acts, no letter that is not an hour after the last one: of one that began, and of a call.
    """
    if tie is None or pause.put_away_at:
        return
    allowed = Allowed.objects.select_for_update().filter(person=tie.partner).first()
    if allowed is None:
        return
    if allowed.called_at and allowed.called_at <= at:  # that call went
        allowed.last_post_at = allowed.called_at
    if _may_come(allowed, at):
        allowed.last_post_at = at
        _post(pause, tie.partner, "began", due_at=at, at=at)
    allowed.called_by, allowed.called_at = None, None
    if _may_come(allowed, pause.back_at):
        allowed.called_by, allowed.called_at = pause.pk, pause.back_at
        _post(pause, tie.partner, "back", due_at=pause.back_at, at=at)
    allowed.save(update_fields=["last_post_at", "called_by", "called_at"])


def _may_come(allowed: Allowed, at: datetime) -> bool:
    """Whether none came to them by the other's acts in the hour before `at`."""
    return allowed.last_post_at is None or at >= allowed.last_post_at + BETWEEN_LETTERS


def _call_back(pause: Pause, at: datetime) -> None:
    """A letter to the asker, if they allow it, when the time comes; one that was moved finds that it is not wanted."""
    if allows_letters(pause.asker):
        _post(pause, pause.asker, "back", due_at=pause.back_at, at=at)


def _call_off(pause: Pause, at: datetime) -> None:
    """The other is not called back from it. What came to them before counts all the same."""
    Allowed.objects.filter(called_by=pause.pk, called_at__gt=at).update(called_by=None, called_at=None)


def _tie_of(pause: Pause) -> Tie | None:
    """The asker's open tie, if the pause is of its space."""
    tie = tie_of(pause.asker)
    return tie if tie and tie.space.pk == pause.space_id else None


def _post(pause: Pause, person: Person, act: str, *, due_at: datetime, at: datetime) -> None:
    key = key_of(act, pause.pk, person.pk, pause.back_at)
    outbox.post(kind=KIND, key=key, person_id=person.pk, due_at=due_at, at=at)
