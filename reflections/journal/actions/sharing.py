"""Who else sees an entry, and which words of it."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Subquery
from django.db.models.expressions import Combinable

from intima.accounts.models import Person
from intima.kit import news
from intima.kit.news import FRESH
from reflections.journal.models import Answer, Entry
from reflections.shares import actions as shares
from reflections.shares.actions import PreviewOutdated
from reflections.shares.models import Share
from reflections.spaces.actions import Tie, tie_of
from reflections.spaces.models import Space

LATELY = timedelta(days=3)  # how long a moment's lens leads to an exercise


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


@dataclass(frozen=True)
class Gathered:
    """For Today: what was shared with the person last, in the seven days before, and still is; and how they stood,
    from 0 (leaned in) to 10 (stepped back), in the last moment of three days that they marked so, for their eyes alone.
    """

    received: Received | None
    lens: int | None


def shown(entry: Entry) -> Shown:
    """What a reader sees of a shared entry."""
    return Shown(entry.pk, entry.shown, entry.prompt, entry.day, entry.shown_changed)


def preview(entry: Entry, space: Space) -> Shown:
    """What the other member of `space` would see of the entry if it were shared as it reads now."""
    earlier = shares.shares_of([entry]).get(entry.pk)
    seen = earlier is not None and earlier.space_id == space.pk
    changed = seen and (entry.shown_changed or entry.shown != entry.text)
    return Shown(entry.pk, entry.text, entry.prompt, entry.day, changed)


def asks_for_today(person: Person, at: datetime) -> dict[str, Combinable]:
    """What Today asks of the journal, in a query of its own about the person; `gathered` reads the answer."""
    fresh = Entry.objects.from_others(person).filter(shared_at__gt=at - FRESH)
    marked = Entry.objects.of(person).filter(lens__isnull=False, written_at__gt=at - LATELY)
    return {
        "entry_received": Subquery(fresh.values("pk")[:1]),
        "entry_received_at": Subquery(fresh.values("shared_at")[:1]),
        "lens": Subquery(marked.values("lens")[:1]),
    }


def gathered(row: Mapping[str, Any]) -> Gathered:
    """What Today says of the journal."""
    pk = row["entry_received"]
    return Gathered(Received(pk, row["entry_received_at"]) if pk else None, row["lens"])


def shares_anything(tie: Tie) -> bool:
    """Whether there is anything of the person's that `take_everything_back` would take back."""
    owner, space = tie.mine.person, tie.space
    if Share.objects.filter(owner=owner, space=space).exists():
        return True
    answers = Answer.objects.filter(author=owner, exchange__space=space)
    if answers.filter(state=Answer.State.CONFIRMED, taken_back_at=None).exists():
        return True
    return any(answer for _room, answer in news.anything_waits.send(sender=Space, space=space, person=owner))


@transaction.atomic
def share(*, author: Person, pk: uuid.UUID, space_id: uuid.UUID, revision: int, at: datetime) -> None:
    """Let the other member of the space see the entry's words of `revision`.

    Raises PreviewOutdated when the words are at another revision by now, or the author's open space is another one.
    """
    shares.one_after_the_other(author)
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
    shares.one_after_the_other(author)
    entry = Entry.objects.of(author).select_for_update().get(pk=pk)
    shares.take_back(subject=entry)
    _forget_shown([entry])


@transaction.atomic
def take_everything_back(*, tie: Tie, at: datetime) -> None:
    """Take back all that the person shares in their open space: entries, what other rooms share, and answers.

    What waits to go to the other by itself goes no more; what was sent stays with its receiver.
    """
    owner, space = tie.mine.person, tie.space
    shares.one_after_the_other(owner)
    shares.take_everything_back(owner=owner, space=space)
    _forget_shown(Entry.objects.of(owner).filter(shown__isnull=False).select_for_update())
    answers = Answer.objects.filter(author=owner, exchange__space=space)
    answers.filter(exchange__opened_at__isnull=False, taken_back_at=None).update(taken_back_at=at)
    answers.filter(exchange__opened_at=None, state=Answer.State.CONFIRMED).update(state=Answer.State.DRAFT)
    news.everything_taken_back.send(sender=Space, space=space, person=owner, at=at)


def _forget_shown(entries: Iterable[Entry]) -> None:
    for entry in entries:
        entry.shown, entry.shown_changed = None, False
        entry.save(update_fields=["shown", "shown_changed"])
