"""What is kept of somebody as plain data, a few rows at a time, and the JSON Schema that the data follow."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import models

from intima.accounts.models import Person
from intima.kit import seal
from intima.kit.keeping import TEXT, TORN, Kept, Schema, everything

BATCH = 200  # rows opened at a time
FORMAT = 1  # counts on when somebody's program could no longer read the file
YOU, OTHER = "you", "somebody else"

Told = dict[str, Any]


def taken() -> list[Kept]:
    """What of everything is somebody's to take along."""
    return [kept for kept in everything() if kept.of]


def rows(kept: Kept, person: Person) -> Iterator[tuple[Any, Told]]:
    """Each of the person's rows of this kind beside its data, in their order. What was altered says so in its place."""
    found = kept.of(person).iterator(chunk_size=BATCH) if kept.of else iter(())
    while batch := list(islice(found, BATCH)):
        more: Iterable[Told] = kept.more.of(person, batch) if kept.more else ({} for _row in batch)
        for row, beside in zip(batch, more, strict=True):
            yield row, {**{field.name: _value(kept, field, row, person) for field in kept.fields}, **beside}


def _value(kept: Kept, field: Any, row: Any, person: Person) -> Any:
    try:
        value = getattr(row, field.attname)
    except seal.Broken:
        said = str(TORN)
        if field.name not in kept.parsed:
            setattr(row, field.attname, said)  # what reads it after this says so too
        return said
    if _is_person(field):  # nobody left there is somebody else too: whether an account is gone is nobody's to learn
        return YOU if value == person.pk else OTHER
    return json.loads(value) if field.name in kept.parsed and value else value


def _is_person(field: Any) -> bool:
    """Whether it points at somebody; that somebody else's id is nobody's to take along."""
    return field.is_relation and field.related_model is Person


def schema() -> Schema:
    """What `data.json` looks like."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What one person takes along",
        "type": "object",
        "required": ["format", "made_at", "kept"],
        "additionalProperties": False,
        "properties": {
            "format": {"const": FORMAT},
            "made_at": {"type": "string", "format": "date-time"},
            "kept": {
                "type": "object",
                "required": [kept.key for kept in taken()],
                "additionalProperties": False,
                "properties": {kept.key: {"type": "array", "items": _of_kind(kept)} for kept in taken()},
            },
        },
    }


def _of_kind(kept: Kept) -> Schema:
    fields = {field.name: _of_field(kept, field) for field in kept.fields}
    fields |= kept.more.schema if kept.more else {}
    return {"type": "object", "required": list(fields), "additionalProperties": False, "properties": fields}


# The first that a field is an instance of.
_TYPES: tuple[tuple[type[Any], Schema], ...] = (
    (models.UUIDField, {"type": "string", "format": "uuid"}),
    (models.DateTimeField, {"type": "string", "format": "date-time"}),
    (models.DateField, {"type": "string", "format": "date"}),
    (models.TimeField, {"type": "string"}),
    (models.BooleanField, {"type": "boolean"}),
    (models.IntegerField, {"type": "integer"}),
    (models.CharField, TEXT),
    (models.TextField, TEXT),
    (models.BinaryField, TEXT),  # sealed words; `Kept.leave` has every other
)


def _of_field(kept: Kept, field: Any) -> Schema:
    if _is_person(field):
        return {"enum": [YOU, OTHER]}
    if field.name in kept.parsed or isinstance(field, models.JSONField):
        return {}  # lists and objects of the room's own
    target = field.target_field if field.is_relation else field
    found = next(schema for kind, schema in _TYPES if isinstance(target, kind))
    return {**found, "type": [found["type"], "null"]} if field.null else found
