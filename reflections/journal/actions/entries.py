"""Writing, changing and deleting one's own words."""

import uuid
from datetime import datetime

from django.db import transaction

from intima.accounts.models import Person
from reflections.journal.models import Draft, Entry
from reflections.journal.models.entries import entry_id
from reflections.releases import actions as releases
from reflections.shares import actions as shares


class ChangedMeanwhile(Exception):
    """The words were changed elsewhere after they were opened here."""


@transaction.atomic
def keep(*, author: Person, key: uuid.UUID, prompt: str, text: str, lens: int | None, at: datetime) -> Entry:
    """Keep new words, private. The same `key` again changes that entry: pressed twice, it is written once."""
    shares.one_after_the_other(author)
    pk = entry_id(author, key)
    Draft.objects.filter(pk=pk).delete()
    entry, is_new = Entry.objects.select_for_update().get_or_create(
        pk=pk,
        defaults={
            "author": author,
            "prompt": prompt,
            "text": text,
            "lens": lens,
            "day": author.today(at),
            "written_at": at,
        },
    )
    return entry if is_new else _change(entry, text=text, lens=lens)


@transaction.atomic
def edit(*, author: Person, pk: uuid.UUID, base: int, text: str, lens: int | None) -> Entry:
    """Change one's own words. A reader goes on seeing the words that were shared.

    Raises ChangedMeanwhile when they are no longer at revision `base`.
    """
    entry = Entry.objects.of(author).select_for_update().get(pk=pk)
    if entry.revision != base and entry.text != text:
        raise ChangedMeanwhile
    Draft.objects.filter(pk=pk).delete()
    return _change(entry, text=text, lens=lens)


def _change(entry: Entry, *, text: str, lens: int | None) -> Entry:
    if entry.text != text:
        entry.text = text
        entry.revision += 1
    entry.lens = lens
    entry.save(update_fields=["text", "revision", "lens"])
    return entry


@transaction.atomic
def delete(*, author: Person, pk: uuid.UUID) -> None:
    """Delete one's own words, what was shared of them, and what was being written."""
    shares.one_after_the_other(author)
    entry = Entry.objects.of(author).select_for_update().get(pk=pk)
    shares.take_back(subject=entry)
    releases.withdraw(author=author, kind=Entry.share_kind, origin=pk)
    Draft.objects.filter(pk=pk).delete()
    entry.delete()


# --- Words being written ------------------------------------------------------------------------


def drafts(author: Person) -> list[Draft]:
    """What the author began and has not kept, the latest first; changes to kept entries wait on their own page."""
    return list(Draft.objects.filter(author=author, base=0).order_by("-saved_at")[:20])


def draft_of(entry: Entry) -> Draft | None:
    """What the author was changing in this very revision of the entry."""
    return Draft.objects.filter(pk=entry.pk, base=entry.revision).first()


@transaction.atomic
def save_draft(*, author: Person, key: uuid.UUID, prompt: str, text: str, at: datetime) -> None:
    """Save words being written. One that arrives after the words were kept changes nothing."""
    shares.one_after_the_other(author)
    pk = entry_id(author, key)
    if not Entry.objects.filter(pk=pk).exists():
        _save(pk, text, {"author": author, "key": key, "base": 0, "prompt": prompt, "saved_at": at})


@transaction.atomic
def save_edit_draft(*, author: Person, pk: uuid.UUID, base: int, text: str, at: datetime) -> None:
    """Save a change being written. One that was begun on an earlier revision changes nothing."""
    entry = Entry.objects.of(author).select_for_update().get(pk=pk)
    if entry.revision == base:
        _save(pk, text, {"author": author, "key": None, "base": base, "prompt": entry.prompt, "saved_at": at})


def _save(pk: uuid.UUID, text: str, row: dict[str, object]) -> None:
    if text.strip():
        Draft.objects.update_or_create(pk=pk, defaults={**row, "text": text})
    else:
        Draft.objects.filter(pk=pk).delete()


@transaction.atomic
def drop_draft(*, author: Person, pk: uuid.UUID) -> None:
    """Let words that were being written go. What was kept stays as it was."""
    Draft.objects.filter(author=author, pk=pk).delete()
