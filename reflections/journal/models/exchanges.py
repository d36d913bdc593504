import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from intima.accounts.models import Person
from intima.kit.seal import SealedTextField
from reflections.notes.models import Mute
from reflections.spaces.models import Space

OPEN_FOR = timedelta(days=7)


class ExchangeQuerySet(models.QuerySet["Exchange"]):
    def visible_to(self, person: Person) -> "ExchangeQuerySet":
        """Those of the open space; of a closed one, where the person wrote words or was sent some."""
        return self.filter(
            Q(space__in=Space.objects.of(person))
            | Q(pk__in=Answer.objects.filter(author=person).values("exchange"))
            | Q(pk__in=Ask.objects.filter(receiver=person).values("exchange"))
        )

    def between(self, person: Person) -> "ExchangeQuerySet":
        """Those of the open space: where something can still be done."""
        return self.filter(space__in=Space.objects.of(person))

    def with_own_state(self, person: Person) -> "ExchangeQuerySet":
        """Each with `own_state`: the state of the person's own answer, or None."""
        own = Answer.objects.filter(author=person, exchange=OuterRef("pk"))
        return self.annotate(own_state=Subquery(own.values("state")[:1]))

    def answerable(self, at: datetime) -> "ExchangeQuerySet":
        """Neither opened nor closed."""
        return self.filter(opened_at=None, proposed_at__gt=at - OPEN_FOR)


class Exchange(models.Model):
    """A question or an exercise for two people. What they did apart opens once both confirmed it; after seven days it
    closes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The words in it stay each author's own when a space ends, so a space with exchanges is not deleted.
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="+")
    prompt = models.SlugField(max_length=60, blank=True, default="")
    exercise = models.SlugField(max_length=60, blank=True, default="")  # its answers are parts, see `actions.parts`
    # Whoever asked may delete their account; the other keeps their own answer.
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    proposed_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)

    objects = ExchangeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=(Q(prompt="") & ~Q(exercise="")) | (~Q(prompt="") & Q(exercise="")),
                name="exchange_of_one_thing",
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["space", "-proposed_at"], name="exchanges_of_space")]

    def __str__(self) -> str:
        return f"Exchange {self.pk}"

    @property
    def closes_at(self) -> datetime:
        return self.proposed_at + OPEN_FOR

    def is_answerable(self, at: datetime) -> bool:
        return self.opened_at is None and at < self.closes_at


class AnswerQuerySet(models.QuerySet["Answer"]):
    def visible_to(self, person: Person) -> "AnswerQuerySet":
        """One's own, and the other's once it opened, until it is taken back or the tie ends."""
        return self.filter(
            Q(author=person)
            | Q(exchange__opened_at__isnull=False, taken_back_at=None, exchange__space__in=Space.objects.of(person))
        )


class Answer(models.Model):
    """One person's answer to an exchange."""

    class State(models.TextChoices):
        DRAFT = "draft", "Being written"
        CONFIRMED = "confirmed", "Confirmed: it opens with the other's"
        ASIDE = "aside", "Not this one"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    exchange = models.ForeignKey(Exchange, on_delete=models.CASCADE, related_name="answers")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = SealedTextField("journal.answer.text")
    revision = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    saved_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["exchange", "author"], name="one_answer_each"),
        ]

    def __str__(self) -> str:
        return f"Answer {self.pk}"


class AskQuerySet(models.QuerySet["Ask"]):
    def visible_to(self, person: Person) -> "AskQuerySet":
        """A message is its author's and, for good, its receiver's, but while they read nothing that comes."""
        return self.filter(Q(author=person) | Q(receiver=person) & ~_muted())

    def that_are_read(self) -> "AskQuerySet":
        """All but those that wait unseen."""
        return self.filter(~_muted())


def _muted() -> Exists:
    return Exists(Mute.objects.now().filter(person=OuterRef("receiver"), space=OuterRef("exchange__space")))


class Ask(models.Model):
    """'One thing you would like to ask', sent after an exchange opened. It stays with its receiver."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    exchange = models.ForeignKey(Exchange, on_delete=models.CASCADE, related_name="asks")
    # Before its author's account goes, it is sealed anew for its receiver, and has no author any more.
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    # Whoever got it may delete their account; its author keeps what they wrote.
    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = SealedTextField("journal.ask.text", author="keeper_id")
    sent_at = models.DateTimeField()

    objects = AskQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["exchange", "author"], name="one_ask_each"),
        ]

    def __str__(self) -> str:
        return f"Ask {self.pk}"

    @property
    def keeper_id(self) -> uuid.UUID | None:
        """Whose key opens it: its author's, and once their account is gone its receiver's."""
        return self.author_id or self.receiver_id
