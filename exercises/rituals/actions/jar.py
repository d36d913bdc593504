"""The thank-you jar: what came, and what one wrote, sent or kept."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from exercises.rituals.actions import slips
from exercises.rituals.models import Slip
from intima.accounts.models import Person
from reflections.notes import actions as notes
from reflections.notes.models import Note
from reflections.spaces.actions import Tie


@dataclass(frozen=True)
class Thanks:
    """One of the jar's. `sent` is False while its author keeps it; `goes_at`: when it goes by itself."""

    id: uuid.UUID
    text: str
    at: datetime
    sent: bool
    mine: bool
    name: str
    colour: str
    goes_at: datetime | None = None


def came(person: Person) -> QuerySet[Any]:
    """The keys of what came to the person, the newest first."""
    received = Note.objects.received_by(person).filter(kind=notes.KIND.THANKS)
    return received.order_by("-sent_at", "-pk").values_list("pk", flat=True)


def wrote(person: Person) -> QuerySet[Any]:
    """The keys of what the person wrote, sent or kept, the newest first; each the first of a tuple."""
    sent = Note.objects.filter(author=person, kind=notes.KIND.THANKS).order_by().values_list("pk", "sent_at")
    kept = Slip.objects.filter(author=person, kind=Slip.Kind.THANKS).order_by().values_list("pk", "written_at")
    return sent.union(kept, all=True).order_by("-sent_at")


def read(person: Person, keys: Sequence[uuid.UUID], tie: Tie | None) -> list[Thanks]:
    """What lies under these keys of `came` or `wrote`, in their order."""
    sent = notes.read(person, Note.objects.visible_to(person).filter(pk__in=keys), tie)
    kept = slips.read(person, Slip.objects.filter(author=person, kind=Slip.Kind.THANKS, pk__in=keys), tie)
    found = {each.id: Thanks(each.id, each.text, each.at, True, each.mine, each.name, each.colour) for each in sent}
    for slip in kept:
        found[slip.id] = Thanks(slip.id, slip.whole, slip.written_at, False, True, slip.name, slip.colour, slip.goes_at)
    return [found[key] for key in keys if key in found]


def one(person: Person, tie: Tie | None) -> Thanks | None:
    """One to read on a hard day: by chance, of what came, or else of what one wrote."""
    key = came(person).order_by("?").first()
    if key is None:
        own = Slip.objects.filter(author=person, kind=Slip.Kind.THANKS).order_by("?")
        key = own.values_list("pk", flat=True).first()
    return next(iter(read(person, [key], tie)), None) if key else None
