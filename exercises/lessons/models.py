from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from intima.accounts.models import Person
from intima.content.models import Version


class ProgressQuerySet(models.QuerySet["Progress"]):
    def of(self, person: Person) -> "ProgressQuerySet":
        return self.filter(person=person)


class Progress(models.Model):
    """One person's place in one lesson, and when they last read it to its end."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    slug = models.CharField(max_length=60)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")  # the words that they began with
    step_key = models.CharField(max_length=60, blank=True)  # empty: not half-way through
    read_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    objects = ProgressQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "slug"], name="one_place_a_lesson"),
        ]

    def __str__(self) -> str:
        return f"Progress {self.pk}"
