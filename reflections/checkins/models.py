import uuid
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from intima.kit.seal import SealedTextField
from reflections.shares.models import Shown

SCALE = range(11)  # every slider goes from 0 to 10
SCALES = ("closeness", "tension", "energy")


class Feeling(models.TextChoices):
    HOPEFUL = "hopeful", _("Hopeful")
    PLAYFUL = "playful", _("Playful")
    GLAD = "glad", _("Glad")
    TENSE = "tense", _("Tense")
    WORRIED = "worried", _("Worried")
    CROSS = "cross", _("Cross")
    AT_EASE = "at_ease", _("At ease")
    TENDER = "tender", _("Tender")
    WARM = "warm", _("Warm")
    TIRED = "tired", _("Tired")
    LONELY = "lonely", _("Lonely")
    FLAT = "flat", _("Flat")


class Place(models.TextChoices):
    SHOULDERS = "shoulders", _("Shoulders")
    JAW = "jaw", _("Jaw")
    CHEST = "chest", _("Chest")
    STOMACH = "stomach", _("Stomach")
    NOWHERE = "nowhere", _("Nowhere I can name")


class Ritual(models.TextChoices):
    THANK_YOU = "thank_you", _("Said a thank-you")
    TOUCH = "touch", _("A welcome touch")
    END_OF_DAY = "end_of_day", _("End of day")
    SCREENS_AWAY = "screens_away", _("Screens away")
    PROMISE = "promise", _("Kept a small promise")


class Said(models.Model):
    """How a day was, but for the one line. What was left out is None or empty.

    These are choices from fixed lists and lie in the open.
    """

    closeness = models.SmallIntegerField(null=True)
    tension = models.SmallIntegerField(null=True)
    energy = models.SmallIntegerField(null=True)
    feelings = models.JSONField(default=list)  # keys of Feeling
    place = models.CharField(max_length=16, choices=Place.choices, blank=True)
    rituals = models.JSONField(default=list)  # keys of Ritual

    class Meta:
        abstract = True


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def of(self, person_id: uuid.UUID) -> Self:
        """The person's own: nobody else sees a check-in."""
        return self.filter(person_id=person_id)

    def on(self, day: date) -> Self:
        return self.filter(day=day)


class CheckIn(Said):
    """How one day was for one person, in their own calendar."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    line = SealedTextField("checkins.checkin.line", author="person_id")
    checked_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)  # counts changes of what was kept

    objects = CheckInQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "day"], name="one_checkin_a_day"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{slider}__gte": SCALE.start, f"{slider}__lt": SCALE.stop}),
                    name=f"{slider}_is_0_to_10",
                )
                for slider in SCALES
            ),
        ]

    def __str__(self) -> str:
        return f"Check-in {self.pk}"


class SharedDay(Said, Shown):
    """The parts of one day that its author chose to show, as they were in the preview; its id is the check-in's.

    A part that was left out looks like one that was never said.
    """

    share_kind: ClassVar[str] = "checkins.day"

    day = models.DateField()
    line = SealedTextField("checkins.shared_day.line")
    changed = models.BooleanField(default=False)  # something else is shown than was first shared with this reader

    def __str__(self) -> str:
        return f"Shared day {self.pk}"


class SharedTrends(Shown):
    """A standing choice: of which scales the other member of a space sees weekly means. Its id is the author's own."""

    share_kind: ClassVar[str] = "checkins.trends"

    closeness = models.BooleanField(default=False)
    tension = models.BooleanField(default=False)
    energy = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(id=F("author")), name="one_choice_of_trends_a_person"),
            models.CheckConstraint(
                condition=Q(closeness=True) | Q(tension=True) | Q(energy=True), name="shared_trends_show_something"
            ),
        ]

    def __str__(self) -> str:
        return f"Shared trends {self.pk}"

    @property
    def scales(self) -> tuple[str, ...]:
        """Which of SCALES it shows."""
        return tuple(scale for scale in SCALES if getattr(self, scale))
