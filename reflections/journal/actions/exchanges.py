"""A question answered apart and opened together: proposing, answering, confirming, taking back."""

import logging
import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from intima.accounts.models import Person
from intima.kit import seal
from reflections.journal.actions import entries
from reflections.journal.actions.parts import Part, as_text, packed, unpacked
from reflections.journal.actions.words import BATCH
from reflections.journal.models import Answer, Ask, Entry, Exchange
from reflections.shares.actions import PreviewOutdated
from reflections.spaces.actions import Tie, tie_of
from reflections.spaces.models import Space

log = logging.getLogger(__name__)


class NothingToAnswer(Exception):
    """The question was opened or closed, or its space has ended."""


class AnswerStands(Exception):
    """The answer is confirmed; it is withdrawn first, then changed."""


class NothingToAsk(Exception):
    """There is no open answer to ask about, or something was asked already."""


class NothingToKeep(Exception):
    """There is no answer of one's own, or it has no words."""


@transaction.atomic
def propose(*, tie: Tie, at: datetime, prompt: str = "", exercise: str = "") -> Exchange:
    """Put a question, or else an exercise, to both. While the same one can still be answered, that one is given again.

    If this person had set it aside, it is theirs to answer again.
    """
    space = Space.objects.select_for_update().get(pk=tie.space.pk)
    what = {"space": space, "prompt": prompt, "exercise": exercise}
    asked = Exchange.objects.answerable(at).filter(**what).first()
    if asked is None:
        return Exchange.objects.create(**what, proposed_by=tie.mine.person, proposed_at=at)
    aside = Answer.objects.filter(exchange=asked, author=tie.mine.person, state=Answer.State.ASIDE)
    aside.update(state=Answer.State.DRAFT)
    return asked


def _answerable(author: Person, pk: uuid.UUID, at: datetime) -> Exchange:
    """The exchange, locked until the transaction ends. Raises NothingToAnswer."""
    exchange = Exchange.objects.between(author).filter(pk=pk).select_for_update(of=("self",)).first()
    if exchange is None or not exchange.is_answerable(at):
        raise NothingToAnswer
    return exchange


def propose_exercise(*, tie: Tie, exercise: str, at: datetime) -> uuid.UUID:
    """Put an exercise to both; returns the exchange's id. The other sees its name and who asked, nothing else."""
    return propose(tie=tie, exercise=exercise, at=at).pk


def exercise_between(tie: Tie, exercise: str, at: datetime) -> uuid.UUID | None:
    """The exchange of this exercise that the two can still answer."""
    asked = Exchange.objects.answerable(at).filter(space=tie.space, exercise=exercise).first()
    return asked.pk if asked else None


@transaction.atomic
def write(*, author: Person, pk: uuid.UUID, text: str, at: datetime) -> None:
    """Save one's own answer to a question; nobody else learns of it. Raises NothingToAnswer, AnswerStands."""
    exchange = _answerable(author, pk, at)
    if exchange.exercise:
        raise NothingToAnswer
    _write(exchange, author, text, at)


@transaction.atomic
def hand_in(*, author: Person, pk: uuid.UUID, parts: Sequence[Part], at: datetime) -> None:
    """Save what one did in an exercise, to be looked at and confirmed; nobody else learns of it.

    Raises NothingToAnswer, AnswerStands.
    """
    exchange = _answerable(author, pk, at)
    if not exchange.exercise:
        raise NothingToAnswer
    _write(exchange, author, packed(parts), at)


@transaction.atomic
def take_out(*, author: Person, pk: uuid.UUID, at: datetime) -> None:
    """Delete what one handed in, confirmed or not, while it has not opened; nobody is told. Raises NothingToAnswer."""
    Answer.objects.filter(exchange=_answerable(author, pk, at), author=author).delete()


def _write(exchange: Exchange, author: Person, text: str, at: datetime) -> None:
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
    """Send the other one question about their opened answer. It stays with them. Raises NothingToAsk.

    What two did in an exercise they talk about; nothing is sent about it.
    """
    tie = tie_of(author)
    exchange = Exchange.objects.between(author).filter(pk=pk).select_for_update(of=("self",)).first()
    theirs = Answer.objects.visible_to(author).exclude(author=author).filter(exchange=exchange)
    asked = Ask.objects.filter(exchange=exchange, author=author)
    if tie is None or exchange is None or exchange.exercise or not theirs.exists() or asked.exists():
        raise NothingToAsk
    Ask.objects.create(exchange=exchange, author=author, receiver=tie.partner, text=text, sent_at=at)


@transaction.atomic
def stay(*, author: Person) -> None:
    """The author's account goes: what they asked stays with whoever got it, under that person's own key.

    What they were left in this way themselves goes. What opens no more cannot be handed on, and goes with its author.
    """
    Ask.objects.filter(author=None, receiver=author).delete()
    for asked in Ask.objects.filter(author=author, receiver__isnull=False).iterator(chunk_size=BATCH):
        try:
            with transaction.atomic():
                asked.text, asked.author = asked.text, None  # opened here, sealed for the receiver as it is saved
                asked.save(update_fields=["text", "author"])
        except seal.Broken:
            log.error("This cannot be handed on, and goes with its author's account: %s", asked)


@transaction.atomic
def keep_answer(*, author: Person, pk: uuid.UUID, at: datetime) -> Entry:
    """Keep one's own answer as a private entry too. Twice gives the same entry. Raises NothingToKeep."""
    answer = Answer.objects.select_related("exchange").filter(exchange=pk, author=author).first()
    if answer is None or not answer.text:
        raise NothingToKeep
    key, asked = uuid.uuid5(answer.pk, "kept"), answer.exchange
    text = as_text(unpacked(answer.text)) if asked.exercise else answer.text
    return entries.keep(author=author, key=key, prompt=asked.prompt, text=text, lens=None, at=at)
