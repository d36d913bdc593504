"""What the other of two put before a person, for the pages that gather."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists

from exercises.rituals.models import Slip, Slot
from intima.accounts.models import Person


@dataclass(frozen=True)
class Waiting:
    """Whether the other suggests a time without screens that is still to come; and whether a card of theirs is there,
    which lasts seven days.
    """

    slot: bool
    card: bool


def asks_for_today(person: Person, at: datetime) -> dict[str, Exists]:
    """What Today asks of this room in the one query that it puts to several rooms; `gathered` reads the answer."""
    slots = Slot.objects.standing(at).visible_to(person).filter(agreed_at=None).exclude(proposer=person)
    cards = Slip.objects.visible_to(person, at).filter(kind=Slip.Kind.TOUCH).exclude(author=person)
    return {"ritual_slot": Exists(slots), "ritual_card": Exists(cards)}


def gathered(row: Mapping[str, Any]) -> Waiting:
    """What waits for the person, and is not put away or muted."""
    return Waiting(slot=row["ritual_slot"], card=row["ritual_card"])


def waiting(person: Person, at: datetime) -> Waiting:
    """The same by itself. One query."""
    asks = asks_for_today(person, at)
    return gathered(Person.objects.filter(pk=person.pk).values("pk").annotate(**asks).get())
