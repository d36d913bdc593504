"""Sending a few words to the partner, and reading what came."""

import logging
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from intima.accounts.models import Person
from intima.kit import seal
from intima.kit.news import FRESH
from reflections.notes.models import Mute, Note
from reflections.spaces.actions import Tie, make_sure_of
from reflections.spaces.among import Latest, for_members, latest

log = logging.getLogger(__name__)

KIND = Note.Kind
LONGEST = 2_000  # characters
BATCH = 200  # rows opened at a time


class NothingWritten(Exception):
    """There are no words to send."""


class SentOtherwise(Exception):
    """Other words were sent from this page before."""


@dataclass(frozen=True)
class Read:
    """A note as one of its two people reads it. `colour` and `name` are its author's; "" once the tie has ended."""

    id: uuid.UUID
    text: str
    kind: str
    at: datetime
    mine: bool
    name: str
    colour: str


@dataclass(frozen=True)
class Arrived:
    """That a note came, for other rooms: which, and when."""

    id: uuid.UUID
    at: datetime


def id_of(author: Person, key: uuid.UUID) -> uuid.UUID:
    """The id of the note that the author sent, or will send, under this key."""
    return uuid.uuid5(author.pk, f"note {key.hex}")


@transaction.atomic
def send(*, tie: Tie, key: uuid.UUID, text: str, at: datetime, kind: str = KIND.WORDS) -> uuid.UUID:
    """Send words to the other of this very tie, as its author looked at them; returns the note's id.

    The same `key` again sends nothing more. Raises NothingWritten; NotTogether when the tie is not the author's open
    one by now; SentOtherwise when other words went under this key.
    """
    if not text.strip():
        raise NothingWritten
    author = tie.mine.person
    make_sure_of(tie)
    fields = {
        "author": author,
        "receiver": tie.partner,
        "space": tie.space,
        "kind": kind,
        "text": text,
        "sent_at": at,
    }
    note, made = Note.objects.get_or_create(pk=id_of(author, key), defaults=fields)
    if not made and note.text != text:
        raise SentOtherwise
    return note.pk


def read(person: Person, notes: Iterable[Note], tie: Tie | None) -> list[Read]:
    """These notes as the person reads them. `tie` is their open one."""
    found = list(notes)
    seal.fetch({note.keeper_id for note in found if note.keeper_id})
    seats = {seat.person_id: seat for seat in (tie.mine, tie.theirs)} if tie else {}
    lines = []
    for note in found:
        seat = seats.get(note.author_id) if note.author_id and tie and note.space_id == tie.space.pk else None
        lines.append(
            Read(
                id=note.pk,
                text=note.text,
                kind=note.kind,
                at=note.sent_at,
                mine=note.author_id == person.pk,
                name=seat.person.name if seat else "",
                colour=seat.colour if seat else "",
            )
        )
    return lines


def arrived(person: Person, at: datetime) -> Arrived | None:
    """The note that came last, in the seven days before `at`. One query."""
    fresh = Note.objects.received_by(person).filter(sent_at__gt=at - FRESH).order_by("-sent_at")
    last = fresh.values_list("pk", "sent_at").first()
    return Arrived(*last) if last else None


def arrived_among(people: Collection[uuid.UUID], *, since: datetime, at: datetime) -> Latest:
    """When a note last came to each of these people that they read, in one query; a pause tells of its own words."""
    muted = Mute.objects.now().filter(person=OuterRef("receiver"), space=OuterRef("space"))
    fresh = Note.objects.filter(~Exists(muted), sent_at__gt=since).exclude(kind=KIND.PAUSE)
    return latest(for_members(fresh, people).filter(receiver=F("member")).values_list("member", "sent_at"))


@transaction.atomic
def stay(*, author: Person) -> None:
    """The author's account goes: what they sent stays with whoever got it, under that person's own key and no name.

    What they were left in this way themselves goes. What opens no more cannot be handed on, and goes with its author.
    """
    Note.objects.filter(author=None, receiver=author).delete()
    for note in Note.objects.filter(author=author, receiver__isnull=False).iterator(chunk_size=BATCH):
        try:
            with transaction.atomic():
                note.text, note.author = note.text, None  # opened here, sealed for the receiver as it is saved
                note.save(update_fields=["text", "author"])
        except seal.Broken:
            log.error("This cannot be handed on, and goes with its author's account: %s", note)


def mutes(tie: Tie) -> bool:
    """Whether the person reads no notes in this space for now."""
    return Mute.objects.filter(person=tie.mine.person, space=tie.space).exists()


@transaction.atomic
def mute(*, tie: Tie, on: bool) -> None:
    """Read no notes in this space for now, or read them again, those of the time between too. Nobody is told."""
    if on:
        Mute.objects.get_or_create(person=tie.mine.person, space=tie.space)
    else:
        Mute.objects.filter(person=tie.mine.person, space=tie.space).delete()
