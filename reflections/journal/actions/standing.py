"""Exchanges as one of the two sees them. Until one opens, nothing in here depends on what the other did."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from intima.accounts.models import Person
from intima.kit import seal
from reflections.journal.actions.questions import PromptText, prompts
from reflections.journal.models import Answer, Ask, Exchange
from reflections.journal.models.exchanges import OPEN_FOR
from reflections.spaces.actions import Tie
from reflections.spaces.models import Membership

FRESH = timedelta(days=7)  # how long Today goes on showing answers that opened


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
    """An exchange as a page. `theirs` is None until it opened, and again once taken back or the tie has ended."""

    id: uuid.UUID
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
    my_ask: Asked | None
    their_ask: Asked | None


def _question(known: dict[str, PromptText], slug: str) -> str:
    return known[slug].ask if slug in known else _("A question from before")


def _state(exchange: Exchange, mine: Answer | None, at: datetime, *, is_open: bool) -> State:
    if exchange.opened_at is not None:
        return State.OPENED
    if not is_open or not exchange.is_answerable(at):
        return State.CLOSED
    if mine is not None and mine.state == Answer.State.CONFIRMED:
        return State.WAITING
    if mine is not None and mine.state == Answer.State.ASIDE:
        return State.ASIDE
    return State.ASKED


def summaries(person: Person, tie: Tie | None, exchanges: Sequence[Exchange], at: datetime) -> list[ExchangeSummary]:
    """These exchanges as lines, in their order. `tie` is the person's open one."""
    if not exchanges:
        return []
    known = prompts(person.language)
    own = Answer.objects.filter(author=person, exchange__in=exchanges).defer("text")
    mine = {answer.exchange_id: answer for answer in own}
    return [
        ExchangeSummary(
            id=each.pk,
            question=_question(known, each.prompt),
            state=_state(each, mine.get(each.pk), at, is_open=_is_of(tie, each)).value,
            at=each.opened_at or each.proposed_at,
        )
        for each in exchanges
    ]


def together(tie: Tie, at: datetime) -> list[ExchangeSummary]:
    """What Today and Us may show: questions that can be answered, and answers opened in the last seven days."""
    recent = Exchange.objects.filter(space=tie.space, proposed_at__gt=at - OPEN_FOR - FRESH).order_by("-proposed_at")
    shown = [
        each
        for each in recent
        if each.is_answerable(at) or (each.opened_at is not None and each.opened_at > at - FRESH)
    ]
    return [line for line in summaries(tie.mine.person, tie, shown, at) if line.state != State.ASIDE]


def page_of(person: Person, tie: Tie | None, exchange: Exchange, at: datetime) -> ExchangePage:
    """The exchange as this person may see it now. `tie` is the person's open one."""
    is_open = _is_of(tie, exchange)
    answers = {each.author_id: each for each in Answer.objects.visible_to(person).filter(exchange=exchange)}
    asks = {each.author_id: each for each in Ask.objects.visible_to(person).filter(exchange=exchange)}
    seal.fetch({*answers, *asks})
    mine = answers.pop(person.pk, None)
    my_ask = asks.pop(person.pk, None)
    prompt = prompts(person.language).get(exchange.prompt)
    return ExchangePage(
        id=exchange.pk,
        question=_question({prompt.slug: prompt} if prompt else {}, exchange.prompt),
        hint=prompt.hint if prompt else "",
        state=_state(exchange, mine, at, is_open=is_open).value,
        with_partner=is_open,
        colour=_seat(person, tie, exchange).colour,
        i_asked=exchange.proposed_by_id == person.pk,
        closes_at=exchange.closes_at,
        opened_at=exchange.opened_at,
        mine=mine.text if mine else "",
        revision=mine.revision if mine else 0,
        saved_at=mine.saved_at if mine and mine.text else None,
        taken_back=bool(mine and mine.taken_back_at),
        theirs=next((each.text for each in answers.values()), None),
        my_ask=_asked(my_ask),
        their_ask=_asked(next(iter(asks.values()), None)),
    )


def _is_of(tie: Tie | None, exchange: Exchange) -> bool:
    return tie is not None and exchange.space_id == tie.space.pk


def _seat(person: Person, tie: Tie | None, exchange: Exchange) -> Membership:
    """The person's seat in the exchange's space; it stays theirs when the space has closed."""
    if tie is not None and exchange.space_id == tie.space.pk:
        return tie.mine
    return Membership.objects.get(space=exchange.space_id, person=person)


def _asked(message: Ask | None) -> Asked | None:
    return Asked(text=message.text, at=message.sent_at) if message else None
