import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from intima.kit.seal import SealedTextField


class State(models.TextChoices):
    """Where a letter is on its walk. Only `claimed` returns to waiting by itself, when its lease runs out."""

    WAITING = "waiting", "Waiting"
    CLAIMED = "claimed", "Claimed by a worker"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    REFUSED = "refused", "Refused by the mail server"
    UNKNOWN = "unknown", "Sent or not: the connection broke at the last moment"
    DROPPED = "dropped", "No longer wanted"


HELD = (State.CLAIMED, State.SENDING)


class LetterQuerySet(models.QuerySet["Letter"]):
    def ready(self, at: datetime) -> "LetterQuerySet":
        """What may go out at `at`: account mail first, then whatever has waited longest."""
        # Without a lease too: the index goes by it.
        waiting = self.filter(state=State.WAITING, lease=None, next_try_at__lte=at)
        return waiting.order_by("priority", "next_try_at")

    def lapsed(self, at: datetime) -> "LetterQuerySet":
        """What a worker took and did not bring back in time."""
        return self.filter(state__in=HELD, lease__isnull=False, finished_at=None, lease_until__lt=at)

    def finished_before(self, at: datetime) -> "LetterQuerySet":
        """What was over before `at`, the oldest first."""
        return self.filter(finished_at__lt=at).order_by("finished_at")


class Letter(models.Model):
    """One email on its way, or what became of it. The outbox of everything that the site sends.

    A letter in a final state holds no payload and, unless it was refused, nothing of its address.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200)  # what makes it one letter, however often it is posted
    kind = models.CharField(max_length=40)
    person_id = models.UUIDField(null=True)  # no foreign key: people live on a floor above
    payload = SealedTextField("mail.letter.payload", author=None, null=True)
    priority = models.SmallIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    posted_at = models.DateTimeField()
    due_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    attempt = models.SmallIntegerField(default=0)
    lease = models.UUIDField(null=True)  # the batch that holds it
    lease_until = models.DateTimeField(null=True)
    # A keyed hash of an address that refused this letter, to notice when it refuses several in a row.
    refused_by = models.CharField(max_length=32, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    finished_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            # No index names the state, its end of a lease or the attempt: so the write before each message touches none
            # of them (PostgreSQL's heap-only tuples), and PostgreSQL never walks all that are held for ten of them.
            models.Index("priority", "next_try_at", condition=Q(lease=None), name="waiting_letters"),
            models.Index("lease", condition=Q(lease__isnull=False, finished_at=None), name="held_letters"),
            models.Index("refused_by", condition=~Q(refused_by=""), name="refusing_addresses"),
            models.Index("finished_at", condition=Q(finished_at__isnull=False), name="finished_letters"),
        ]
        constraints: ClassVar[list[Any]] = [
            # One index for the whole key and for how it begins, instead of the two of `unique=True`.
            models.UniqueConstraint(fields=["key"], name="one_letter_a_key", opclasses=["varchar_pattern_ops"]),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "claimed", "sending"], finished_at=None)
                | Q(
                    state__in=["sent", "refused", "unknown", "dropped"],
                    finished_at__isnull=False,
                    payload__isnull=True,
                ),
                name="finished_letters_hold_no_words",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["claimed", "sending"]) | Q(lease__isnull=False, lease_until__isnull=False),
                name="held_letters_have_a_lease",
            ),
        ]

    # What the kind's `gather` fetched for this letter, for its `still_wanted` and `fill`.
    gathered: Any = None

    def __str__(self) -> str:
        return f"Letter {self.pk}"

    @property
    def message_id(self) -> str:
        """The Message-ID header: the same at every attempt, and nothing in it tells whose letter it is."""
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
        return f"<{self.pk}@{domain}>"


class Returned(models.Model):
    """An address whose letters came back for good, or were complained of there: a mail provider said so.

    Ordinary letters to it rest until its owner asks for one; a complaint is kept until then, anything else as long as
    letters are.
    """

    mark = models.CharField(max_length=32, unique=True)  # the address's keyed hash
    complained = models.BooleanField(default=False)
    returned_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)  # when its owner asked for letters again since then

    def __str__(self) -> str:
        return f"Returned {self.pk}"
