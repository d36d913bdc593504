import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from intima.accounts.models import Person


class SpaceQuerySet(models.QuerySet["Space"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def of(self, person: Person) -> Self:
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
    # Whoever deletes their account leaves first, so an open space never loses a seat.
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seat = models.SmallIntegerField(choices=Seat.choices)
    left_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=8, choices=Ending.choices, default=Ending.NONE, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["space", "seat"], name="two_seats_a_space"),
            models.CheckConstraint(condition=Q(seat__in=[1, 2]), name="seat_is_one_or_two"),
            models.UniqueConstraint(fields=["space", "person"], name="one_seat_a_person_and_space"),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(left_at=None),
                name="one_open_space_a_person",
            ),
            models.CheckConstraint(
                condition=Q(left_at=None, ending="") | (Q(left_at__isnull=False) & ~Q(ending="")),
                name="whoever_is_out_knows_how",
            ),
        ]

    def __str__(self) -> str:
        return f"Seat {self.seat} of {self.space_id}"

    @property
    def colour(self) -> str:
        """The CSS class of this person's colour, edge and dot."""
        return "clay" if self.seat == self.Seat.CLAY else "iris"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def unanswered(self, at: datetime) -> Self:
        """Those that somebody could still say yes to."""
        return self.filter(state=Invitation.State.WAITING, expires_at__gt=at)

    def live(self, at: datetime) -> Self:
        """Those that still await somebody: an answer, or the inviter's word."""
        return self.filter(state__in=Invitation.LIVE, expires_at__gt=at)

    def answered_yes(self, by: Person) -> Self:
        """Those that `by` said yes to and, as far as `by` can tell, wait for the inviter's word."""
        return self.filter(accepted_by=by, state__in=Invitation.SEEN_AS_WAITING)


class Invitation(models.Model):
    """One person asks another to share a space, by a link or a code of which the hashes alone are kept.

    The row has one place for who said yes, so of three who accept at once one remains. `expires_at` ends the time to
    say yes and, once somebody did, the inviter's time to confirm.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Nobody has answered"
        ACCEPTED = "accepted", "Somebody said yes; the inviter has not said who it is"
        CONFIRMED = "confirmed", "The space opened"
        REFUSED = "refused", "The inviter said that it is somebody else"
        ENDED = "ended", "Withdrawn, replaced or taken back"

    LIVE: ClassVar[list[State]] = [State.WAITING, State.ACCEPTED]
    # A refusal tells nobody: whoever was refused sees what they saw before.
    SEEN_AS_WAITING: ClassVar[list[State]] = [State.ACCEPTED, State.REFUSED]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inviter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    code_expires_at = models.DateTimeField()
    # Nothing of an invitation is worth keeping once either account is gone.
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", null=True)
    accepted_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["inviter"],
                condition=Q(state__in=["waiting", "accepted"]),
                name="one_live_invitation_a_person",
            ),
            models.UniqueConstraint(
                fields=["accepted_by"],
                condition=Q(state="accepted"),
                name="one_yes_a_person",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by=None) | ~Q(accepted_by=F("inviter")),
                name="nobody_accepts_their_own",
            ),
            models.CheckConstraint(
                condition=Q(state="ended")
                | Q(state="waiting", accepted_by=None)
                | Q(state__in=["accepted", "confirmed", "refused"], accepted_by__isnull=False),
                name="somebody_said_yes_where_the_state_says_so",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation {self.pk}"

    @property
    def came(self) -> bool:
        """Whether somebody said yes and the inviter has yet to say who it is."""
        return self.state == self.State.ACCEPTED
