"""Who else sees an entry, and which words of it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from intima.accounts.models import Person
from reflections.journal.models import Answer, Entry
from reflections.shares import actions as shares
from reflections.shares.models import Share
from reflections.spaces.actions import Tie, tie_of
from reflections.spaces.models import Space

FRESH = timedelta(days=7)  # how long Today goes on saying that something was shared


class PreviewOutdated(Exception):
    """What was previewed is not what would be shared now."""


@dataclass(frozen=True)
class Shown:
    """An entry as its reader has it: nothing of the row beside this ever reaches a page of theirs."""

    id: uuid.UUID
    text: str
    prompt: str
    day: date
    changed: bool


@dataclass(frozen=True)
class Received:
    """That the partner shared an entry, for other rooms: which, and when. Its words are read on its own page."""

    id: uuid.UUID
    at: datetime


def shown(entry: Entry) -> Shown:
    """What a reader sees of a shared entry."""
    return Shown(entry.pk, entry.shown, entry.prompt, entry.day, entry.shown_changed)


def preview(entry: Entry, space: Space) -> Shown:
    """What the other member of `space` would see of the entry if it were shared as it reads now."""
    earlier = shares.shares_of([entry]).get(entry.pk)
    seen = earlier is not None and earlier.space_id == space.pk
    changed = seen and (entry.shown_changed or entry.shown != entry.text)
    return Shown(entry.pk, entry.text, entry.prompt, entry.day, changed)


def received(person: Person, at: datetime) -> Received | None:
    """What was shared with the person last, in the seven days before `at`, and still is. One query."""
    fresh = Entry.objects.from_others(person).filter(shared_at__gt=at - FRESH)
    last = fresh.values_list("pk", "shared_at").first()
    return Received(*last) if last else None


def shares_anything(tie: Tie) -> bool:
    """Whether there is anything of the person's that `take_everything_back` would take back."""
    owner, space = tie.mine.person, tie.space
    if Share.objects.filter(owner=owner, space=space).exists():
        return True
    answers = Answer.objects.filter(author=owner, exchange__space=space)
    return answers.filter(state=Answer.State.CONFIRMED, taken_back_at=None).exists()


@transaction.atomic
def share(*, author: Person, pk: uuid.UUID, space_id: uuid.UUID, revision: int, at: datetime) -> None:
    """Let the other member of the space see the entry's words of `revision`.

    Raises PreviewOutdated when the words are at another revision by now, or the author's open space is another one.
    """
    _one_after_the_other(author)
    tie = tie_of(author)
    entry = Entry.objects.of(author).select_for_update().get(pk=pk)
    if tie is None or tie.space.pk != space_id or entry.revision != revision:
        raise PreviewOutdated
    entry.shown_changed = preview(entry, tie.space).changed
    entry.shown = entry.text
    entry.save(update_fields=["shown", "shown_changed"])
    shares.share(subject=entry, space=tie.space, version=revision, at=at)


@transaction.atomic
def take_back(*, author: Person, pk: uuid.UUID) -> None:
    """Nobody but the author sees the entry from the next request on."""
    entry = Entry.objects.of(author).select_for_update().get(pk=pk)
    shares.take_back(subject=entry)
    _forget_shown([entry])


@transaction.atomic
def take_everything_back(*, tie: Tie, at: datetime) -> None:
    """Take back all that the person shares in their open space: entries, what other rooms share, and answers."""
    owner, space = tie.mine.person, tie.space
    _one_after_the_other(owner)
    shares.take_everything_back(owner=owner, space=space)
    _forget_shown(Entry.objects.of(owner).filter(shown__isnull=False).select_for_update())
    answers = Answer.objects.filter(author=owner, exchange__space=space)
    answers.filter(exchange__opened_at__isnull=False, taken_back_at=None).update(taken_back_at=at)
    answers.filter(exchange__opened_at=None, state=Answer.State.CONFIRMED).update(state=Answer.State.DRAFT)


def _forget_shown(entries: Iterable[Entry]) -> None:
    for entry in entries:
        entry.shown, entry.shown_changed = None, False
        entry.save(update_fields=["shown", "shown_changed"])


def _one_after_the_other(author: Person) -> None:
    """Sharing and taking everything back wait for each other, or a share could outlive the words that it showed."""
    Person.objects.select_for_update(no_key=True).get(pk=author.pk)
