"""The guide as one reader has it: what they put in themselves, and what the other put in for both."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace

from exercises.guide.models import Part
from exercises.guide.words import Words
from exercises.loop.actions import Loop, Side, as_both_shared, own
from intima.accounts.models import Person
from intima.kit import seal
from reflections.spaces.actions import Tie


@dataclass(frozen=True)
class Piece:
    """One part as its reader has it. `given`: it stands in the guide of both. `name` and `colour` are its author's."""

    kind: str
    words: Words
    mine: bool
    given: bool
    name: str
    colour: str


@dataclass(frozen=True)
class Guide:
    """What stands in it: clay before iris, in the order of the kinds; and the sides of the loop that do."""

    pieces: tuple[Piece, ...]
    loop: Loop

    @property
    def is_empty(self) -> bool:
        return not self.pieces and not self.loop.sides

    def of(self, kinds: Collection[str]) -> list[Piece]:
        return [piece for kind in kinds for piece in self.pieces if piece.kind == kind]


def guide_of(person: Person, tie: Tie | None) -> Guide:
    """What the person may read now."""
    parts = list(Part.objects.visible_to(person).with_given(person))
    seal.fetch({part.author_id for part in parts})
    pieces = sorted(
        (_piece(person, tie, part) for part in parts if part.kind != Part.Kind.LOOP),
        key=lambda piece: (piece.colour, Part.Kind.values.index(piece.kind)),
    )
    cards = {part.author_id: part.given for part in parts if part.kind == Part.Kind.LOOP}
    return Guide(tuple(pieces), _loop(person, tie, cards))


def _piece(person: Person, tie: Tie | None, part: Part) -> Piece:
    mine = part.author_id == person.pk
    seat = (tie.mine if mine else tie.theirs) if tie else None
    return Piece(
        kind=part.kind,
        words=Words.of_text(part.words),
        mine=mine,
        given=part.given,
        name=seat.person.name if seat else person.name,
        colour=seat.colour if seat else "clay",
    )


def _loop(person: Person, tie: Tie | None, cards: dict[uuid.UUID, bool]) -> Loop:
    """The sides whose authors let them stand there; `cards` says of each author whether for both."""
    if not cards:
        return Loop(())
    shared = as_both_shared(person, tie) if tie else Loop(())
    mine = own_side(person, tie, shared) if person.pk in cards else None
    if mine and not cards[person.pk]:
        mine = replace(mine, seen=False)
    theirs = shared.theirs if cards.keys() - {person.pk} else None
    sides = sorted((side for side in (mine, theirs) if side), key=lambda side: side.colour)
    return Loop(tuple(sides), shared.name if len(sides) == 2 else None)


def own_side(person: Person, tie: Tie | None, shared: Loop) -> Side | None:
    """The person's side as it is shared in the loop's own room, else as they keep it for themselves."""
    if shared.mine:
        return shared.mine
    card = own(person)
    if card is None or not card.words.says_something:
        return None
    return Side(person.name, tie.mine.colour if tie else "clay", card.words, mine=True)
