import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from intima.accounts.models import Person
from intima.kit.seal import SealedTextField
from reflections.spaces.models import Space


class MuteQuerySet(models.QuerySet["Mute"]):
    def now(self) -> "MuteQuerySet":
        """Those that count: once a space has closed, what came in it can be read."""
        return self.filter(space__in=Space.objects.open())


class Mute(models.Model):
    """Somebody reads no notes in a space for now. Whoever sends one learns nothing of it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")

    objects = MuteQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "space"], name="one_mute_a_space"),
        ]

    def __str__(self) -> str:
        return f"Mute {self.pk}"


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, person: Person) -> "NoteQuerySet":
        """What the person sent, and for good what was sent to them, but for what they mute."""
        return self.filter(Q(author=person) | Q(pk__in=self.received_by(person).values("pk")))

    def received_by(self, person: Person) -> "NoteQuerySet":
        muted = Mute.objects.now().filter(person=person, space=OuterRef("space"))
        return self.model.objects.filter(~Exists(muted), receiver=person)


class Note(models.Model):
    """Words sent to the partner. Nobody takes them back: they stay with their receiver, whatever the space becomes."""

    class Kind(models.TextChoices):
        WORDS = "words", _("A few words")
        THANKS = "thanks", _("A thank-you")
        PAUSE = "pause", _("Said before a pause")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Before its author's account goes, it is sealed anew for its receiver, and has no author any more.
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    # Whoever got it may delete their account; its author keeps what they wrote.
    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # What was sent outlives the tie, so a space with notes is not deleted.
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.WORDS)
    text = SealedTextField("notes.note.text", author="keeper_id")
    sent_at = models.DateTimeField()

    objects = NoteQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["author", "-sent_at"], name="notes_of_author"),
            models.Index(fields=["receiver", "-sent_at"], name="notes_of_receiver"),
        ]

    def __str__(self) -> str:
        return f"Note {self.pk}"

    @property
    def keeper_id(self) -> uuid.UUID | None:
        """Whose key opens it: its author's, and once their account is gone its receiver's."""
        return self.author_id or self.receiver_id
