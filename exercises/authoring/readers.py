"""Who may do an exercise that a therapist wrote: a room above, which gives it to clients, says so."""

from collections.abc import Callable

from intima.accounts.models import Person

Reads = Callable[[Person, str], bool]

_readers: list[Reads] = []


def register(reads: Reads) -> None:
    """Let those do an exercise for whom `reads(person, slug)` is true. A room calls it in `ready()`."""
    _readers.append(reads)


def may_read(person: Person, slug: str) -> bool:
    """Whether the exercise of this slug was given to the person and is theirs to begin now."""
    return any(reads(person, slug) for reads in _readers)
