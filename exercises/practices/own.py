"""Exercises that somebody wrote themselves, which no library file holds. A room above keeps them and says who reads."""

from collections.abc import Callable
from dataclasses import dataclass

from intima.accounts.models import Person
from intima.content.exercises import Exercise
from intima.content.models import Version

PREFIX = "own-"  # their slugs begin with it, and those of the library's files do not


@dataclass(frozen=True)
class Draft:
    """What its author looks at before anybody does it; `home` is the path of the page where it is written."""

    exercise: Exercise
    home: str


@dataclass(frozen=True)
class Keeper:
    """`find` gives what this person may begin now; `draft` what its author, and nobody else, looks at beforehand."""

    find: Callable[[Person, str], Version | None]
    draft: Callable[[Person, str], Draft | None]


_keepers: list[Keeper] = []


def register(keeper: Keeper) -> None:
    """Let people do the exercises that `keeper` has. A room calls it in `ready()`."""
    _keepers.append(keeper)


def is_own(slug: str) -> bool:
    return slug.startswith(PREFIX)


def find(person: Person, slug: str) -> Version | None:
    """What this person may begin now under this slug."""
    return next((found for keeper in _keepers if (found := keeper.find(person, slug))), None)


def draft(person: Person, slug: str) -> Draft | None:
    """What its author looks at before anybody does it."""
    return next((found for keeper in _keepers if (found := keeper.draft(person, slug))), None)
