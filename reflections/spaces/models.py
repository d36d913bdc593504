import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from intima.accounts.models import Person


class SpaceQuerySet(models.QuerySet["Space"]):
    def open(self) -> "SpaceQuerySet":
        return self.filter(closed_at=None)

    def of(self, person: Person) -> "SpaceQuerySet":
        """The spaces that the person is a member of now; there is one at most."""
        return self.open().filter(memberships__person=person, memberships__left_at=None)


class Space(models.Model):
    """Two people's shared space. It exists once both confirmed; the first to leave closes it for good."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = SpaceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Space {self.pk}"


class Membership(models.Model):
    """One person's seat in a space. The seat gives the colour: 1 clay, 2 iris."""

    class Seat(models.IntegerChoices):
        CLAY = 1
        IRIS = 2

    class Ending(models.TextChoices):
        NONE = "", "Still a member"
        LEFT = "left", "Left"
        TO_TELL = "to_tell", "The other left; not yet told"
        TOLD = "told", "The other left; told"

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seat = models.SmallIntegerField(choices=Seat.choices)
    left_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=8, choices=Ending.choices, default=Ending.NONE, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["space", "seat"], name="two_seats_a_space"),
            models.CheckConstraint(condition=Q(seat__in=[1, 2]), name="seat_is_one_or_two"),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(left_at=None),
                name="one_open_space_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"Seat {self.seat} of {self.space_id}"

    @property
    def colour(self) -> str:
        """The CSS class of this person's colour, edge and dot."""
        return "clay" if self.seat == self.Seat.CLAY else "iris"
