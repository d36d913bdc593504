"""The kinds of content. A room names its own in `ready()`, with the folder that holds one folder a language."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intima.content.schema import File, Item

# Where in an item something is wrong, and what is allowed there.
Problem = tuple[tuple[str | int, ...], str]


def _nothing_more(item: Any) -> Iterable[Problem]:
    return ()


@dataclass(frozen=True)
class Kind:
    name: str
    schema: type[Item] | type[File]
    folder: Path
    check: Callable[[Any], Iterable[Problem]]

    @property
    def item(self) -> type[Item]:
        """What one row of this kind holds."""
        return self.schema.item if issubclass(self.schema, File) else self.schema

    @property
    def under(self) -> str | None:
        """The list in a file that holds its items; None where the file is the item."""
        return self.schema.under if issubclass(self.schema, File) else None


kinds: dict[str, Kind] = {}


def register(
    kind: str,
    *,
    schema: type[Item] | type[File],
    folder: Path,
    check: Callable[[Any], Iterable[Problem]] = _nothing_more,
) -> None:
    """Make `<folder>/<language>/*.yaml` content of this kind. `check` names what the schema alone cannot see."""
    kinds[kind] = Kind(kind, schema, folder, check)
