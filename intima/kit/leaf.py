"""Long lists, a page at a time; drawn by kit/leaf.html."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

PAGE = 20  # rows

Row = TypeVar("Row")


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


def number_of(asked: str | None) -> int:
    """The page that an address asks for; the first where that is no page number."""
    return max(int(asked), 1) if asked and asked.isascii() and asked.isdigit() and len(asked) < 5 else 1


def leaf(rows: "QuerySet[Any, Row]", asked: str | None) -> Leaf[Row]:
    """The page of `rows` that was asked for; the first where that is no page number, or nothing is there any more."""
    number = number_of(asked)
    found = list(rows[(number - 1) * PAGE : number * PAGE + 1])
    if not found and number > 1:
        return leaf(rows, None)
    return Leaf(number, found[:PAGE], len(found) > PAGE)
