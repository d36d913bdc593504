"""A few words of one's own: kept alone, changed, given to the partner, taken back, thrown away.

Whatever is shared or taken back waits for its author's other deeds of that kind (`shares.one_after_the_other`).
"""

import logging
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from hashlib import blake2b

from django.db import transaction
from django.db.models import QuerySet

from exercises.rituals.models import Slip, Slot
from intima.accounts.models import Person
from intima.kit import seal
from reflections.notes import actions as notes
from reflections.notes.models import Note
from reflections.reminders.times import coming
from reflections.shares import actions as shares
from reflections.shares.actions import PreviewOutdated
from reflections.spaces.actions import Tie, make_sure_of, tie_of

KIND = Slip.Kind
EVENING = time(20, 0)  # on the author's own clock: when a thank-you for tonight goes
CARD_LASTS = timedelta(days=7)
BATCH = 100  # thank-yous sent at a ring
AGAIN = timedelta(hours=1)  # after this one that could not be opened is tried again, and stands behind the others

logger = logging.getLogger(__name__)


class NothingWritten(Exception):
    """There are no words to keep."""


@dataclass(frozen=True)
class Read:
    """A slip as one of its readers has it. `given`: the other can see it now. `name` and `colour` are its author's.

    `goes_at` is set while a thank-you waits for the evening.
    """

    id: uuid.UUID
    kind: str
    text: str
    more: str
    written_at: datetime
    due_at: datetime | None
    goes_at: datetime | None
    state: str
    mine: bool
    given: bool
    name: str
    colour: str
    mark: str  # of what would be given, see `give`

    @property
    def whole(self) -> str:
        """All its words."""
        return "\n\n".join(filter(None, [self.text, self.more]))

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")


def read(person: Person, slips: Iterable[Slip], tie: Tie | None) -> list[Read]:
    """These slips, all of which the person may see, as the person reads them. `tie` is their open one."""
    found = list(slips)
    seal.fetch({slip.author_id for slip in found})
    given = shares.shares_of(found)
    return [_read(person, slip, tie, given=slip.pk in given) for slip in found]


def _read(person: Person, slip: Slip, tie: Tie | None, *, given: bool) -> Read:
    mine = slip.author_id == person.pk
    seat = (tie.mine if mine else tie.theirs) if tie else None
    waits = slip.kind == KIND.THANKS and tie is not None and slip.space_id == tie.space.pk
    return Read(
        id=slip.pk,
        kind=slip.kind,
        text=slip.text,
        more=slip.more,
        written_at=slip.written_at,
        due_at=slip.due_at,
        goes_at=slip.due_at if waits else None,
        state=slip.state,
        mine=mine,
        given=given,
        name=seat.person.name if seat else person.name,
        colour=seat.colour if seat else "clay",
        mark=_mark(slip),
    )


def _mark(slip: Slip) -> str:
    """Changes with anything that the other would see of it."""
    seen = [slip.text, slip.more, slip.due_at if slip.kind == KIND.PROMISE else None]
    return blake2b(repr(seen).encode(), digest_size=8).hexdigest()


def evening(person: Person, at: datetime) -> datetime:
    """The next time that it is eight in the evening where the person lives."""
    return coming(EVENING, person.zone, at)


@transaction.atomic
def keep(
    *,
    author: Person,
    kind: str,
    key: uuid.UUID,
    text: str,
    at: datetime,
    more: str = "",
    due_at: datetime | None = None,
    slot: Slot | None = None,
) -> uuid.UUID:
    """Keep words for oneself; returns the slip's id. Nobody else sees them yet.

    The same `key` again, or a slip's own id, changes that slip; what the other saw of it is theirs no more. A new card
    takes the place of the one before it. Raises NothingWritten.
    """
    if not text.strip():
        raise NothingWritten
    shares.one_after_the_other(author)
    own = Slip.objects.filter(author=author, kind=kind)
    pk = _own_id(author, kind, key, slot)
    slip: Slip | None = _same(author, kind, key, slot).select_for_update().first()
    if slip is None:
        if Note.objects.filter(pk=notes.id_of(author, pk)).exists():  # sent from this page before: another one
            pk = uuid.uuid4()
        if kind == KIND.TOUCH:
            for earlier in own:
                _throw_away(earlier)
        slip = Slip(pk=pk, author=author, kind=kind, slot=slot, written_at=at)
    elif (slip.text, slip.more) == (text, more) and (due_at is None or slip.due_at == due_at):
        return _id(slip)
    else:
        _take_back(slip)
    slip.text, slip.more, slip.due_at = text, more, due_at
    slip.save()
    return _id(slip)


def writes_over(*, author: Person, kind: str, key: uuid.UUID, slot: Slot | None = None) -> bool:
    """Whether keeping words under this `key` would change, or as a new card replace, what the author has."""
    if kind == KIND.TOUCH:
        return Slip.objects.filter(author=author, kind=kind).exists()
    return _same(author, kind, key, slot).exists()


def _same(author: Person, kind: str, key: uuid.UUID, slot: Slot | None) -> QuerySet[Slip]:
    own = Slip.objects.filter(author=author, kind=kind)
    return own.filter(slot=slot) if slot else own.filter(pk__in=[key, _own_id(author, kind, key)])


def _own_id(author: Person, kind: str, key: uuid.UUID, slot: Slot | None = None) -> uuid.UUID:
    return uuid.uuid5(author.pk, f"slip {kind} {slot.pk if slot else ''} {key.hex}")


def _id(slip: Slip) -> uuid.UUID:
    found: uuid.UUID = slip.pk
    return found


@transaction.atomic
def give(*, tie: Tie, pk: uuid.UUID, at: datetime, seen: str | None = None, tonight: bool = False) -> uuid.UUID | None:
    """Let the other of this very tie have it, as its author looked at it: thanks go for good, the rest is shared.

    `seen`: the `Read.mark` that its author looked at; None for whoever has just written it. Returns the id of a note
    that went at once. `tonight`: a thank-you goes at eight on its author's clock. Pressed twice, it is given once.
    Raises Slip.DoesNotExist; PreviewOutdated; NotTogether when the tie is not the author's open one by now.
    """
    author = tie.mine.person
    shares.one_after_the_other(author)
    make_sure_of(tie)
    slip = Slip.objects.of(author, at).select_for_update(of=("self",)).filter(pk=pk).first()
    if slip is None:
        went = Note.objects.filter(author=author, pk=notes.id_of(author, pk)).first()
        if went is None:
            raise Slip.DoesNotExist
        return went.pk
    if seen is not None and seen != _mark(slip):
        raise PreviewOutdated
    if slip.kind == KIND.THANKS and not tonight:
        return _send(slip, tie, at)
    if slip.kind == KIND.THANKS:
        slip.due_at, slip.space = evening(author, at), tie.space
    elif slip.pk not in shares.shares_of([slip]):
        slip.due_at = at + CARD_LASTS if slip.kind == KIND.TOUCH else slip.due_at
        shares.share(subject=slip, space=tie.space, version=1, at=at)
    slip.save(update_fields=["due_at", "space"])
    return None


@transaction.atomic
def take_back(*, author: Person, pk: uuid.UUID, at: datetime) -> None:
    """It is its author's alone again from the next request on, or does not go tonight. Raises Slip.DoesNotExist."""
    shares.one_after_the_other(author)
    slip = Slip.objects.of(author, at).select_for_update(of=("self",)).get(pk=pk)
    _take_back(slip)
    slip.save(update_fields=["due_at", "space"])


@transaction.atomic
def throw_away(*, author: Person, pk: uuid.UUID, at: datetime) -> None:
    """Delete it, for both. Raises Slip.DoesNotExist."""
    shares.one_after_the_other(author)
    _throw_away(Slip.objects.of(author, at).select_for_update(of=("self",)).get(pk=pk))


def _take_back(slip: Slip) -> None:
    shares.take_back(subject=slip)
    slip.space = None
    if slip.kind in {KIND.THANKS, KIND.TOUCH}:
        slip.due_at = None


def _throw_away(slip: Slip) -> None:
    shares.take_back(subject=slip)
    slip.delete()


# --- What comes of its time -----------------------------------------------------------------------


def send_due(*, at: datetime) -> None:
    """Send the thank-yous whose evening has come. One whose two are no longer together stays with its author."""
    due = Slip.objects.filter(kind=KIND.THANKS, due_at__lte=at).order_by("due_at").values_list("pk", flat=True)
    for pk in due[:BATCH]:
        try:
            _send_due(pk, at)
        except seal.Broken:  # the others go all the same
            logger.error("A thank-you cannot be opened: %s", pk)
            Slip.objects.filter(pk=pk, due_at__lte=at).update(due_at=at + AGAIN)


@transaction.atomic
def _send_due(pk: uuid.UUID, at: datetime) -> None:
    waiting = Slip.objects.filter(due_at__lte=at).select_related("author")
    slip = waiting.select_for_update(of=("self",)).filter(pk=pk).first()
    if slip is None:
        return
    tie = tie_of(slip.author)
    if tie and tie.space.pk == slip.space_id:
        _send(slip, tie, at)
    else:
        slip.due_at = slip.space = None
        slip.save(update_fields=["due_at", "space"])


def _send(slip: Slip, tie: Tie, at: datetime) -> uuid.UUID:
    """What is sent is a message, and no slip any more."""
    text = "\n\n".join(filter(None, [slip.text, slip.more]))
    send = partial(notes.send, tie=tie, kind=notes.KIND.THANKS, text=text, at=at)
    try:
        note = send(key=slip.pk)
    except notes.SentOtherwise:  # its author sent a note under the slip's own id: no page of ours holds that key
        note = send(key=uuid.uuid4())
    slip.delete()
    return note


def forget(*, at: datetime) -> None:
    """Delete the cards that are over."""
    for slip in Slip.objects.filter(kind=KIND.TOUCH, due_at__lte=at).select_related("author"):
        _forget(slip, at)


@transaction.atomic
def _forget(slip: Slip, at: datetime) -> None:
    shares.one_after_the_other(slip.author)
    if over := Slip.objects.filter(pk=slip.pk, due_at__lte=at).first():  # not written anew meanwhile
        _throw_away(over)
