import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from intima.accounts.models import Person
from reflections.spaces.models import Space


class ShareQuerySet(models.QuerySet["Share"]):
    def open_to(self, person: Person) -> Self:
        """Shares that `person` may look through now: the tie is open, and the thing is somebody else's."""
        return self.exclude(owner=person).filter(space__in=Space.objects.of(person))


class Share(models.Model):
    """Its owner lets the other member of one space see one thing, as it was previewed, while that space is open."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject_kind = models.CharField(max_length=32)
    subject_id = models.UUIDField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField(default=1)  # which version of the thing was previewed and shared
    shared_at = models.DateTimeField()

    objects = ShareQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "space"],
                name="one_share_a_thing_and_space",
            ),
        ]

    def __str__(self) -> str:
        return f"Share {self.pk}"


class ShareableQuerySet(models.QuerySet[Any]):
    """The one definition of who may see a thing. Every fetch of a shareable thing goes through `visible_to`."""

    def visible_to(self, person: Person) -> Self:
        """The person's own things, and those shared with them through a tie that is open now."""
        return self.filter(Q(author=person) | Q(pk__in=self._shared_with(person)))

    def shared_with(self, person: Person) -> Self:
        """Other people's things that `person` may see now."""
        return self.exclude(author=person).filter(pk__in=self._shared_with(person))

    def _shared_with(self, person: Person) -> models.QuerySet[Any]:
        kind = self.model.share_kind
        return Share.objects.open_to(person).filter(subject_kind=kind).values("subject_id")


class Shareable(models.Model):
    """A thing with one author who may share it. A model says its own `share_kind`, such as `journal.entry`."""

    share_kind: ClassVar[str]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    objects = ShareableQuerySet.as_manager()

    class Meta:
        abstract = True
