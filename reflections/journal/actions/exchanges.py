"""A question answered apart and opened together: proposing, answering, confirming, taking back."""

import uuid
from datetime import datetime

from django.db import transaction

from intima.accounts.models import Person
from reflections.journal.actions import entries
from reflections.journal.models import Answer, Ask, Entry, Exchange
from reflections.spaces.actions import Tie, tie_of
from reflections.spaces.models import Space


class NothingToAnswer(Exception):
    """The question was opened or closed, or its space has ended."""


class AnswerStands(Exception):
    """The answer is confirmed; it is withdrawn first, then changed."""


class PreviewOutdated(Exception):
    """What was previewed is not what would open now."""


class NothingToAsk(Exception):
    """There is no open answer to ask about, or something was asked already."""


class NothingToKeep(Exception):
    """There is no answer of one's own, or it has no words."""


@transaction.atomic
def propose(*, tie: Tie, prompt: str, at: datetime) -> Exchange:
    """Put a question to both. While the same one can still be answered, that one is given again.

    If this person had set it aside, it is theirs to answer again.
    """
    space = Space.objects.select_for_update().get(pk=tie.space.pk)
    asked = Exchange.objects.answerable(at).filter(space=space, prompt=prompt).first()
    if asked is None:
        return Exchange.objects.create(space=space, prompt=prompt, proposed_by=tie.mine.person, proposed_at=at)
    aside = Answer.objects.filter(exchange=asked, author=tie.mine.person, state=Answer.State.ASIDE)
    aside.update(state=Answer.State.DRAFT)
    return asked


def _answerable(author: Person, pk: uuid.UUID, at: datetime) -> Exchange:
    """The exchange, locked until the transaction ends. Raises NothingToAnswer."""
    exchange = Exchange.objects.filter(space__in=Space.objects.of(author)).select_for_update(of=("self",)).get(pk=pk)
    if not exchange.is_answerable(at):
        raise NothingToAnswer
    return exchange


@transaction.atomic
def write(*, author: Person, pk: uuid.UUID, text: str, at: datetime) -> None:
    """Save one's own answer; nobody else learns of it. Raises NothingToAnswer, AnswerStands."""
    exchange = _answerable(author, pk, at)
    answer = Answer.objects.filter(exchange=exchange, author=author).first()
    if answer is None:
        Answer.objects.create(exchange=exchange, author=author, text=text, saved_at=at)
        return
    if answer.state == Answer.State.CONFIRMED:
        raise AnswerStands
    if answer.text != text:
        answer.revision += 1
    answer.text, answer.state, answer.saved_at = text, Answer.State.DRAFT, at
    answer.save(update_fields=["text", "revision", "state", "saved_at"])


@transaction.atomic
def confirm(*, author: Person, pk: uuid.UUID, revision: int, at: datetime) -> None:
    """Confirm one's own answer as previewed; when the other's is confirmed too, both open in this transaction.

    Raises NothingToAnswer, or PreviewOutdated when the answer is at another revision by now.
    """
    exchange = _answerable(author, pk, at)
    answer = Answer.objects.filter(exchange=exchange, author=author).first()
    if answer is None or answer.revision != revision or not answer.text.strip():
        raise PreviewOutdated
    Answer.objects.filter(pk=answer.pk).update(state=Answer.State.CONFIRMED)
    if Answer.objects.filter(exchange=exchange, state=Answer.State.CONFIRMED).count() == 2:
        exchange.opened_at = at
        exchange.save(update_fields=["opened_at"])


@transaction.atomic
def withdraw(*, author: Person, pk: uuid.UUID, at: datetime) -> None:
    """Turn one's confirmed answer into a draft again, unseen. Raises NothingToAnswer once it has opened."""
    exchange = _answerable(author, pk, at)
    confirmed = Answer.objects.filter(exchange=exchange, author=author, state=Answer.State.CONFIRMED)
    confirmed.update(state=Answer.State.DRAFT)


@transaction.atomic
def set_aside(*, author: Person, pk: uuid.UUID, at: datetime) -> None:
    """'Not this one': it goes from one's own lists, and nobody is told. Raises NothingToAnswer."""
    exchange = _answerable(author, pk, at)
    Answer.objects.update_or_create(
        exchange=exchange,
        author=author,
        defaults={"state": Answer.State.ASIDE},
        create_defaults={"state": Answer.State.ASIDE, "text": "", "saved_at": at},
    )


@transaction.atomic
def take_answer_back(*, author: Person, pk: uuid.UUID, at: datetime) -> None:
    """The other sees 'taken back' from the next request on; it is not given again."""
    opened = Answer.objects.filter(exchange=pk, author=author, exchange__opened_at__isnull=False, taken_back_at=None)
    opened.update(taken_back_at=at)


@transaction.atomic
def ask(*, author: Person, pk: uuid.UUID, text: str, at: datetime) -> None:
    """Send the other one question about their opened answer. It stays with them. Raises NothingToAsk."""
    tie = tie_of(author)
    exchange = Exchange.objects.select_for_update().get(pk=pk)
    theirs = Answer.objects.visible_to(author).exclude(author=author).filter(exchange=exchange)
    asked = Ask.objects.filter(exchange=exchange, author=author)
    if tie is None or not theirs.exists() or asked.exists():
        raise NothingToAsk
    Ask.objects.create(exchange=exchange, author=author, receiver=tie.partner, text=text, sent_at=at)


@transaction.atomic
def keep_answer(*, author: Person, pk: uuid.UUID, at: datetime) -> Entry:
    """Keep one's own answer as a private entry too. Twice gives the same entry. Raises NothingToKeep."""
    answer = Answer.objects.select_related("exchange").filter(exchange=pk, author=author).first()
    if answer is None or not answer.text:
        raise NothingToKeep
    key = uuid.uuid5(answer.pk, "kept")
    return entries.keep(author=author, key=key, prompt=answer.exchange.prompt, text=answer.text, lens=None, at=at)
