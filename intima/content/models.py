import logging
import uuid
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from intima.content.kinds import kinds
from intima.content.schema import Item
from intima.kit import seal
from intima.kit.seal import SealedTextField

log = logging.getLogger(__name__)

_SEALED_AS = "content.version.words"


class Immutable(Exception):
    """A version says for good what it says; other words are another version."""


class VersionQuerySet(models.QuerySet["Version"]):
    def current(self, *kinds: str) -> "VersionQuerySet":
        """What the files of these kinds say now, in their order."""
        return self.filter(kind__in=kinds, shelf__isnull=False).order_by("shelf__place", "pk")

    def update(self, **kwargs: Any) -> NoReturn:
        raise Immutable

    def bulk_update(self, objs: Iterable["Version"], fields: Any, batch_size: int | None = None) -> NoReturn:
        raise Immutable


class Version(models.Model):
    """What one piece of content said in one language, word for word. Whoever began it finishes it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    slug = models.CharField(max_length=60)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    version = models.CharField(max_length=64)  # SHA-256 of structure and words, in hexadecimal; one's own are counted
    body = models.JSONField(null=True)
    # Of somebody's own piece: whose it is, and in place of the body the same, sealed, as JSON. No foreign key: people
    # live on a floor above. `seal.SITE` has what outlives its author.
    author_id = models.UUIDField(null=True, editable=False)
    words = SealedTextField(_SEALED_AS, null=True)
    loaded_at = models.DateTimeField()

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["kind", "slug", "language", "version"], name="one_row_a_version"),
            models.CheckConstraint(
                condition=Q(author_id__isnull=True, words__isnull=True, body__isnull=False)
                | Q(author_id__isnull=False, words__isnull=False, body__isnull=True),
                name="in_the_open_or_sealed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug} ({self.language}) {self.version[:8]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Immutable
        super().save(*args, **kwargs)

    def outlive_author(self, *, instead: Callable[["Version"], Item]) -> None:
        """Seal the same words anew under the site's key, before that of their author goes. They say what they said.

        What `instead` makes of it stands in their place where they cannot be opened.
        """
        try:
            said = self.words or ""
        except seal.Broken:
            log.error("This version cannot be opened, and says so instead: %s", self.pk)
            said = instead(self).model_dump_json(exclude_defaults=True)
        words = seal.seal(said, name=_SEALED_AS, pk=self.pk, author=seal.SITE)
        models.QuerySet(Version).filter(pk=self.pk).update(author_id=seal.SITE, words=words)

    @property
    def parsed(self) -> Any:
        """The body as the object of its kind's schema, such as `schema.Lesson`."""
        return _parsed(self) if self.author_id is None else self._opened

    @cached_property
    def _opened(self) -> Any:
        """Kept with this object and no longer: the words are somebody's."""
        return kinds[self.kind].item.model_validate_json(self.words)


@lru_cache(maxsize=2048)  # a page reads dozens of them, and none ever changes
def _parsed(version: Version) -> Any:
    return kinds[version.kind].item.model_validate(version.body)


class Shelf(models.Model):
    """Which version is current: the one that the last load found in the files."""

    kind = models.CharField(max_length=20)
    slug = models.CharField(max_length=60)
    language = models.CharField(max_length=8)
    place = models.PositiveIntegerField()  # in the order of the files, and of the items in each
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="shelf")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["kind", "slug", "language"], name="one_current_version"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug} ({self.language})"
