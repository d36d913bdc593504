"""What is kept, in plain words: how each kind of thing lies in the database, read from its fields."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from intima.kit.keeping import Kept, everything


@dataclass(frozen=True)
class Line:
    """One kind of thing: whether it has encrypted words, or secrets, and what of it can be read without a key."""

    name: Promise
    until: Promise
    words: bool
    secrets: bool
    open: list[Promise]


@dataclass(frozen=True)
class Section:
    key: str
    title: Promise
    lines: list[Line]


_SEALED = ("sealed", _("What you write"))
_OPEN = ("around", _("What stands around it"))
_OURS = ("ours", _("What the site itself needs"))

# What somebody can read of a field that lies in the open; the first that it is an instance of.
_READ: tuple[tuple[type[Any], Promise], ...] = (
    (models.ForeignKey, _("whose it is")),
    (models.DateField, _("days and times")),  # times of a day are one, too
    (models.TimeField, _("days and times")),
    (models.UUIDField, _("what belongs together")),
    (models.BooleanField, _("choices and numbers")),
    (models.IntegerField, _("choices and numbers")),
    (models.JSONField, _("choices and numbers")),
    (models.CharField, _("short texts")),
    (models.TextField, _("texts")),
)


def sections() -> list[Section]:
    """All that is kept: what is encrypted, what lies around it, and what is nobody's."""
    found: dict[tuple[str, Promise], list[Line]] = {_SEALED: [], _OPEN: [], _OURS: []}
    for kept in everything():
        theirs = any(field.author for field in kept.sealed)  # what the site seals for itself is nobody's words
        group = _SEALED if theirs else _OPEN if kept.of else _OURS
        open_fields = list(dict.fromkeys(_open(kept)))
        found[group].append(Line(kept.name, kept.until, bool(kept.sealed), bool(kept.boxed), open_fields))
    return [Section(key, title, lines) for (key, title), lines in found.items()]


def _open(kept: Kept) -> Iterator[Promise]:
    hidden = {field.name for field in kept.sealed} | kept.boxed
    for field in kept.model._meta.concrete_fields:
        if field.name in hidden or (field.primary_key and not field.is_relation):
            continue
        if field.choices:
            yield _("choices and numbers")
        else:
            yield next(said for kind, said in _READ if isinstance(field, kind))
