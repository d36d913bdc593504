import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery

from intima.accounts.models import Person
from intima.kit.seal import SealedTextField
from reflections.shares.models import Share, Shareable, ShareableQuerySet


class EntryQuerySet(ShareableQuerySet):
    def of(self, person: Person) -> "EntryQuerySet":
        """The person's own entries, newest first."""
        return self.filter(author=person).order_by("-written_at", "-pk")

    def from_others(self, person: Person) -> "EntryQuerySet":
        """What others share with the person now, the latest shared first."""
        shared_at = Share.objects.open_to(person).filter(subject_kind=Entry.share_kind, subject_id=OuterRef("pk"))
        latest = Subquery(shared_at.values("shared_at")[:1])
        shared: EntryQuerySet = self.shared_with(person).annotate(shared_at=latest)
        return shared.order_by("-shared_at", "-pk")


class Entry(Shareable):
    """Words that somebody kept. `shown` are the words last shared, and all that a reader ever gets of them."""

    share_kind: ClassVar[str] = "journal.entry"

    prompt = models.SlugField(max_length=60, blank=True, default="")  # empty: written without a question
    text = SealedTextField("journal.entry.text")
    shown = SealedTextField("journal.entry.shown", null=True)
    revision = models.PositiveIntegerField(default=1)  # counts changes of `text`
    lens = models.PositiveSmallIntegerField(
        null=True
    )  # 0 leaned in … 10 stepped back; of this moment, never of a person
    day = models.DateField()  # the author's own day
    written_at = models.DateTimeField()
    shown_changed = models.BooleanField(default=False)  # other words are shown than were first shared with this reader

    objects = EntryQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(lens=None) | Q(lens__lte=10), name="lens_is_0_to_10"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["author", "-written_at"], name="entries_of_author")]

    def __str__(self) -> str:
        return f"Entry {self.pk}"


class Draft(models.Model):
    """Words being written. It has the primary key of the entry that it becomes, or that it would change."""

    id = models.UUIDField(primary_key=True, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField(null=True)  # which page it was begun on; None: it changes a kept entry
    base = models.PositiveIntegerField(default=0)  # the entry's revision that was being changed; 0: not kept yet
    prompt = models.SlugField(max_length=60, blank=True, default="")
    text = SealedTextField("journal.draft.text")
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(key=None, base__gt=0) | Q(key__isnull=False, base=0), name="draft_of_one"
            ),
        ]

    def __str__(self) -> str:
        return f"Draft {self.pk}"


def entry_id(author: Person, key: uuid.UUID) -> uuid.UUID:
    """The id of the entry begun under `key`: the same key twice is the same entry, and nobody else's can be hit."""
    return uuid.uuid5(author.pk, key.hex)
