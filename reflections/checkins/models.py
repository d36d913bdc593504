import uuid
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intima.kit.seal import SealedTextField

SCALE = range(11)  # every slider goes from 0 to 10


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


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def of(self, person_id: uuid.UUID) -> Self:
        """The person's own: nobody else sees a check-in."""
        return self.filter(person_id=person_id)

    def on(self, day: date) -> Self:
        return self.filter(day=day)


class CheckIn(models.Model):
    """How one day was for one person, in their own calendar. What they left out is None or empty.

    The numbers, feelings, place and rituals are choices from fixed lists and lie in the open; the line is sealed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    closeness = models.SmallIntegerField(null=True)
    tension = models.SmallIntegerField(null=True)
    energy = models.SmallIntegerField(null=True)
    feelings = models.JSONField(default=list)  # keys of Feeling
    place = models.CharField(max_length=16, choices=Place.choices, blank=True)
    rituals = models.JSONField(default=list)  # keys of Ritual
    line = SealedTextField("checkins.checkin.line", author="person_id")
    checked_at = models.DateTimeField()

    objects = CheckInQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "day"], name="one_checkin_a_day"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{slider}__gte": SCALE.start, f"{slider}__lt": SCALE.stop}),
                    name=f"{slider}_is_0_to_10",
                )
                for slider in ("closeness", "tension", "energy")
            ),
        ]

    def __str__(self) -> str:
        return f"Check-in {self.pk}"
