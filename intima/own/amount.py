"""Roughly how much somebody has here."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, IntegerField, Sum, Value
from django.db.models.functions import Coalesce, Length

from intima.accounts.models import Person
from intima.own.rows import taken


@dataclass(frozen=True)
class Amount:
    """`things` to read, and how many bytes their words have, about."""

    things: int
    size: int


def amount_of(person: Person) -> Amount:
    """What the person would take along to read. One query, whatever there is."""
    counts = []
    for kept in taken():
        if kept.said and kept.of:
            size: Any = Value(0, output_field=IntegerField())
            for field in kept.sealed:
                size += Coalesce(Sum(Length(F(field.name))), 0)
            each = kept.of(person).order_by().select_related(None).annotate(all=Value(1)).values("all")
            counts.append(each.annotate(things=Count("pk"), size=size).values_list("things", "size"))
    first, *rest = counts
    found = list(first.union(*rest, all=True))
    return Amount(sum(things for things, _size in found), sum(size for _things, size in found))
