"""The kinds of letter. A room registers its own when the site starts, so mail asks without knowing the rooms."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from intima.mail.models import Letter

ACCOUNT_FIRST, ORDINARY = 0, 5  # priorities; the lower goes out first


class NotWanted(Exception):
    """The letter is not wanted any more; the argument says why, in a few plain words without anything personal."""


@dataclass(frozen=True)
class Filled:
    """A letter ready to be written: addresses, subject, both parts, and headers beyond those of every letter.

    Where many letters say the same but for a few words, the text, HTML and further headers of all of them hold the
    same `marks`, which are compiled once; each letter says what it has in the place of each (in headers: ASCII).
    """

    to: str
    sender: str
    subject: str
    text: str
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    still_wanted: Callable[[Letter, datetime], None]
    fill: Callable[[Letter], Filled]
    priority: int
    awaited: bool
    gather: Callable[[Sequence[Letter], datetime], Mapping[uuid.UUID, Any]]


class UnknownKind(Exception):
    """No room has registered this kind of letter."""


_kinds: dict[str, Kind] = {}


def register(
    kind: str,
    *,
    still_wanted: Callable[[Letter, datetime], None],
    fill: Callable[[Letter], Filled],
    priority: int = ORDINARY,
    awaited: bool = False,
    gather: Callable[[Sequence[Letter], datetime], Mapping[uuid.UUID, Any]] = lambda letters, at: {},
) -> None:
    """Register a kind of letter.

    `still_wanted(letter, at)` is asked just before sending and raises NotWanted. `fill(letter)` writes it.
    `gather(letters, at)` fetches what these two need for several letters at once, by letter id; each finds its part in
    `letter.gathered` (None for a letter that it left out). `awaited`: its reader asked for this very letter or has
    to know, so it is tried also where letters rest.
    """
    _kinds[kind] = Kind(still_wanted, fill, priority, awaited, gather)


def is_known(kind: str) -> bool:
    """Whether some room has registered this kind of letter."""
    return kind in _kinds


def get(kind: str) -> Kind:
    """The kind of that name. Raises UnknownKind."""
    try:
        return _kinds[kind]
    except KeyError as error:
        raise UnknownKind(kind) from error
