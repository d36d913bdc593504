from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, Q
from django.utils.translation import gettext_lazy as _

from intima.accounts.models import Person
from intima.kit.seal import SealedTextField
from reflections.notes.models import Mute
from reflections.shares.models import Shareable, ShareableQuerySet
from reflections.spaces.models import Space

LINGERS = timedelta(days=7)  # how long a time without screens can still be given a word


class SlotQuerySet(models.QuerySet["Slot"]):
    def standing(self, at: datetime) -> "SlotQuerySet":
        """Agreed and over a week ago at most, or suggested and still to come."""
        return self.filter(Q(agreed_at__isnull=False, ends_at__gt=at - LINGERS) | Q(agreed_at=None, starts_at__gt=at))

    def visible_to(self, person: Person) -> "SlotQuerySet":
        """One's own alone; in the open space what is agreed, what one suggests, and what the other does.

        But for what one has put away, and for suggestions while one reads nothing that comes.
        """
        muted = Exists(Mute.objects.now().filter(person=person))
        suggested = Q(put_away_at=None) & ~muted
        between = Q(agreed_at__isnull=False) | Q(proposer=person) | suggested
        return self.filter(Q(space=None, proposer=person) | Q(space__in=Space.objects.of(person)) & between)


class Slot(models.Model):
    """A time without screens. One of two suggests it and the other agrees, or does not; alone it is agreed at once."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    proposer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, null=True, on_delete=models.CASCADE, related_name="+")  # None: alone
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    put_away_at = models.DateTimeField(null=True)  # by the other; the proposer learns nothing

    objects = SlotQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(agreed_at__isnull=False) | Q(space__isnull=False), name="alone_agrees"),
            models.UniqueConstraint(
                fields=["proposer", "space"], condition=Q(agreed_at=None), name="one_suggestion_at_a_time"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["space", "starts_at"], name="slots_of_space"),
            models.Index(fields=["ends_at"], name="slots_by_age"),
        ]

    def __str__(self) -> str:
        return f"Slot {self.pk}"


class SlipQuerySet(ShareableQuerySet):
    def visible_to(self, person: Person, at: datetime) -> "SlipQuerySet":  # type: ignore[override]
        """One's own, and what the other shares now: a card for its seven days, a promise until its time and once done.

        A card that is over is nobody's any more. While one reads nothing that comes, the other's card and their word
        afterwards wait; a promise stands where both look.
        """
        kind = Slip.Kind
        muted = Exists(Mute.objects.now().filter(person=person))
        theirs = Q(kind__in=[kind.WORD, kind.TOUCH]) & ~muted | Q(kind=kind.PROMISE) & (
            Q(due_at__gt=at) | Q(state=Slip.State.DONE)
        )
        seen = Q(author=person) | Q(pk__in=self._shared_with(person)) & theirs
        return self.exclude(kind=kind.TOUCH, due_at__lte=at).filter(seen)

    def of(self, person: Person, at: datetime) -> "SlipQuerySet":
        """The person's own."""
        return self.visible_to(person, at).filter(author=person)


class Slip(Shareable):
    """A few words of one person's: kept alone, or given to the partner.

    | kind    | text               | more             | due_at                              |
    |---------|--------------------|------------------|-------------------------------------|
    | thanks  | what was done      | what it meant    | when it goes to the other of `space` |
    | touch   | a line each, 3     |                  | when the card that was sent is over |
    | promise | what is promised   | the sign of done | when it is to be done               |
    | word    | a word afterwards  |                  |                                     |
    """

    share_kind: ClassVar[str] = "rituals.slip"

    class Kind(models.TextChoices):
        THANKS = "thanks", _("A thank-you")
        TOUCH = "touch", _("A touch I would welcome")
        PROMISE = "promise", _("A small promise")
        WORD = "word", _("A word afterwards")

    class State(models.TextChoices):
        OPEN = "", "To be done"
        MOVED = "moved", "Moved before its time, which is keeping it"
        DONE = "done", "Done"

    kind = models.CharField(max_length=7, choices=Kind.choices)
    text = SealedTextField("rituals.slip.text")
    more = SealedTextField("rituals.slip.more")
    written_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    # The words stay their author's when a space is no more.
    space = models.ForeignKey(Space, null=True, on_delete=models.PROTECT, related_name="+")
    slot = models.ForeignKey(Slot, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=5, choices=State.choices, default=State.OPEN, blank=True)

    objects = SlipQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["author"], condition=Q(kind="touch"), name="one_touch_card_a_person"),
            models.UniqueConstraint(fields=["author", "slot"], name="one_word_each"),
            models.CheckConstraint(
                condition=~Q(kind="thanks") | Q(due_at=None, space=None) | Q(due_at__isnull=False, space__isnull=False),
                name="what_goes_later_goes_to_somebody",
            ),
            models.CheckConstraint(condition=Q(kind="thanks") | Q(space=None), name="only_thanks_go"),
            models.CheckConstraint(condition=~Q(kind="promise") | Q(due_at__isnull=False), name="a_promise_has_a_time"),
            models.CheckConstraint(condition=Q(kind="promise") | Q(state=""), name="only_promises_are_done"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["author", "kind", "-written_at"], name="slips_of_author"),
            models.Index(fields=["kind", "due_at"], name="slips_by_due"),
        ]

    def __str__(self) -> str:
        return f"Slip {self.pk}"
