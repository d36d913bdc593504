"""Words of one person, handed to other rooms as frozen copies; and the search through one's own."""

import unicodedata
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from intima.accounts.models import Person
from reflections.journal.actions import entries
from reflections.journal.models import Entry

BATCH = 200  # rows decrypted at a time


class NothingWritten(Exception):
    """There are no words to keep."""


@dataclass(frozen=True)
class Words:
    id: uuid.UUID
    text: str
    prompt: str
    at: datetime


def _words(entry: Entry) -> Words:
    return Words(id=entry.pk, text=entry.text, prompt=entry.prompt, at=entry.written_at)


@transaction.atomic
def answer(*, author: Person, prompt: str, text: str, at: datetime, anew: bool = False) -> Words:
    """Keep the author's answer to a prompt, or change the one they gave last; it is as private as it was.

    `anew`: keep it beside that one. Raises NothingWritten for an empty text.
    """
    if not text.strip():
        raise NothingWritten
    Person.objects.select_for_update(no_key=True).get(pk=author.pk)  # two first answers at once make one entry
    last = None if anew else Entry.objects.of(author).filter(prompt=prompt).first()
    if last is None:
        last = entries.keep(author=author, key=uuid.uuid4(), prompt=prompt, text=text, lens=None, at=at)
    else:
        last = entries.edit(author=author, pk=last.pk, base=last.revision, text=text, lens=last.lens)
    return _words(last)


@transaction.atomic
def keep(*, author: Person, key: uuid.UUID, text: str, at: datetime) -> Words:
    """Keep words that were written elsewhere as a private entry; the same `key` again changes that entry.

    Raises NothingWritten for an empty text.
    """
    if not text.strip():
        raise NothingWritten
    return _words(entries.keep(author=author, key=key, prompt="", text=text, lens=None, at=at))


def answer_of(author: Person, prompt: str) -> Words | None:
    """The author's latest own answer to a prompt."""
    last = Entry.objects.of(author).filter(prompt=prompt).first()
    return _words(last) if last else None


def latest(person: Person) -> Words | None:
    """What the person kept last."""
    last = Entry.objects.of(person).first()
    return _words(last) if last else None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def search(*, author: Person, term: str, skip: int, take: int) -> list[Entry]:
    """The author's own entries that hold `term`, newest first: from match number `skip` on, at most `take`."""
    wanted = _folded(term.strip())
    found: list[Entry] = []
    for entry in Entry.objects.of(author).iterator(chunk_size=BATCH):
        if wanted in _folded(entry.text):
            found.append(entry)
            if len(found) == skip + take:
                break
    return found[skip:]
