import uuid
from typing import Any, ClassVar, Self

from django.db import models

from intima.kit.seal import SealedTextField
from reflections.care.models import CareLink
from reflections.shares.models import Share, ShareableQuerySet, Shown


class ReleasedQuerySet(ShareableQuerySet):
    def readable(self, author_id: uuid.UUID) -> Self:
        """What of the author's own a therapist can open now."""
        now = Share.objects.filter(owner=author_id).open_to_therapists()
        return self.filter(author=author_id, share__in=now)

    def over(self, link: CareLink) -> Self:
        """What the therapist of `link` can open now, the latest released first. Nothing says what is not among it."""
        seen = self.shared_with(link.therapist.person).filter(share__care_link=link)
        return seen.select_related("share").order_by("-share__shared_at", "-pk")


class Released(Shown):
    """What a therapist gets of one thing of a client's: a copy of what the preview showed, sealed whole.

    `kind` and `origin` name the thing that it is a copy of; the therapist never reaches that. It goes with its share.
    """

    share_kind: ClassVar[str] = "releases.released"

    kind = models.CharField(max_length=32)
    origin = models.UUIDField()
    day = models.DateField()  # the author's own day that the thing is about
    changed = models.BooleanField(default=False)  # it reads otherwise than when it was first released over this link
    face = SealedTextField("releases.released.face")  # a `faces.Face` as JSON

    objects = ReleasedQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["author", "kind", "origin"], name="released_of_origin")]

    def __str__(self) -> str:
        return f"Released {self.pk}"


def released_id(link: CareLink, kind: str, origin: uuid.UUID) -> uuid.UUID:
    """The id of the copy of one thing over one link: the same thing twice is one copy."""
    return uuid.uuid5(link.pk, f"{kind}:{origin.hex}")
