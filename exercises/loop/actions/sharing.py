"""Letting a partner see one's card, and taking it back."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from exercises.loop.models import Card, SharedCard
from exercises.loop.words import CardWords
from intima.accounts.models import Person
from intima.kit.news import FRESH
from reflections.shares import actions as shares
from reflections.shares.actions import PreviewOutdated
from reflections.spaces.actions import Tie, tie_of


@dataclass(frozen=True)
class Standing:
    """What a reader sees of a card now, of which revision of it, and whether it is marked 'changed'."""

    words: CardWords
    revision: int
    changed: bool


def standing(person: Person, tie: Tie | None) -> Standing | None:
    """How the person's card stands with their partner; None while the partner sees nothing of it."""
    if tie is None:
        return None
    return standings(person, tie).get(person.pk)


def standings(person: Person, tie: Tie) -> dict[uuid.UUID, Standing]:
    """By its author's id, what the two of this tie show each other now, as `person` may see it. One query."""
    rows = SharedCard.objects.visible_to(person).filter(share__space=tie.space).select_related("share")
    return {row.author_id: Standing(CardWords.of_text(row.words), row.share.version, row.changed) for row in rows}


def received(person: Person, at: datetime) -> bool:
    """Whether the partner shared their card in the seven days before `at`, and still does. One query."""
    return SharedCard.objects.shared_with(person).filter(share__shared_at__gt=at - FRESH).exists()


def changes(words: CardWords, before: Standing | None) -> bool:
    """Whether sharing these words now would show them as changed."""
    return before is not None and (before.changed or before.words != words)


@transaction.atomic
def share(*, author: Person, space_id: uuid.UUID, revision: int, at: datetime) -> None:
    """Let the other member of the space see the author's card as it was at `revision`.

    Raises PreviewOutdated when the card is at another revision by now, is gone or empty, or the author's open space is
    another one.
    """
    shares.one_after_the_other(author)
    tie = tie_of(author)
    card = Card.objects.of(author).first()
    if tie is None or tie.space.pk != space_id or card is None or card.revision != revision:
        raise PreviewOutdated
    words = CardWords.of_text(card.words)
    if not words.says_something:
        raise PreviewOutdated
    changed = changes(words, standing(author, tie))
    given = shares.share(subject=SharedCard(pk=card.pk, author=author), space=tie.space, version=revision, at=at)
    SharedCard.objects.update_or_create(
        pk=card.pk, defaults={"author": author, "share": given, "words": card.words, "changed": changed}
    )


@transaction.atomic
def take_back(*, author: Person) -> None:
    """Nobody but the author sees anything of the card from the next request on."""
    shares.one_after_the_other(author)
    for card in Card.objects.of(author):
        shares.take_back(subject=SharedCard(pk=card.pk, author=author))
