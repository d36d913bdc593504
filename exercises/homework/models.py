import uuid
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intima.accounts.models import Person
from intima.kit.seal import SealedTextField
from reflections.care.models import CareLink, Therapist


class Assignment(models.Model):
    """What a therapist gives to one client, or to both of a couple, in the therapist's own words."""

    class Every(models.TextChoices):
        ONCE = "", _("Once")
        DAY = "day", _("Every day")
        WEEK = "week", _("Every week")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    every = models.CharField(max_length=4, choices=Every.choices, default=Every.ONCE, blank=True)
    why = SealedTextField("homework.assignment.why")
    plan = SealedTextField("homework.assignment.plan")
    obstacles = SealedTextField("homework.assignment.obstacles")
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Assignment {self.pk}"


class HalfQuerySet(models.QuerySet["Half"]):
    def of(self, client: Person) -> "HalfQuerySet":
        """What was given to this person through a care link that is active now."""
        return self.filter(link__in=CareLink.objects.active().filter(client=client))

    def to(self, people: Collection[uuid.UUID]) -> "HalfQuerySet":
        """The same for several people."""
        return self.filter(link__in=CareLink.objects.active().filter(client__in=people))

    def given_by(self, therapist: Therapist) -> "HalfQuerySet":
        """What this therapist gave to those who are their clients now."""
        return self.filter(link__in=CareLink.objects.active().filter(therapist=therapist))

    def going_on(self) -> "HalfQuerySet":
        """What was not closed in a session."""
        return self.filter(state=Half.State.ON)


class Half(models.Model):
    """One client's part of an assignment. What the other one of a couple got, or whether, it does not say.

    What comes again goes in rounds, each known by its first day: see `round_on`. `due_on` is the day by which it is to
    be done, or on which the rounds end.
    """

    class Kind(models.TextChoices):
        EXERCISE = "exercise", _("Exercises")
        LESSON = "lesson", _("Lessons")
        PROMPT = "prompt", _("Questions to write about")
        RITUAL = "ritual", _("Small rituals")
        CHECKIN = "checkin", _("Check-ins")

    class State(models.TextChoices):
        ON = "on", "Goes on"
        ADAPTED = "adapted", "Discussed; something else was given in its place"
        STOPPED = "stopped", "Discussed, and over"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="halves")
    link = models.ForeignKey(CareLink, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    slug = models.CharField(max_length=60)
    begins_on = models.DateField()  # in the client's calendar, as every day here
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.ON)
    discussed_at = models.DateTimeField(null=True)  # when it was last talked about in a session

    objects = HalfQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["assignment", "link"], name="one_half_a_client"),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=models.F("begins_on")), name="due_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(state="on") | Q(discussed_at__isnull=False), name="what_is_closed_was_discussed"
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["link", "state"], name="halves_of_link")]

    def __str__(self) -> str:
        return f"Half {self.pk}"

    @property
    def key(self) -> str:
        """What is to be done, in one word: see `things`."""
        return f"{self.kind}:{self.slug}"

    @property
    def days(self) -> int:
        """How many days a round has; 0 for what is done once."""
        return _DAYS.get(self.assignment.every, 0)

    def is_on(self, day: date) -> bool:
        """Whether a round runs on that day. What is done once runs until it is discussed."""
        return self.begins_on <= day and not (self.days and self.due_on and day > self.due_on)

    def round_on(self, day: date) -> date:
        """The first day of the round that `day` lies in; before the first that one, after the last the last."""
        if not self.days:
            return self.begins_on
        day = max(self.begins_on, min(day, self.due_on) if self.due_on else day)
        return day - timedelta(days=(day - self.begins_on).days % self.days)


_DAYS: dict[str, int] = {Assignment.Every.DAY: 1, Assignment.Every.WEEK: 7}


class ReportQuerySet(models.QuerySet["Report"]):
    def of(self, author: Person) -> "ReportQuerySet":
        """The person's own: nobody else reaches its words. What is released of them is a `Released`."""
        return self.filter(author=author)

    def told_over(self, links: Collection[CareLink]) -> "ReportQuerySet":
        """What the therapist of these links may know was said: nothing while changed terms wait for their client."""
        return self.filter(half__link__in=CareLink.objects.on_terms().filter(pk__in=[link.pk for link in links]))


class Report(models.Model):
    """How one round went, as the client says it. The therapist learns `said`, and of all else what is released."""

    share_kind: ClassVar[str] = "homework.report"

    class Said(models.TextChoices):
        DONE = "done", _("I did it")
        PART = "part", _("Part of it")
        REST = "rest", _("Not this week")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    half = models.ForeignKey(Half, on_delete=models.CASCADE, related_name="reports")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    round_on = models.DateField()
    said = models.CharField(max_length=4, choices=Said.choices)
    in_the_way = SealedTextField("homework.report.in_the_way")
    to_bring = SealedTextField("homework.report.to_bring")
    written_at = models.DateTimeField()

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["half", "round_on"], name="one_report_a_round"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["half", "-written_at"], name="reports_of_half")]

    def __str__(self) -> str:
        return f"Report {self.pk}"

    def is_present(self, day: date) -> bool:
        """Whether it is of the round that its author can tell of on that day."""
        return self.half.state == Half.State.ON and self.half.round_on(day) == self.round_on
