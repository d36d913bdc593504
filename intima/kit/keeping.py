"""What is kept of people, a model each: every room says of its own what it is, for how long, and whose.

From it come the page that tells what is kept, and the file that somebody takes along. Which fields there are, and which
of them lie encrypted, is read from the models themselves, so neither can drift from what is stored.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import InvalidToken
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from intima.kit import seal
from intima.kit.seal import SealedTextField

Schema = dict[str, Any]  # a piece of JSON Schema
TEXT: Schema = {"type": "string"}
TEXTS: Schema = {"type": "array", "items": TEXT}
YES_OR_NO: Schema = {"type": "boolean"}

# How long most things are kept.
TILL_DELETED = _("Until you delete it, or your account.")
WITH_ACCOUNT = _("As long as your account.")
WITH_SPACE = _("Until you take it back, either of you leaves, or your account goes.")

TORN = _("This cannot be opened any more.")  # what stands in the place of words that were altered


def opened(read: Callable[[], str]) -> str:
    """The words that `read` opens; where they were altered, a sentence that says so."""
    try:
        return read()
    except (seal.Broken, InvalidToken):  # InvalidToken: it lay in a box
        return str(TORN)


@dataclass(frozen=True)
class Said:
    """One thing as somebody reads it: a heading, lines about it, and words, each under a label or under none."""

    heading: str
    words: Sequence[tuple[str, str]]
    about: Sequence[str] = ()


@dataclass(frozen=True)
class More:
    """What stands beside a thing's own fields, looked up for many at once: `of(person, rows)`, one dict for each."""

    of: Callable[[Any, Sequence[Any]], Sequence[dict[str, Any]]]
    schema: dict[str, Schema]


@dataclass(frozen=True)
class Kept:
    """A model's rows. `name` is what people call them, `until` how long they stay.

    `of` finds a person's, in the order in which they are read; None where nobody takes them along, for the reason in
    `why_not`. `leave` are fields that mean nothing outside, or must not leave. `boxed` are hashed, or encrypted in
    another way than sealed fields; `parsed` are sealed fields that hold JSON. `said` is how a thing reads, for whom, of
    its row and of what the file says of it.
    """

    model: type[models.Model]
    name: Promise
    until: Promise
    of: Callable[[Any], models.QuerySet[Any]] | None = None
    why_not: str = ""
    leave: frozenset[str] = frozenset()
    boxed: frozenset[str] = frozenset()
    parsed: frozenset[str] = frozenset()
    more: More | None = None
    said: Callable[[Any, Any, dict[str, Any]], Said] | None = None
    pictures: Callable[[Any], Iterable[tuple[str, str]]] | None = None  # file name and SVG

    @property
    def key(self) -> str:
        """What the file calls it, such as `journal.entry`."""
        return self.model._meta.label_lower

    @property
    def fields(self) -> list[Any]:
        """The fields that leave. A number that counts everybody's rows does not: its gaps tell what others did."""
        fields = self.model._meta.concrete_fields
        return [each for each in fields if each.name not in self.leave and not isinstance(each, models.AutoField)]

    @property
    def sealed(self) -> list[SealedTextField]:
        """The fields that lie encrypted in the database."""
        return [each for each in self.model._meta.concrete_fields if isinstance(each, SealedTextField)]


_kept: dict[type[models.Model], Kept] = {}


def register(*kept: Kept) -> None:
    """Called by a room's module `kept`, which `own` looks for when the site starts."""
    _kept.update({each.model: each for each in kept})


def everything() -> list[Kept]:
    """All that is kept, from the ground floor up."""
    return list(_kept.values())
