"""The keys of the letters, as the outbox holds them: what makes it one letter, however often it is posted."""

import uuid
from datetime import date

DAILY, NOW = "reminder", "reminder now"  # the kinds of letter


def stem_of(person_id: uuid.UUID, kind: str) -> str:
    """What the keys of a person's letters of one kind of reminder begin with."""
    return f"{DAILY}:{person_id}:{kind}"


def key_of(person_id: uuid.UUID, kind: str, day: date) -> str:
    """A letter's key: one a person, a kind and a local date."""
    return f"{stem_of(person_id, kind)}:{day.isoformat()}"


def stem_of_asked_for(person_id: uuid.UUID) -> str:
    """What the keys of the letters begin with that a person asked to be sent now."""
    return f"{NOW}:{person_id}:"
