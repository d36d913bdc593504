"""A person's own card: keeping it, and throwing it away."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from exercises.loop.models import Card, SharedCard
from exercises.loop.words import CardWords
from intima.accounts.models import Person
from reflections.releases import actions as releases
from reflections.shares import actions as shares


class ChangedMeanwhile(Exception):
    """The card was changed elsewhere after it was opened here."""


@dataclass(frozen=True)
class Own:
    """One's own card. `first` is how it read at the end of the day it was begun on, for looking back."""

    id: uuid.UUID
    words: CardWords
    first: CardWords
    begun_at: datetime
    kept_at: datetime
    revision: int


def own(person: Person) -> Own | None:
    """The person's own card as they keep it; None while there is none."""
    card = Card.objects.of(person).first()
    return _own(card) if card else None


def _own(card: Card) -> Own:
    words, first = CardWords.of_text(card.words), CardWords.of_text(card.first)
    return Own(card.pk, words, first, card.begun_at, card.kept_at, card.revision)


@transaction.atomic
def keep(*, author: Person, words: CardWords, base: int, page: uuid.UUID, at: datetime) -> Own:
    """Keep one's own card, private. A reader goes on seeing what was shared.

    `base` is the revision that `page` was opened on, 0 for none. Raises ChangedMeanwhile when another page wrote since.
    """
    shares.one_after_the_other(author)
    card = Card.objects.of(author).first()
    if card is None:
        text = words.to_text()
        card = Card(author=author, words=text, first=text, begun_at=at, kept_at=at, kept_from=page)
        card.save()
        return _own(card)
    now = CardWords.of_text(card.words)
    if card.revision != base and card.kept_from != page and now != words:
        raise ChangedMeanwhile
    if now != words:
        card.words, card.revision = words.to_text(), card.revision + 1
        if author.today(card.begun_at) == author.today(at):
            card.first = card.words
    card.kept_at, card.kept_from = at, page
    card.save()
    return _own(card)


@transaction.atomic
def throw_away(*, author: Person) -> None:
    """Delete one's own card, and what was shared of it."""
    shares.one_after_the_other(author)
    for card in Card.objects.of(author):
        shares.take_back(subject=SharedCard(pk=card.pk, author=author))
        releases.withdraw(author=author, kind=SharedCard.share_kind, origin=card.pk)
        card.delete()
