"""The lists of the journal, ready to be shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from reflections.journal.actions import PromptText, sharing
from reflections.journal.models import Entry
from reflections.releases.actions import versions_and_readers


@dataclass(frozen=True)
class OwnLine:
    """One's own entry in a list or on its page."""

    entry: Entry
    question: str
    shared_revision: int | None
    therapists: Sequence[str] = ()  # who of them can open what was released of it

    @property
    def changed_since(self) -> bool:
        """Whether the words were changed after they were shared."""
        return self.shared_revision is not None and self.shared_revision != self.entry.revision


@dataclass(frozen=True)
class TheirLine:
    """Somebody else's shared entry: what `Shown` holds, and nothing more."""

    shown: sharing.Shown
    question: str


def own_lines(entries: Sequence[Entry], known: dict[str, PromptText]) -> list[OwnLine]:
    """Lines for entries that one person wrote. One query."""
    if not entries:
        return []
    ids = [entry.pk for entry in entries]
    versions, readers = versions_and_readers(entries[0].author_id, Entry.share_kind, ids)
    return [
        OwnLine(entry, question(known, entry.prompt), versions.get(entry.pk), readers.get(entry.pk, ()))
        for entry in entries
    ]


def their_lines(entries: Sequence[Entry], known: dict[str, PromptText]) -> list[TheirLine]:
    return [TheirLine(sharing.shown(entry), question(known, entry.prompt)) for entry in entries]


def question(known: dict[str, PromptText], slug: str) -> str:
    return known[slug].ask if slug in known else ""
