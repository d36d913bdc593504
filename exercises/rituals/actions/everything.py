"""What comes of a slip when its author takes everything back: shares go by themselves, the rest is called off here."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from exercises.rituals.models import Slip
from intima.accounts.models import Person
from reflections.spaces.models import Space


def waits(author: Person, space: Space) -> bool:
    """Whether a thank-you of theirs waits for its evening, to go to the other of this space."""
    return Slip.objects.filter(author=author, kind=Slip.Kind.THANKS, space=space).exists()


@transaction.atomic
def call_off(*, author: Person, space: Space, at: datetime) -> None:
    """No thank-you goes to the other of this space by itself. A card that nobody sees now outlasts its week."""
    thanks, cards = Q(kind=Slip.Kind.THANKS, space=space), Q(kind=Slip.Kind.TOUCH, due_at__gt=at)
    Slip.objects.filter(thanks | cards, author=author).update(due_at=None, space=None)
