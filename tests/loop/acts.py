"""What people do with their loop, in one line each."""

import uuid
from datetime import datetime

from exercises.loop.actions import Own, cards, names, own, sharing
from exercises.loop.words import CardWords
from intima.accounts.models import Person
from reflections.spaces.actions import Tie, tie_of
from tests.cast import EVENING

ADAS = CardWords(
    does="asks again, follows",
    body="breathes fast, shoulders up",
    tells="if this waits, it waits for ever",
    shows="heat, and too many words",
    under="scared that I do not count",
    longs="a look that says Ben is here",
    so="asks",
    exit="ask when we go on",
    topics={"money": 2, "home": 1, "time": 5},
)
BENS = CardWords(
    does="goes quiet, leaves the room",
    body="a heavy chest",
    tells="one wrong word breaks the evening",
    shows="calm, a blank face",
    under="afraid of getting it wrong again",
    longs="to be enough as he is",
    so="goes quiet",
    exit="say when he’ll be back",
    topics={"money": 9, "family": 3},
)


def tie(person: Person) -> Tie:
    found = tie_of(person)
    assert found is not None
    return found


def keep(person: Person, words: CardWords, *, at: datetime = EVENING) -> Own:
    kept = own(person)
    base = kept.revision if kept else 0
    return cards.keep(author=person, words=words, base=base, page=uuid.uuid4(), at=at)


def share(person: Person, *, at: datetime = EVENING) -> None:
    kept = own(person)
    assert kept is not None
    sharing.share(author=person, space_id=tie(person).space.pk, revision=kept.revision, at=at)


def propose(person: Person, text: str, *, seen: uuid.UUID | None = None) -> uuid.UUID:
    key = uuid.uuid4()
    names.propose(tie=tie(person), key=key, text=text, seen=seen, at=EVENING)
    return uuid.uuid5(person.pk, f"name {key.hex}")
