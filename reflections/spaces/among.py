"""What belongs to the open spaces of several people, asked once for all of them."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

Latest = Mapping[uuid.UUID, datetime]


def for_members(rows: QuerySet[Any], people: Collection[uuid.UUID], *, space: str = "space") -> QuerySet[Any]:
    """Those rows whose `space` is open and has one of these people as a member: once for each such `member`."""
    seat = f"{space}__memberships"
    open_to = {f"{space}__closed_at": None, f"{seat}__left_at": None, f"{seat}__person__in": people}
    found: QuerySet[Any] = rows.filter(**open_to).annotate(member=F(f"{seat}__person"))
    return found


def latest(rows: Iterable[tuple[uuid.UUID, datetime]]) -> Latest:
    """The latest time of each person."""
    found: dict[uuid.UUID, datetime] = {}
    for person, at in rows:
        found[person] = max(at, found.get(person, at))
    return found
