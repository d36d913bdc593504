import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, Q

from intima.accounts.models import Person
from intima.kit.seal import SealedTextField
from reflections.notes.models import Mute
from reflections.shares.models import ShareableQuerySet, Shown
from reflections.spaces.models import Space


class CardQuerySet(models.QuerySet["Card"]):
    def of(self, person: Person) -> "CardQuerySet":
        """The person's own: nobody else sees a card. What is shown of it is a SharedCard."""
        return self.filter(author=person)


class Card(models.Model):
    """One person's part of the loop as its author keeps it; `words` and `first` are CardWords, sealed whole."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    words = SealedTextField("loop.card.words")
    first = SealedTextField("loop.card.first")  # as it read at the end of the day it was begun on
    begun_at = models.DateTimeField()
    kept_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)  # counts changes of `words`
    kept_from = models.UUIDField()  # the page that wrote last: one page saving again and again is no conflict

    objects = CardQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["author"], name="one_card_a_person"),
        ]

    def __str__(self) -> str:
        return f"Card {self.pk}"


class SharedCard(Shown):
    """The card as its author previewed and shared it; its id is the card's."""

    share_kind: ClassVar[str] = "loop.card"

    words = SealedTextField("loop.shared_card.words")
    changed = models.BooleanField(default=False)  # something else is shown than was first shared with this reader

    def __str__(self) -> str:
        return f"Shared card {self.pk}"


class NameQuerySet(ShareableQuerySet):
    def visible_to(self, person: Person) -> "NameQuerySet":
        """The two's; what the other proposes waits while one reads nothing that comes."""
        muted = Exists(Mute.objects.now().filter(person=person))
        seen: NameQuerySet = super().visible_to(person)
        return seen.filter(Q(author=person) | Q(agreed_at__isnull=False) | ~muted)


class Name(Shown):
    """What one of two proposes to call their loop, and both call it once the other agreed.

    It hangs on its author's share, so it goes with the space, and when its author takes everything back.
    """

    share_kind: ClassVar[str] = "loop.name"

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    text = SealedTextField("loop.name.text")
    agreed_at = models.DateTimeField(null=True)

    objects = NameQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["space"], condition=Q(agreed_at=None), name="one_name_proposed_a_space"),
            models.UniqueConstraint(
                fields=["space"], condition=Q(agreed_at__isnull=False), name="one_name_agreed_a_space"
            ),
        ]

    def __str__(self) -> str:
        return f"Name {self.pk}"
