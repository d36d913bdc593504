import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models

from reflections.care.models import CareLink


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def after(self, at: datetime) -> Self:
        return self.filter(at__gt=at)


class Meeting(models.Model):
    """When a therapist meets a client, by the therapist's own diary.

    Of a couple each has a row of their own, so that the end of one link takes nothing from the other.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(CareLink, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["link", "at"], name="one_meeting_a_link_and_hour"),
        ]

    def __str__(self) -> str:
        return f"Meeting {self.pk}"
