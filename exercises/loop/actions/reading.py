"""The loop as one reader has it: their own card, and what the other shares."""

import uuid
from dataclasses import dataclass, replace

from exercises.loop.actions import sharing
from exercises.loop.actions.cards import Own, own
from exercises.loop.actions.sharing import Standing
from exercises.loop.models import Name
from exercises.loop.words import CardWords
from intima.accounts.models import Person
from intima.kit import seal
from reflections.spaces.actions import Tie


@dataclass(frozen=True)
class Side:
    """One person's card in the loop. `changed`: its reader sees other words than were first shared with them.

    Of one's own, `seen` says that the partner sees a card of theirs, and `kept_back` that it reads otherwise by now.
    """

    name: str
    colour: str
    words: CardWords
    mine: bool
    changed: bool = False
    seen: bool = False
    kept_back: bool = False


@dataclass(frozen=True)
class Called:
    """A name of the loop; `mine`: its reader proposed it."""

    id: uuid.UUID
    text: str
    mine: bool


@dataclass(frozen=True)
class Loop:
    """One or two sides, clay before iris; the name that both agreed on, and the one that waits for the other."""

    sides: tuple[Side, ...]
    name: Called | None = None
    proposed: Called | None = None
    kept: Own | None = None  # one's own card as one keeps it

    @property
    def mine(self) -> Side | None:
        return next((side for side in self.sides if side.mine), None)

    @property
    def theirs(self) -> Side | None:
        return next((side for side in self.sides if not side.mine), None)


def loop_of(person: Person, tie: Tie | None) -> Loop:
    """What the person may see now: their card as they keep it, and the partner's as it was shared."""
    shown, kept = _shown(person, tie), own(person)  # in this order one query fetches both their keys
    mine = shown.get(person.pk)
    if kept is None or not (kept.words.says_something or mine):
        return replace(_loop(person, tie, shown, None), kept=kept)
    side = Side(
        name=person.name,
        colour=tie.mine.colour if tie else "clay",
        words=kept.words,
        mine=True,
        seen=mine is not None,
        kept_back=mine is not None and mine.revision != kept.revision,
    )
    return replace(_loop(person, tie, shown, side), kept=kept)


def as_both_shared(person: Person, tie: Tie) -> Loop:
    """The loop of shared things alone, the person's own card too: for what both keep together.

    Its name belongs to two sides; where one is missing it is not looked for.
    """
    shown = _shown(person, tie)
    mine = shown.get(person.pk)
    side = Side(person.name, tie.mine.colour, mine.words, mine=True, changed=mine.changed, seen=True) if mine else None
    return _loop(person, tie, shown, side, named=len(shown) == 2)


def _shown(person: Person, tie: Tie | None) -> dict[uuid.UUID, Standing]:
    if tie is None:
        return {}
    seal.fetch({person.pk, tie.partner.pk})
    return sharing.standings(person, tie)


def _loop(
    person: Person, tie: Tie | None, shown: dict[uuid.UUID, Standing], mine: Side | None, *, named: bool = True
) -> Loop:
    if tie is None:
        return Loop((mine,) if mine else ())
    theirs = None
    if seen := shown.get(tie.partner.pk):
        theirs = Side(tie.partner.name, tie.theirs.colour, seen.words, mine=False, changed=seen.changed)
    sides = sorted((side for side in (mine, theirs) if side), key=lambda side: side.colour)
    found = Name.objects.visible_to(person).filter(space=tie.space) if named else ()
    names = {name.agreed_at is not None: Called(name.pk, name.text, name.author_id == person.pk) for name in found}
    return Loop(tuple(sides), names.get(True), names.get(False))
