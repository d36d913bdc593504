"""What an exercise shows of somebody's own, beside what it says."""

from typing import Any

from exercises.loop import wording
from exercises.loop.actions import Loop, Side, own
from intima.accounts.models import Person
from reflections.spaces.actions import tie_of


def first_loop(person: Person) -> dict[str, Any]:
    """The person's own card as they first drew it; nothing to see while there is none."""
    card = own(person)
    if card is None or not card.first.says_something:
        return {}
    tie = tie_of(person)
    loop = Loop((Side(person.name, tie.mine.colour if tie else "clay", card.first, mine=True),))
    return {"turns": wording.turns(loop), "topics": wording.topics(loop), "begun_at": card.begun_at}
