"""Exchanges as one of the two sees them. Until one opens, nothing in here depends on what the other did."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet, TextChoices
from django.utils.translation import gettext as _

from intima.accounts.models import Person
from intima.content import actions as content
from intima.content.actions import Shelves
from intima.kit import seal
from intima.kit.news import FRESH
from reflections.journal.actions.parts import Part, as_text, unpacked
from reflections.journal.actions.questions import prompts
from reflections.journal.models import Answer, Ask, Exchange
from reflections.journal.models.exchanges import OPEN_FOR
from reflections.spaces.actions import Tie
from reflections.spaces.models import Membership

# The title of a question or an exercise, by its kind and slug.
Titles = dict[tuple[str, str], str]
TITLE = {"prompt": "ask", "exercise": "title"}


class NoSuchExchange(Exception):
    """There is none of this id, as far as this person can see."""


class State(TextChoices):
    """Where an exchange stands for one person."""

    ASKED = "asked"  # to be answered, or being answered
    WAITING = "waiting"  # one's own answer is confirmed
    ASIDE = "aside"  # not this one
    OPENED = "opened"
    CLOSED = "closed"


@dataclass(frozen=True)
class ExchangeSummary:
    """An exchange as a line: the question, and its `State` for this person. `at`: when it opened, else was asked."""

    id: uuid.UUID
    question: str
    state: str
    at: datetime


@dataclass(frozen=True)
class Asked:
    """A message about an opened answer."""

    text: str
    at: datetime


@dataclass(frozen=True)
class ExchangePage:
    """An exchange as a page. `theirs` is None until it opened, and again once taken back or the tie has ended.

    Of an exercise, `mine` and `theirs` are its parts as one text, and the parts themselves stand beside them.
    """

    id: uuid.UUID
    exercise: str  # its slug; "" for a question
    question: str
    hint: str
    state: str
    with_partner: bool  # the space that it was asked in is open
    colour: str  # this person's in that space
    i_asked: bool
    closes_at: datetime
    opened_at: datetime | None
    mine: str
    revision: int
    saved_at: datetime | None  # None: there are no words yet
    taken_back: bool
    theirs: str | None
    my_parts: tuple[Part, ...]
    their_parts: tuple[Part, ...]
    my_ask: Asked | None
    their_ask: Asked | None


def _titles(person: Person, exchanges: Sequence[Exchange], shelves: Shelves | None = None) -> Titles:
    """What these exchanges are about, in the person's language."""
    about = {("exercise", each.exercise) if each.exercise else ("prompt", each.prompt) for each in exchanges}
    if shelves is None:
        found = content.named(about, person.language)
    else:
        found = {(version.kind, version.slug): version for versions in shelves.values() for version in versions}
    return {name: getattr(found[name].parsed, TITLE[name[0]]) for name in about if name in found}


def _title(known: Titles, exchange: Exchange) -> str:
    if exchange.exercise:
        return known.get(("exercise", exchange.exercise), _("An exercise from before"))
    return known.get(("prompt", exchange.prompt), _("A question from before"))


def _state(exchange: Exchange, mine: str | None, at: datetime, *, is_open: bool) -> State:
    """`mine`: the state of the person's own answer."""
    if exchange.opened_at is not None:
        return State.OPENED
    if not is_open or not exchange.is_answerable(at):
        return State.CLOSED
    if mine == Answer.State.CONFIRMED:
        return State.WAITING
    if mine == Answer.State.ASIDE:
        return State.ASIDE
    return State.ASKED


def summaries(
    person: Person, tie: Tie | None, exchanges: Sequence[Exchange], at: datetime, shelves: Shelves | None = None
) -> list[ExchangeSummary]:
    """These exchanges, fetched `with_own_state(person)`, as lines in their order. `tie` is the person's open one."""
    if not exchanges:
        return []
    known = _titles(person, exchanges, shelves)
    return [
        ExchangeSummary(
            id=each.pk,
            question=_title(known, each),
            state=_state(each, each.own_state, at, is_open=_is_of(tie, each)).value,  # type: ignore[attr-defined]
            at=each.opened_at or each.proposed_at,
        )
        for each in exchanges
    ]


def together(tie: Tie, at: datetime, shelves: Shelves | None = None) -> list[ExchangeSummary]:
    """What Today and Us may show: questions that can be answered, and answers opened in the last seven days.

    One query, and with `shelves` (of prompts and exercises, in the person's language) no other.
    """
    recent = Exchange.objects.with_own_state(tie.mine.person).order_by("-proposed_at")
    recent = recent.filter(space=tie.space, proposed_at__gt=at - OPEN_FOR - FRESH)
    shown = [
        each
        for each in recent
        if each.is_answerable(at) or (each.opened_at is not None and each.opened_at > at - FRESH)
    ]
    return [line for line in summaries(tie.mine.person, tie, shown, at, shelves) if line.state != State.ASIDE]


def exercise_page(person: Person, tie: Tie | None, pk: uuid.UUID, at: datetime) -> ExchangePage:
    """The exchange of an exercise as this person may see it now. Raises NoSuchExchange."""
    found = Exchange.objects.visible_to(person).exclude(exercise="").filter(pk=pk).first()
    if found is None:
        raise NoSuchExchange
    return page_of(person, tie, found, at)


def page_of(person: Person, tie: Tie | None, exchange: Exchange, at: datetime) -> ExchangePage:
    """The exchange as this person may see it now. `tie` is the person's open one."""
    is_open = _is_of(tie, exchange)
    answers = {each.author_id: each for each in Answer.objects.visible_to(person).filter(exchange=exchange)}
    asked = Ask.objects.visible_to(person).filter(exchange=exchange) if exchange.prompt else ()
    asks = {each.author_id: each for each in asked}
    seal.fetch({*answers, *(each.keeper_id for each in asked if each.keeper_id)})
    mine = answers.pop(person.pk, None)
    my_ask = asks.pop(person.pk, None)
    theirs = next(iter(answers.values()), None)
    words = [answer.text if answer else "" for answer in (mine, theirs)]
    my_parts, their_parts = (unpacked(text) if exchange.exercise else () for text in words)
    my_text, their_text = (as_text(parts) for parts in (my_parts, their_parts)) if exchange.exercise else words
    prompt = prompts(person.language).get(exchange.prompt) if exchange.prompt else None
    return ExchangePage(
        id=exchange.pk,
        exercise=exchange.exercise,
        question=prompt.ask if prompt else _title(_titles(person, [exchange]), exchange),
        hint=prompt.hint if prompt else "",
        state=_state(exchange, mine.state if mine else None, at, is_open=is_open).value,
        with_partner=is_open,
        colour=_seat(person, tie, exchange).colour,
        i_asked=exchange.proposed_by_id == person.pk,
        closes_at=exchange.closes_at,
        opened_at=exchange.opened_at,
        mine=my_text,
        revision=mine.revision if mine else 0,
        saved_at=mine.saved_at if mine and mine.text else None,
        taken_back=bool(mine and mine.taken_back_at),
        theirs=their_text if theirs else None,
        my_parts=my_parts,
        their_parts=their_parts,
        my_ask=_asked(my_ask),
        their_ask=_asked(next(iter(asks.values()), None)),
    )


def own_opened(tie: Tie, exercise: str) -> tuple[uuid.UUID, tuple[Part, ...]] | None:
    """What one's own answer said where this exercise last opened between the two, with the exchange's id.

    None where it never opened. An answer that was taken back does not count.
    """
    own = _open().filter(author=tie.mine.person, exchange__space=tie.space, exchange__exercise=exercise)
    answer = own.order_by("-exchange__opened_at").first()
    return (answer.exchange_id, unpacked(answer.text)) if answer else None


def still_open(*, exchange: str, author: str) -> Exists:
    """A condition for another room's rows: what this author answered in this exchange opened, and was not taken back.

    The two name the row's fields that hold the ids.
    """
    return Exists(_open().filter(exchange=OuterRef(exchange), author=OuterRef(author)))


def _open() -> QuerySet[Answer]:
    return Answer.objects.filter(exchange__opened_at__isnull=False, taken_back_at=None)


def _is_of(tie: Tie | None, exchange: Exchange) -> bool:
    return tie is not None and exchange.space_id == tie.space.pk


def _seat(person: Person, tie: Tie | None, exchange: Exchange) -> Membership:
    """The person's seat in the exchange's space; it stays theirs when the space has closed."""
    if tie is not None and exchange.space_id == tie.space.pk:
        return tie.mine
    return Membership.objects.get(space=exchange.space_id, person=person)


def _asked(message: Ask | None) -> Asked | None:
    return Asked(text=message.text, at=message.sent_at) if message else None
