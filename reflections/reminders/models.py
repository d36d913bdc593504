import uuid
from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intima.kit.compiled import Blank

EVERY_DAY = 0b1111111


def mask(weekdays: Collection[int]) -> int:
    """Weekdays (0 is Monday) as the bits of one number."""
    return sum(1 << day for day in set(weekdays))


class Want(models.IntegerChoices):
    """What may bring a person their letter of the day: the bits of `Reminder.wants`.

    A kind of news has its bit and its sentence here, and is looked for where `news.SOURCES` says; the page offers what
    both know.
    """

    CHECKIN = 1, _("A day without a check-in")
    SHARED = 2, _("Something shared with you or sent to you")
    QUESTION = 4, _("A question to answer apart")
    HOMEWORK = 8, _("Homework, where somebody gives you some")

    @property
    def sentence(self) -> str:
        """What turning it on means, in a sentence."""
        return str(_SENTENCES[self])


# What comes from a partner is offered to those who have one. Homework is turned on where it is read.
BY_PARTNER = frozenset({Want.SHARED, Want.QUESTION})

_SENTENCES = {
    Want.CHECKIN: _("A note to open the page for today. After a check-in it stays away."),
    Want.SHARED: _("An entry, a day, an opened answer or a few words, if it is still there when the letter goes."),
    Want.QUESTION: _("A question that was put to you, while it waits for your answer."),
    Want.HOMEWORK: _("On the day it is given or comes again, and on its last day, until you say how it went."),
}


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def active(self) -> "ReminderQuerySet":
        return self.filter(state=Reminder.State.ON)

    def due(self, at: datetime | Blank) -> "ReminderQuerySet":
        return self.filter(next_due_at__lte=at).order_by("next_due_at")


class Reminder(models.Model):
    """When a person wants which letter, and what may bring it: a time of their own day, on the weekdays they chose.

    `next_due_at` is calculated from the local date `next_day`, never by adding 24 hours. `last_day` and `last_due_at`
    are what was posted last, so that a change of time or zone never makes two on one day; `not_before` keeps the first
    letter after a move apart from the last one before it.
    """

    class Kind(models.TextChoices):
        DAILY = "daily", "The letter of the day"

    class State(models.TextChoices):
        ON = "on", "On"
        OFF = "off", "Off"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.DAILY)
    local_time = models.TimeField(default=time(20, 30))
    weekdays = models.PositiveSmallIntegerField(default=EVERY_DAY)  # bits, Monday the lowest
    wants = models.PositiveSmallIntegerField(default=0)  # the bits of Want
    news_from = models.DateTimeField(null=True)  # when they last asked for news: what came before is not new
    state = models.CharField(max_length=3, choices=State.choices, default=State.OFF)
    paused_until = models.DateField(null=True)  # the first local day with a letter again
    next_day = models.DateField(null=True)
    next_due_at = models.DateTimeField(null=True)
    last_day = models.DateField(null=True)
    last_due_at = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index("next_due_at", condition=Q(state="on"), name="due_reminders"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "kind"], name="one_reminder_a_kind"),
            models.CheckConstraint(condition=Q(weekdays__range=(1, EVERY_DAY)), name="a_reminder_has_a_weekday"),
            models.CheckConstraint(
                condition=Q(state="on", wants__gt=0, next_day__isnull=False, next_due_at__isnull=False)
                | Q(state="off", wants=0, next_day=None, next_due_at=None),
                name="an_active_reminder_has_its_reason_and_its_next_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Reminder {self.pk}"

    @property
    def chosen_days(self) -> frozenset[int]:
        """The chosen weekdays; 0 is Monday."""
        return frozenset(day for day in range(7) if self.weekdays >> day & 1)

    @property
    def wanted(self) -> frozenset[Want]:
        """What may bring the letter."""
        return frozenset(want for want in Want if self.wants & want)

    def rests_on(self, day: date) -> bool:
        """Whether it is paused on that local day."""
        return self.paused_until is not None and day < self.paused_until
