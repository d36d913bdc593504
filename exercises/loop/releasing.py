"""What a card of the loop looks like to a therapist."""

import uuid

from django.utils.translation import gettext as _

from exercises.loop.actions import own
from exercises.loop.wording import ASKED, DEEP, SURFACE, TOPIC, nearest
from exercises.loop.words import PARTS
from intima.accounts.models import Person
from reflections.releases.faces import Face, Part

LABELS = {**{part: ASKED[part][0] for part in ("so", "exit")}, **SURFACE, **DEEP}


def face(author: Person, pk: uuid.UUID) -> Face | None:
    """The author's own card, line by line."""
    card = own(author)
    if card is None or card.id != pk:
        return None
    said = [(part, getattr(card.words, part)) for part in PARTS]
    parts = [Part(part, str(LABELS[part]), words, own=True) for part, words in said if words]
    parts += [
        Part(f"topic_{topic}", str(TOPIC[topic]), str(nearest(place)))
        for topic, place in card.words.topics.items()
        if topic in TOPIC
    ]
    return Face(_("My card of our loop"), author.today(card.kept_at), tuple(parts), card.revision)
