import uuid
from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from intima.accounts.models import Person
from reflections.care.models import CareLink, Therapist
from reflections.spaces.among import for_members
from reflections.spaces.models import Space


class ShareQuerySet(models.QuerySet["Share"]):
    def open_to(self, person: Person) -> Self:
        """Shares that `person` may look through now: the tie is open, and the thing is somebody else's."""
        return self.exclude(owner=person).filter(Q(space__in=Space.objects.of(person)) | self._released_to(person))

    def open_to_therapists(self) -> Self:
        """Those that a therapist may look through now. 'For you alone' holds while the terms leave room for it."""
        return self.filter(self._as_terms_say(), care_link__in=CareLink.objects.on_terms())

    def _released_to(self, person: Person) -> Q:
        return self._as_terms_say() & Q(care_link__in=CareLink.objects.on_terms().filter(therapist=person.pk))

    @staticmethod
    def _as_terms_say() -> Q:
        return Q(audience=Share.Audience.JOINT) | Q(
            audience=Share.Audience.ALONE, care_link__therapist__secrets=Therapist.Secrets.LIMITED
        )

    def open_among(self, people: Collection[uuid.UUID]) -> models.QuerySet[Any]:
        """As `open_to`, for several people: each share beside the `member` who may look through it now."""
        return for_members(self, people).exclude(owner=F("member"))


class Share(models.Model):
    """Its owner lets one other person see one thing, as it was previewed, while the tie between them is open.

    The other is the second member of a space, or the therapist of a care link.
    """

    class Audience(models.TextChoices):
        SPACE = "", "The other member of the space"
        JOINT = "joint", _("For our joint session")
        ALONE = "alone", _("For you alone")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject_kind = models.CharField(max_length=32)
    subject_id = models.UUIDField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, null=True, on_delete=models.CASCADE, related_name="+")
    care_link = models.ForeignKey(CareLink, null=True, on_delete=models.CASCADE, related_name="+")
    audience = models.CharField(max_length=5, choices=Audience.choices, blank=True, default=Audience.SPACE)
    version = models.PositiveIntegerField(default=1)  # which version of the thing was previewed and shared
    shared_at = models.DateTimeField()

    objects = ShareQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "space"],
                name="one_share_a_thing_and_space",
            ),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "care_link"],
                name="one_share_a_thing_and_care_link",
            ),
            models.CheckConstraint(
                condition=Q(space__isnull=False, care_link=None, audience="")
                | Q(space=None, care_link__isnull=False, audience__in=["joint", "alone"]),
                name="a_share_hangs_on_one_tie",
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


class Shown(Shareable):
    """What a reader gets, kept apart from what its author keeps: nobody but the author ever reaches that.

    It goes when its share goes, however that is taken back, so no copy outlives the right to see it.
    """

    share = models.OneToOneField(Share, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True
