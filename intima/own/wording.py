"""What is kept, in plain words: how each kind of thing lies in the database, read from its fields."""

from collections.abc import Iterator
from dataclasses import dataclass

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

# Of everything it can be read whose it is, when it was and what belongs together: the page says so once.
_EVERYWHERE = (models.ForeignKey, models.DateField, models.TimeField, models.UUIDField)  # DateTimeFields are DateFields
# By its name, what is no free text though it is a text.
_NAMES = {
    **dict.fromkeys(("slug", "prompt", "exercise", "step_key", "kind", "subject_kind"), _("what it is about")),
    **dict.fromkeys(("hash", "previous_hash", "ledger_head", "session_key", "whose"), _("marks to know it by")),
    **dict.fromkeys(("key", "refused_by", "version"), _("marks to know it by")),
}


def sections() -> list[Section]:
    """All that is kept: what is encrypted, what lies around it, and what is nobody's."""
    found: dict[tuple[str, Promise], list[Line]] = {_SEALED: [], _OPEN: [], _OURS: []}
    for kept in sorted(everything(), key=lambda kept: kept.said is None):  # what people write themselves comes first
        theirs = any(field.author for field in kept.sealed)  # what the site seals for itself is nobody's words
        group = _SEALED if theirs else _OPEN if kept.of else _OURS
        open_fields = list(dict.fromkeys(_open(kept)))
        found[group].append(Line(kept.name, kept.until, bool(kept.sealed), bool(kept.boxed), open_fields))
    return [Section(key, title, lines) for (key, title), lines in found.items()]


def _open(kept: Kept) -> Iterator[Promise]:
    """What else of it can be read without a key, field by field."""
    hidden = {field.name for field in kept.sealed} | kept.boxed
    for field in kept.model._meta.concrete_fields:
        if field.name in hidden or field.primary_key or isinstance(field, _EVERYWHERE):
            continue
        if field.name in _NAMES:
            yield _NAMES[field.name]
        elif isinstance(field, models.CharField | models.TextField) and not field.choices:
            yield _("texts")
        else:
            yield _("choices and numbers")
