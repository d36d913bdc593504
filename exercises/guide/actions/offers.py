"""What of somebody's own could stand in their guide now, as it would read there. Nothing of it does by itself."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from exercises.guide.actions.reading import own_side
from exercises.guide.models import Part
from exercises.guide.words import Said, Words
from exercises.loop.actions import Loop, Side, as_both_shared
from exercises.practices import telling
from exercises.practices.actions import cards, runs
from intima.accounts.models import Person
from intima.content.exercises import GAP
from reflections.journal import actions as journal
from reflections.spaces.actions import Tie

KIND = Part.Kind
SIGNAL_GAP = "signal-gap"
CARDS = {KIND.PAUSE: cards.PAUSE_MESSAGE, KIND.INVITATION: cards.INVITATION}


@dataclass(frozen=True)
class Offer:
    """One part as it would read. `for_both`: it may be shown to the partner as well; else it is for oneself alone.

    `card` is the side of the loop, for that part alone; `exchange_id` where the words opened between the two.
    """

    words: Words
    card: Side | None = None
    exchange_id: uuid.UUID | None = None
    for_both: bool = True

    @property
    def says_something(self) -> bool:
        return self.words.says_something or self.card is not None

    @property
    def mark(self) -> str:
        """The same for the same words alone: what was looked at is what is put in."""
        card = self.card.words.to_text() if self.card else ""
        whole = "\n".join((self.words.to_text(), card, str(self.exchange_id)))
        return hashlib.sha256(whole.encode()).hexdigest()[:32]


def offer_of(person: Person, tie: Tie | None, kind: str, kept: Part | None) -> Offer:
    """How a part of this kind would read; what is `kept` stays where nothing newer was made."""
    found = _made(person, tie, kind)
    if kept is None or found.says_something:
        return found
    own_room = kind in {KIND.SIGNALS, KIND.LOOP}
    return Offer(Words.of_text(kept.words), exchange_id=kept.exchange_id, for_both=not own_room)


def _made(person: Person, tie: Tie | None, kind: str) -> Offer:
    match kind:
        case KIND.SIGNALS:
            return _signals(person, tie)
        case KIND.HELPS:
            return Offer(_helps(_done(person, cards.SAFETY_EXERCISE)))
        case KIND.PLEASE_NOT:
            done = _done(person, cards.SAFETY_EXERCISE)
            return Offer(Words.of_parts([part for part in done if part.key == "please-not"]))
        case KIND.PAUSE | KIND.INVITATION:
            sentence = GAP.sub("…", cards.latest(person, CARDS[KIND(kind)]))
            return Offer(Words.of_sentence(sentence.replace("….", "…")))
        case KIND.LOOP:
            return _loop(person, tie)
    return Offer(Words())  # rituals are chosen in the guide itself


def _signals(person: Person, tie: Tie | None) -> Offer:
    """For two, what opened between them; what was never opened is for oneself alone."""
    opened = journal.own_opened(tie, SIGNAL_GAP) if tie else None
    if opened is None:
        return Offer(_unguessed(_done(person, SIGNAL_GAP)), for_both=False)
    exchange_id, parts = opened
    return Offer(_unguessed(parts), exchange_id=exchange_id)


def _done(person: Person, slug: str) -> list[journal.Part]:
    """What the person said in this exercise when they did it last."""
    playing = runs.latest_done(person, slug)
    return telling.parts(playing.exercise, playing.answers) if playing else []


def _unguessed(parts: Sequence[journal.Part]) -> Words:
    return Words.of_parts([part for part in parts if not telling.is_guessed(part.key)])


def _helps(done: Sequence[journal.Part]) -> Words:
    """The sentence of the card, then the list; under somebody's name they need no question."""
    lines = {part.key: part.lines for part in done}
    return Words(tuple(Said("", lines[key]) for key in ("card", "helps") if key in lines))


def _loop(person: Person, tie: Tie | None) -> Offer:
    """For two, the card as its author shares it in the loop's own room; otherwise their own."""
    shared = as_both_shared(person, tie) if tie else Loop(())
    return Offer(Words(), card=own_side(person, tie, shared), for_both=shared.mine is not None)
