import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from intima.accounts.models import Person
from intima.kit.compiled import Blank
from intima.kit.seal import SealedTextField
from reflections.spaces.models import Space

LONGEST = timedelta(hours=24)  # from the start, extensions and all; then a pause is over without a word


class PauseQuerySet(models.QuerySet["Pause"]):
    def running(self, at: datetime) -> "PauseQuerySet":
        """Neither ended by whoever asked, nor older than a day."""
        return self.running_since(at - LONGEST)

    def running_since(self, since: datetime | Blank) -> "PauseQuerySet":
        """Not ended, and begun after that."""
        return self.filter(ended_at=None, started_at__gt=since)

    def asked_by(self, person: Person) -> "PauseQuerySet":
        """The person's own: they alone move and end it."""
        return self.filter(asker=person)

    def visible_to(self, person: Person) -> "PauseQuerySet":
        """One's own, and the partner's while the space is open and one has not put its clock away."""
        theirs = Q(space__in=Space.objects.of(person), put_away_at=None)
        return self.filter(Q(asker=person) | theirs)


class Pause(models.Model):
    """Somebody steps away and says when they are back. Kept for a day at most: no record says who pauses more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, null=True, on_delete=models.CASCADE, related_name="+")  # None: alone
    words = SealedTextField("pause.pause.words", author="asker_id")
    note_id = models.UUIDField(null=True)  # the words as they were sent to the partner
    started_at = models.DateTimeField()
    back_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    put_away_at = models.DateTimeField(null=True)  # the other's own clock

    objects = PauseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["asker"], condition=Q(ended_at=None), name="one_pause_at_a_time"),
            models.CheckConstraint(
                condition=Q(back_at__gt=F("started_at"), back_at__lte=F("started_at") + LONGEST),
                name="back_within_a_day",
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["started_at"], name="pauses_by_age")]

    def __str__(self) -> str:
        return f"Pause {self.pk}"


class Allowed(models.Model):
    """Somebody lets the site write to them about pauses: that one began, and that its time has come."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    last_post_at = models.DateTimeField(null=True)  # of the last letter that somebody else's act brought
    # The other's pause that will call this person back, and when: an hour after that letter at the earliest.
    called_by = models.UUIDField(null=True)
    called_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Allowed {self.pk}"
