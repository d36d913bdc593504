"""Deciding what of one's own stands in the guide: for oneself, for both, or not.

Whatever is shared or taken out waits for its author's other deeds of that kind (`shares.one_after_the_other`).
"""

import uuid
from datetime import datetime

from django.db import transaction

from exercises.guide.actions.offers import Offer, offer_of
from exercises.guide.models import Part
from exercises.guide.words import Words
from intima.accounts.models import Person
from reflections.shares import actions as shares
from reflections.shares.actions import PreviewOutdated
from reflections.spaces.actions import tie_of


def kept(person: Person, kind: str) -> Part | None:
    """The person's own part of this kind, with `given` as `Part` has it."""
    part: Part | None = Part.objects.visible_to(person).with_given(person).filter(author=person, kind=kind).first()
    return part


@transaction.atomic
def put_in(*, author: Person, kind: str, mark: str, space_id: uuid.UUID | None, at: datetime) -> None:
    """Let one's part stand in the guide as it was looked at: for both of the space, or with None for oneself alone.

    Raises PreviewOutdated when it would read otherwise by now, or cannot be shown in that space.
    """
    shares.one_after_the_other(author)
    tie, before = tie_of(author), kept(author, kind)
    offer = offer_of(author, tie, kind, before)
    if not offer.says_something or offer.mark != mark:
        raise PreviewOutdated
    if space_id and (tie is None or tie.space.pk != space_id or not offer.for_both):
        raise PreviewOutdated
    part = _keep(author, kind, before, offer, at)
    if tie and space_id:
        shares.share(subject=part, space=tie.space, version=1, at=at)
    else:
        shares.take_back(subject=part)


@transaction.atomic
def choose_rituals(*, author: Person, words: Words, at: datetime) -> None:
    """Keep a choice of rituals for oneself. Another choice takes the one before it back; the same changes nothing."""
    shares.one_after_the_other(author)
    _keep(author, Part.Kind.RITUALS, kept(author, Part.Kind.RITUALS), Offer(words), at)


def _keep(author: Person, kind: str, part: Part | None, offer: Offer, at: datetime) -> Part:
    """The part with these words; what the other saw of it is theirs no more where it reads otherwise."""
    part = part or Part(author=author, kind=kind, words="")
    text = offer.words.to_text()
    if (part.words, part.exchange_id) != (text, offer.exchange_id):
        shares.take_back(subject=part)
        part.words, part.exchange_id, part.put_in_at = text, offer.exchange_id, at
        part.save()
    return part


@transaction.atomic
def take_out(*, author: Person, kind: str) -> None:
    """It stands in nobody's guide from the next request on. What it was made of stays where it is."""
    shares.one_after_the_other(author)
    for part in Part.objects.filter(author=author, kind=kind):
        shares.take_back(subject=part)
        part.delete()
