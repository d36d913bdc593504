"""What things look like to a therapist: each room above says how its own kinds read, and where they are kept."""

import json
import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from intima.accounts.models import Person


@dataclass(frozen=True)
class Part:
    """One labelled piece of a thing. `own` are the author's own words; else it is ours, or a choice from a list."""

    key: str  # within the thing; the author may leave the piece out
    label: str
    text: str
    own: bool = False


@dataclass(frozen=True)
class Face:
    """A thing as its reader will have it, and as the preview shows it, in the author's language."""

    title: str  # may be empty, where its kind says it all
    day: date
    parts: tuple[Part, ...]
    revision: int  # of the thing itself: a preview of an older one is shown anew before it goes
    figures: Mapping[str, Any] = field(default_factory=dict)  # by a part's key, numbers to draw, as plain JSON

    def with_only(self, keys: Collection[str]) -> "Face":
        """The same with every other piece left out, as if it had never been said."""
        kept = tuple(part for part in self.parts if part.key in keys)
        return replace(self, parts=kept, figures={key: value for key, value in self.figures.items() if key in keys})

    def to_json(self) -> str:
        return json.dumps({**asdict(self), "day": self.day.isoformat()}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Face":
        held = json.loads(text)
        parts = tuple(Part(**part) for part in held.pop("parts"))
        return cls(**{**held, "day": date.fromisoformat(held["day"]), "parts": parts})


@dataclass(frozen=True)
class Sign:
    """By what its author knows a thing again, without a word of theirs."""

    day: date  # as on its face
    title: str = ""


def _by_its_kind(author: Person, pks: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Sign]:
    """Nothing more is needed where each author has one such thing."""
    return {}


@dataclass(frozen=True)
class Kind:
    """A kind of thing that may be released one by one."""

    key: str  # such as `journal.entry`
    name: Any  # lazily translated: 'Journal entry'
    face: Callable[[Person, uuid.UUID], Face | None]  # of the author's own thing as it is now; None: not theirs
    url: Callable[[uuid.UUID], str]  # where its author reads it
    signs: Callable[[Person, Collection[uuid.UUID]], Mapping[uuid.UUID, Sign]] = _by_its_kind  # of those still there


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Called in a room's `ready()`."""
    _kinds[kind.key] = kind


def kind_of(key: str) -> Kind | None:
    return _kinds.get(key)
