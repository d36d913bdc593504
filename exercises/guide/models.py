from typing import Any, ClassVar

from django.db import models
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext_lazy as _

from intima.accounts.models import Person
from intima.kit.seal import SealedTextField
from reflections.journal import actions as journal
from reflections.shares.models import Share, Shareable, ShareableQuerySet
from reflections.spaces.models import Space


class PartQuerySet(ShareableQuerySet):
    def visible_to(self, person: Person) -> "PartQuerySet":
        """One's own, and what the other put in for both; what opened between them does while it stays open."""
        return self.filter(Q(author=person) | Q(pk__in=self._shared_with(person)) & self._still_open())

    def with_given(self, person: Person) -> "PartQuerySet":
        """Each with `given`: whether both of the person's open space can read it."""
        shares = Share.objects.filter(subject_kind=self.model.share_kind, space__in=Space.objects.of(person))
        given = Q(pk__in=shares.values("subject_id")) & self._still_open()
        found: PartQuerySet = self.annotate(given=ExpressionWrapper(given, BooleanField()))
        return found

    def _still_open(self) -> Q:
        return Q(exchange_id=None) | Q(journal.still_open(exchange="exchange_id", author="author_id"))


class Part(Shareable):
    """One thing of one person's that stands in their guide: theirs alone, or shared, then in the guide of both.

    `words` (sealed `Words`) is a copy, as its author saw it before they put it in; other words take it back. The
    loop alone is drawn anew each time, from what its own room shows now.
    """

    share_kind: ClassVar[str] = "guide.part"

    class Kind(models.TextChoices):
        SIGNALS = "signals", _("My signals")
        HELPS = "helps", _("What helps me")
        PLEASE_NOT = "please-not", _("And please don’t")
        PAUSE = "pause", _("My words for stepping away")
        INVITATION = "invitation", _("My words for coming near")
        RITUALS = "rituals", _("Rituals I would like to keep")
        LOOP = "loop", _("My card in the loop")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = SealedTextField("guide.part.words")
    # The journal's exchange that these signals opened in: taken back there, they are gone from the other's guide too.
    exchange_id = models.UUIDField(null=True)
    put_in_at = models.DateTimeField()

    given: bool  # see `with_given`

    objects = PartQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["author", "kind"], name="one_part_a_kind"),
        ]

    def __str__(self) -> str:
        return f"Part {self.pk}"
