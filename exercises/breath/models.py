import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from intima.accounts.models import Person
from reflections.spaces.models import Space


class BreathQuerySet(models.QuerySet["Breath"]):
    def visible_to(self, person: Person) -> "BreathQuerySet":
        """The one of the person's open space."""
        return self.filter(space__in=Space.objects.of(person))

    def going_on(self, at: datetime) -> "BreathQuerySet":
        """Begun, or about to begin, and not over."""
        return self.filter(ends_at__gt=at)


class Breath(models.Model):
    """Some minutes of the same breath on two phones. One row a space, written over: no record says how often or who."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.OneToOneField(Space, on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = BreathQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="breath_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"Breath {self.pk}"
