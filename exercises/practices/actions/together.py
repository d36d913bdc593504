"""An exercise that two did apart, once it opened: what each did, and what each says to the other's guesses."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from exercises.practices import telling
from exercises.practices.models import Judgement, Run
from intima.accounts.models import Person
from intima.content import actions as content
from intima.content.exercises import Compare
from intima.kit import seal
from reflections.journal import actions as journal
from reflections.journal.actions import ExchangePage, Part
from reflections.spaces.actions import Tie

RECOGNISED = {Judgement.Mark.YES, Judgement.Mark.SOMETIMES, Judgement.Mark.NEW}


class NotOpened(Exception):
    """It has not opened, or nothing in it can be judged by this person now."""


class AlreadySent(Exception):
    """What was said to the guesses is sent; it is taken back first, then changed."""


@dataclass(frozen=True)
class Side:
    """What one of the two did, as it lies on the page; `parts` is None once its author took it back.

    `recognised`: what the other guessed about them and they sent as true of them.
    """

    name: str
    colour: str
    parts: tuple[Part, ...] | None
    recognised: tuple[str, ...] = ()

    @property
    def shown(self) -> list[Part]:
        """The parts about this person themselves; what they guessed of the other is judged apart."""
        return [part for part in self.parts or () if not telling.is_guessed(part.key)]

    @property
    def loudness(self) -> int | None:
        """Where the first slide stood."""
        return next((part.at for part in self.parts or () if part.at is not None), None)


@dataclass(frozen=True)
class Cell:
    """One side's lines in one row."""

    side: Side
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One step, with what each did there."""

    heading: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Judged:
    """Guesses with the mark that each was given; `sent` while the partner can see them."""

    rows: tuple[tuple[str, str], ...]
    sent: bool

    @property
    def marks(self) -> list[str]:
        return [mark for _guess, mark in self.rows]

    def told(self) -> list[tuple[str, str]]:
        """Each guess with its mark in the judge's own words."""
        words = {**dict(Judgement.Mark.choices), Judgement.Mark.NEW: _("new to me")}
        return [(guess, str(words[mark])) for guess, mark in self.rows if mark]


@dataclass(frozen=True)
class Opened:
    """What opened. `to_judge`: the partner's guesses about this person; `answered`: what the partner says to theirs."""

    exchange: ExchangePage
    sides: tuple[Side, ...]
    rows: tuple[Row, ...]
    to_judge: Judged | None
    answered: Judged | None

    @property
    def is_whole(self) -> bool:
        """Whether both sides lie there."""
        return len(self.sides) == 2 and all(side.parts is not None for side in self.sides)


def opened(person: Person, tie: Tie | None, pk: uuid.UUID, at: datetime) -> Opened:
    """What opened, in the order of the seats, so that both see the same. Raises journal.NoSuchExchange, NotOpened."""
    exchange = journal.exercise_page(person, tie, pk, at)
    if exchange.opened_at is None:
        raise NotOpened
    version = content.latest("exercise", exchange.exercise, person.language)
    compare = next((step.key for step in version.parsed.steps if isinstance(step, Compare)), "") if version else ""
    is_between = tie is not None and exchange.with_partner and not exchange.taken_back and exchange.theirs is not None
    mine, theirs = _judgements(person, tie if is_between else None, pk)
    to_judge = _judged(_lines(exchange.their_parts, compare), mine) if is_between else None
    answered = _judged(_lines(exchange.my_parts, compare), theirs) if theirs else None
    sides = _sides(person, tie, exchange, to_judge, answered)
    steps = version.parsed.steps if version else ()
    headings = {step.key: step.own if isinstance(step, Compare) else step.heading for step in steps}
    return Opened(exchange, sides, _rows(sides, headings), to_judge, answered)


def _judgements(person: Person, tie: Tie | None, pk: uuid.UUID) -> tuple[Judgement | None, Judgement | None]:
    """One's own, and the partner's while it is sent."""
    if tie is None:
        return None, None
    seal.fetch({person.pk, tie.partner.pk})
    found = {row.author_id: row for row in Judgement.objects.filter(exchange_id=pk, author__in=[person, tie.partner])}
    theirs = found.get(tie.partner.pk)
    return found.get(person.pk), theirs if theirs and theirs.sent_at else None


def _lines(parts: Sequence[Part], compare: str) -> tuple[str, ...]:
    return next((part.lines for part in parts if part.key == telling.guessed(compare)), ())


def _judged(guesses: tuple[str, ...], row: Judgement | None) -> Judged | None:
    if not guesses:
        return None
    marks = json.loads(row.marks) if row else [""] * len(guesses)
    return Judged(tuple(zip(guesses, marks, strict=True)), sent=bool(row and row.sent_at))


def _sides(
    person: Person, tie: Tie | None, exchange: ExchangePage, to_judge: Judged | None, answered: Judged | None
) -> tuple[Side, ...]:
    mine = Side(person.name, exchange.colour, exchange.my_parts, _recognised(to_judge))
    if tie is None or not exchange.with_partner:
        return (mine,) if exchange.my_parts else ()
    parts = None if exchange.theirs is None else exchange.their_parts
    theirs = Side(tie.partner.name, tie.theirs.colour, parts, _recognised(answered))
    return (mine, theirs) if tie.mine.seat < tie.theirs.seat else (theirs, mine)


def _recognised(judged: Judged | None) -> tuple[str, ...]:
    if judged is None or not judged.sent:
        return ()
    return tuple(guess for guess, mark in judged.rows if mark in RECOGNISED)


def _rows(sides: Sequence[Side], headings: dict[str, str]) -> tuple[Row, ...]:
    """Step by step, in the exercise's order. What the file no longer has comes last, under the heading of then."""
    known = dict(headings)
    for side in sides:
        for part in side.shown:
            known.setdefault(part.key, part.heading)
    found = []
    for key, heading in known.items():
        lines = {side: next((part.lines for part in side.parts or () if part.key == key), ()) for side in sides}
        if any(lines.values()):
            found.append(Row(heading, tuple(Cell(side, lines[side]) for side in sides)))
    return tuple(found)


# --- Handing in, and judging ----------------------------------------------------------------------


@transaction.atomic
def hand_in(*, run: Run, exchange_id: uuid.UUID, parts: Sequence[Part], at: datetime) -> None:
    """Hand these parts in, to be confirmed. Raises journal.NothingToAnswer, journal.AnswerStands."""
    journal.hand_in(author=run.author, pk=exchange_id, parts=parts, at=at)
    mine = Run.objects.of(run.author)
    mine.filter(exchange_id=exchange_id).exclude(pk=run.pk).update(exchange_id=None)
    mine.filter(pk=run.pk).update(exchange_id=exchange_id)


@transaction.atomic
def judge(*, author: Person, tie: Tie | None, pk: uuid.UUID, marks: Sequence[str], send: bool, at: datetime) -> None:
    """Keep a mark for each guess of the partner's, and with `send` let them see it.

    Raises journal.NoSuchExchange, NotOpened, AlreadySent.
    """
    Person.objects.select_for_update(no_key=True).get(pk=author.pk)
    found = opened(author, tie, pk, at).to_judge
    if found is None or len(marks) != len(found.rows):
        raise NotOpened
    if found.sent:
        raise AlreadySent
    row = Judgement.objects.filter(author=author, exchange_id=pk).first()
    row = row or Judgement(author=author, exchange_id=pk)
    row.marks, row.saved_at, row.sent_at = json.dumps(list(marks)), at, at if send else None
    row.save()


@transaction.atomic
def take_judgement_back(*, author: Person, pk: uuid.UUID) -> None:
    """From the next request on the partner no longer sees what one said to their guesses."""
    Judgement.objects.filter(author=author, exchange_id=pk).update(sent_at=None)
