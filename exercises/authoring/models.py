import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from exercises.practices.own import PREFIX
from intima.accounts.models import Person
from intima.content.models import Version
from intima.kit.seal import SealedTextField


class OwnExerciseQuerySet(models.QuerySet["OwnExercise"]):
    def of(self, person: Person) -> Self:
        """The person's own, what was changed last first: nobody else ever sees what is being written."""
        return self.filter(author=person).order_by("-changed_at", "-pk")

    def published(self) -> Self:
        """Those that can be given to clients now."""
        return self.filter(version__isnull=False, put_away_at=None)


class OwnExercise(models.Model):
    """An exercise that a therapist writes. Clients do the version that was published last; this is what comes next."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=8, choices=settings.LANGUAGES)  # what it is written in
    words = SealedTextField("authoring.exercise.words")  # JSON in the form of a content file, see `drafts`
    keys_made = models.PositiveIntegerField(default=0)  # so that the key of a step that went never comes back
    revision = models.PositiveIntegerField(default=1)  # counts the changes
    changed_at = models.DateTimeField()
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+")
    published_revision = models.PositiveIntegerField(null=True)
    published_at = models.DateTimeField(null=True)
    put_away_at = models.DateTimeField(null=True)

    objects = OwnExerciseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(version__isnull=True, published_revision__isnull=True, published_at__isnull=True)
                | Q(version__isnull=False, published_revision__isnull=False, published_at__isnull=False),
                name="published_whole_or_not",
            ),
            models.CheckConstraint(
                condition=Q(put_away_at=None) | Q(version__isnull=False), name="put_away_what_was_published"
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["author", "-changed_at"], name="own_exercises_of")]

    def __str__(self) -> str:
        return f"Own exercise {self.pk}"

    @property
    def slug(self) -> str:
        """Its name in the player. It says nothing of the words."""
        return f"{PREFIX}{self.pk.hex}"

    @property
    def is_changed(self) -> bool:
        """Whether what is written differs from what clients begin now."""
        return self.revision != self.published_revision
