"""The lists of the journal, ready to be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

from reflections.journal.actions import PromptText, sharing
from reflections.journal.models import Entry
from reflections.shares import actions as shares
from reflections.shares.models import Share

PAGE = 20

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class OwnLine:
    """One's own entry in a list or on its page."""

    entry: Entry
    question: str
    shared_revision: int | None

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
    shared = shares.shares_of(entries)
    return [OwnLine(entry, question(known, entry.prompt), _revision(shared.get(entry.pk))) for entry in entries]


def _revision(share: Share | None) -> int | None:
    return share.version if share else None


def their_lines(entries: Sequence[Entry], known: dict[str, PromptText]) -> list[TheirLine]:
    return [TheirLine(sharing.shown(entry), question(known, entry.prompt)) for entry in entries]


def question(known: dict[str, PromptText], slug: str) -> str:
    return known[slug].ask if slug in known else ""


@dataclass(frozen=True)
class Leaf(Generic[Row]):
    """One page of a list. It knows whether there is an older one, never how many there are."""

    number: int
    rows: list[Row]
    has_older: bool

    @property
    def newer(self) -> int:
        return self.number - 1

    @property
    def older(self) -> int:
        return self.number + 1


def leaf(rows: "QuerySet[Row]", asked: str | None) -> Leaf[Row]:
    """The page of `rows` that was asked for; the first where that is no page number."""
    number = int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < 5 else 1
    number = max(number, 1)
    found = list(rows[(number - 1) * PAGE : number * PAGE + 1])
    return Leaf(number, found[:PAGE], len(found) > PAGE)
