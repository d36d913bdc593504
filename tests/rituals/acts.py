"""What people do with the rituals, in one line."""

import re
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from exercises.rituals.actions import slips, slots
from exercises.rituals.models import Slip, Slot
from intima.accounts.models import Person
from reflections.spaces.actions import Tie, tie_of
from tests.cast import EVENING

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WORDS = {
    "thanks": "You rang the school.",
    "touch": "A hand on my back.",
    "promise": "Ring the plumber.",
    "word": "Slow.",
}


def tie(person: Person) -> Tie:
    found = tie_of(person)
    assert found is not None
    return found


def keep(author: Person, kind: str, text: str = "", *, at: datetime = EVENING, **more: Any) -> uuid.UUID:
    if kind == "promise":
        more = {"due_at": at + DAY, **more}
    return slips.keep(author=author, kind=kind, key=uuid.uuid4(), text=text or WORDS[kind], at=at, **more)


def give(author: Person, pk: uuid.UUID, *, at: datetime = EVENING, tonight: bool = False) -> uuid.UUID | None:
    return slips.give(tie=tie(author), pk=pk, at=at, tonight=tonight)


def looked_at(client: Client, url: str) -> dict[str, str]:
    """What the page of a slip sends with its buttons."""
    return dict(re.findall(r'name="(space|seen)" value="(.*?)"', client.get(url).content.decode()))


def given(author: Person, kind: str, text: str = "", *, at: datetime = EVENING, **more: Any) -> uuid.UUID:
    pk = keep(author, kind, text, at=at, **more)
    give(author, pk, at=at)
    return pk


def sees(person: Person, pk: uuid.UUID, at: datetime = EVENING) -> bool:
    return Slip.objects.visible_to(person, at).filter(pk=pk).exists()


def suggest(
    person: Person, *, starts_at: datetime = EVENING + HOUR, at: datetime = EVENING, alone: bool = False
) -> Slot:
    key = uuid.uuid4()
    to = None if alone else tie(person)
    slots.suggest(person=person, tie=to, key=key, starts_at=starts_at, minutes=30, at=at)
    return Slot.objects.get(pk=uuid.uuid5(person.pk, f"slot {key.hex}"))
