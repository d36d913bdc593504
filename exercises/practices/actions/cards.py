"""Sentences that somebody built and keeps at hand: the latest of each kind, for its author alone."""

import uuid
from datetime import datetime

from django.db import transaction

from exercises.practices import telling
from exercises.practices.actions.runs import Playing
from exercises.practices.models import Card
from intima.accounts.models import Person
from intima.content.exercises import Build

PAUSE_MESSAGE = "pause_message"
INVITATION = "invitation"
SAFETY = "safety"
SAFETY_EXERCISE = "what-helps-me-back"


def latest(person: Person, kind: str) -> str:
    """The sentence; a gap for a time of day stands in it as "{key}", since the hour of then is not that of now."""
    card = Card.objects.filter(author=person, kind=kind).first()
    return card.text if card else ""


@transaction.atomic
def keep(playing: Playing, *, at: datetime) -> None:
    """Keep what was built in a run wherever a step says as what."""
    Person.objects.select_for_update(no_key=True).get(pk=playing.run.author_id)  # two ends at once keep one card
    for step in playing.exercise.steps:
        if isinstance(step, Build) and step.keep_as and (value := playing.answers.get(step.key)):
            times = {slot.key: f"{{{slot.key}}}" for slot in step.slots if slot.kind == "time"}
            if telling.said(step, value):
                author = playing.run.author
                card = Card.objects.filter(author=author, kind=step.keep_as).first()
                card = card or Card(pk=uuid.uuid4(), author=author, kind=step.keep_as)
                card.text, card.kept_at = telling.said(step, {"slots": {**value["slots"], **times}}), at
                card.save()
