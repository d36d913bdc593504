import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from intima.accounts.models import Person
from intima.content.models import Version
from intima.kit.seal import SealedTextField


class RunQuerySet(models.QuerySet["Run"]):
    def of(self, person: Person) -> "RunQuerySet":
        """The person's own: nobody else sees a run. What is shown of it goes through the journal."""
        return self.filter(author=person)

    def unfinished(self) -> "RunQuerySet":
        return self.filter(finished_at=None)


class Run(models.Model):
    """One person doing one exercise once, in the version that they began. Their own copy, whoever else does it too."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    slug = models.CharField(max_length=60)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    step_key = models.CharField(max_length=60)  # where they go on
    # The journal's exchange that this was handed in to; an id, since exchanges are the journal's.
    exchange_id = models.UUIDField(null=True)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["author", "slug"],
                condition=models.Q(finished_at=None),
                name="one_unfinished_run_an_exercise",
            ),
            models.UniqueConstraint(fields=["author", "exchange_id"], name="one_run_an_exchange"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["author", "-begun_at"], name="runs_of_author")]

    def __str__(self) -> str:
        return f"Run {self.pk}"


class Answer(models.Model):
    """What was done at one step: JSON of the step's kind (see `forms.steps`), sealed whole, words and numbers alike."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="answers")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    step_key = models.CharField(max_length=60)
    value = SealedTextField("practices.answer.value")
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["run", "step_key"], name="one_answer_a_step"),
        ]

    def __str__(self) -> str:
        return f"Answer {self.pk}"


class Judgement(models.Model):
    """What somebody says to the guesses that their partner made about them, once these opened.

    Its author's own; the partner sees it while it is sent, and only beside the guesses.
    """

    class Mark(models.TextChoices):
        YES = "yes", _("yes")
        SOMETIMES = "sometimes", _("sometimes")
        NOT_ME = "not-me", _("not me")
        NEW = "new", _("new to you")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    exchange_id = models.UUIDField()  # the journal's
    marks = SealedTextField("practices.judgement.marks")  # JSON: for each guess in its order a `Mark`, or ""
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["author", "exchange_id"], name="one_judgement_each"),
        ]

    def __str__(self) -> str:
        return f"Judgement {self.pk}"


class Card(models.Model):
    """A sentence that somebody built and keeps at hand, such as what to say when stepping away."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)  # `keep_as` of the step
    text = SealedTextField("practices.card.text")
    kept_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["author", "kind"], name="one_card_a_kind"),
        ]

    def __str__(self) -> str:
        return f"Card {self.pk}"
