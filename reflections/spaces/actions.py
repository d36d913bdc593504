"""What two people do with a space: one invites, the other accepts, the first confirms, and either may leave.

Rows are locked in one order, people before invitations and each by their key, so that nobody waits for each other.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from intima.accounts.models import Person
from intima.kit import news
from reflections.spaces import codes
from reflections.spaces.models import Invitation, Membership, Space

LINK_LIFE = timedelta(days=7)
CODE_LIFE = timedelta(days=1)
CONFIRM_LIFE = timedelta(days=7)  # counted anew once somebody said yes


class InvitationSpent(Exception):
    """Used, expired, withdrawn or never made: one answer for all of them."""


class OwnInvitation(Exception):
    """The inviter opened their own invitation."""


class AlreadyTogether(Exception):
    """The person shares a space already, and nobody is in two."""


class KeptApart(Exception):
    """Something stands between the two that a shared space does not go with: one is the other's therapist."""


class SomebodyCame(Exception):
    """Somebody said yes to the invitation; the inviter says who it is before making another."""


class NotTogether(Exception):
    """The person shares no space."""


@dataclass(frozen=True)
class Tie:
    """A person's open space as they see it: the space, their own seat and their partner's."""

    space: Space
    mine: Membership
    theirs: Membership

    @property
    def partner(self) -> Person:
        return self.theirs.person


@dataclass(frozen=True)
class Fresh:
    """An invitation just made, with its secrets. They exist here alone and can be shown once."""

    invitation: Invitation
    token: str
    code: str


@dataclass(frozen=True)
class State:
    """Where somebody stands with a partner, for Us and the pages of the walk. At most one of the first four leads."""

    tie: Tie | None = None
    came: Invitation | None = None  # somebody said yes to mine: is it the person beside me?
    waiting: Invitation | None = None  # I said yes, and as far as I can tell the inviter has not answered
    invited: Invitation | None = None  # mine, not answered yet
    closed: Membership | None = None  # my seat in a space that the other closed, until I put the sentence away

    @property
    def is_alone(self) -> bool:
        """Nobody shares a space with the person or is on the way to, and nobody has just closed one."""
        return not (self.tie or self.came or self.waiting or self.invited or self.closed)


def tie_of(person: Person) -> Tie | None:
    """The person's open space and who shares it, in one query; None for somebody who is here alone."""
    seats = Membership.objects.filter(space__in=Space.objects.of(person)).select_related("space", "person")
    mine = next((seat for seat in seats if seat.person_id == person.pk), None)
    theirs = next((seat for seat in seats if seat.person_id != person.pk), None)
    if mine is None or theirs is None:
        return None
    return Tie(space=mine.space, mine=mine, theirs=theirs)


def colour_of(tie: Tie | None) -> str:
    """The CSS class of one's own colour: of one's seat, or clay for somebody who is here alone."""
    return tie.mine.colour if tie else "clay"


def make_sure_of(tie: Tie) -> None:
    """Raise NotTogether unless this very tie is its person's open one by now. One query."""
    open_now = tie_of(tie.mine.person)
    if open_now is None or open_now.space.pk != tie.space.pk:
        raise NotTogether


def state_of(person: Person, at: datetime) -> State:
    """Where the person stands at `at`, in three queries."""
    tie = tie_of(person)
    return State(tie=tie, closed=_closed(person)) if tie else state_alone(person, at)


def _closed(person: Person) -> Membership | None:
    """`State.closed`, in one query."""
    to_tell = Membership.objects.filter(person=person, ending=Membership.Ending.TO_TELL)
    return to_tell.order_by("-left_at").first()


def state_alone(person: Person, at: datetime) -> State:
    """The same for somebody who has no tie, in two queries."""
    mine = Q(inviter=person, state__in=Invitation.LIVE)
    my_yes = Q(accepted_by=person, state__in=Invitation.SEEN_AS_WAITING)
    rows = Invitation.objects.filter(mine | my_yes, expires_at__gt=at).select_related("inviter", "accepted_by")
    made = next((row for row in rows if row.inviter_id == person.pk), None)
    return State(
        came=made if made and made.came else None,
        waiting=next((row for row in rows if row.accepted_by_id == person.pk), None),
        invited=made if made and not made.came else None,
        closed=_closed(person),
    )


def by_token(token: str, at: datetime) -> Invitation | None:
    """The invitation that a link leads to, while somebody can still accept it."""
    return Invitation.objects.unanswered(at).filter(token_hash=codes.token_hash(token)).first()


def by_code(code: str, at: datetime) -> Invitation | None:
    """The invitation that a code leads to, while somebody can still accept it and the code's day lasts."""
    hashed = codes.code_hash(code)
    return Invitation.objects.unanswered(at).filter(code_hash=hashed, code_expires_at__gt=at).first()


@transaction.atomic
def invite(*, by: Person, at: datetime) -> Fresh:
    """Make an invitation; it replaces the one that was open. Raises AlreadyTogether or SomebodyCame."""
    _lock(by.pk)
    if tie_of(by):
        raise AlreadyTogether
    mine = Invitation.objects.filter(inviter=by)
    if mine.live(at).filter(state=Invitation.State.ACCEPTED).exists():
        raise SomebodyCame
    mine.filter(state__in=Invitation.LIVE).update(state=Invitation.State.ENDED)
    token, code = codes.new_token(), codes.new_code()
    invitation = Invitation.objects.create(
        inviter=by,
        token_hash=codes.token_hash(token),
        code_hash=codes.code_hash(code),
        made_at=at,
        expires_at=at + LINK_LIFE,
        code_expires_at=at + CODE_LIFE,
    )
    return Fresh(invitation=invitation, token=token, code=code)


@transaction.atomic
def withdraw(*, by: Person) -> None:
    """End the person's open invitation. Whoever accepted it at that moment learns nothing."""
    mine = Invitation.objects.filter(inviter=by)
    mine.filter(state=Invitation.State.ACCEPTED).update(state=Invitation.State.REFUSED)
    mine.filter(state=Invitation.State.WAITING).update(state=Invitation.State.ENDED)


@transaction.atomic
def accept(*, invitation_id: uuid.UUID, by: Person, at: datetime) -> Invitation:
    """Say yes; a yes said elsewhere is taken back. Saying it twice is saying it once.

    Raises InvitationSpent, OwnInvitation, AlreadyTogether or KeptApart.
    """
    _lock(by.pk)
    if tie_of(by):
        raise AlreadyTogether
    earlier = Q(accepted_by=by, state__in=Invitation.SEEN_AS_WAITING)
    rows = Invitation.objects.select_for_update().filter(Q(pk=invitation_id) | earlier).order_by("pk")
    invitation = next((row for row in rows if row.pk == invitation_id), None)
    if invitation is None or invitation.expires_at <= at:
        raise InvitationSpent
    if invitation.inviter_id == by.pk:
        raise OwnInvitation
    if invitation.accepted_by_id == by.pk and invitation.state in Invitation.SEEN_AS_WAITING:
        return invitation
    if invitation.state != Invitation.State.WAITING:
        raise InvitationSpent
    _check_nothing_between(by.pk, invitation.inviter_id)
    Invitation.objects.answered_yes(by).update(state=Invitation.State.ENDED)
    invitation.state = Invitation.State.ACCEPTED
    invitation.accepted_by, invitation.accepted_at = by, at
    invitation.expires_at = at + CONFIRM_LIFE
    invitation.save(update_fields=["state", "accepted_by", "accepted_at", "expires_at"])
    return invitation


@transaction.atomic
def take_yes_back(*, by: Person) -> None:
    """Whoever accepted changes their mind. It looks the same whether the inviter had refused or not looked yet."""
    mine = Invitation.objects.answered_yes(by).select_for_update().order_by("pk")
    Invitation.objects.filter(pk__in=[row.pk for row in mine]).update(state=Invitation.State.ENDED)


@transaction.atomic
def confirm(*, invitation_id: uuid.UUID, by: Person, at: datetime) -> Space:
    """The inviter says that the person who came is the right one, and the space opens for both.

    Everything else that either had open ends with it. Where the two share a space by now, as when each confirmed the
    other at the same moment, that space is the answer. Raises InvitationSpent, AlreadyTogether or KeptApart.
    """
    invitation = Invitation.objects.filter(pk=invitation_id, inviter=by).first()
    if invitation is None or invitation.accepted_by_id is None:
        raise InvitationSpent
    invited = invitation.accepted_by_id
    pair = [by.pk, invited]
    _lock(*pair)
    if tie := tie_of(by):
        if tie.partner.pk == invited:
            return tie.space
        raise AlreadyTogether
    made = Q(inviter__in=pair, state__in=Invitation.LIVE)
    answered = Q(accepted_by__in=pair, state__in=Invitation.SEEN_AS_WAITING)
    rows = list(Invitation.objects.select_for_update().filter(made | answered).order_by("pk"))
    if not any(row.pk == invitation_id and row.came and row.expires_at > at for row in rows):
        raise InvitationSpent
    if Membership.objects.filter(person=invited, left_at=None).exists():
        raise InvitationSpent  # the inviter does not learn that the other is with somebody
    _check_nothing_between(*pair)
    for row in rows:
        if row.pk == invitation_id:
            row.state = Invitation.State.CONFIRMED
        elif row.came and row.accepted_by_id not in pair:
            row.state = Invitation.State.REFUSED
        else:
            row.state = Invitation.State.ENDED
        row.save(update_fields=["state"])
    space = Space.objects.create(opened_at=at)
    seats = zip(pair, Membership.Seat, strict=True)
    Membership.objects.bulk_create([Membership(space=space, person_id=one, seat=seat) for one, seat in seats])
    return space


@transaction.atomic
def refuse(*, invitation_id: uuid.UUID, by: Person) -> None:
    """The inviter says that it is somebody else. Nobody is told. Raises InvitationSpent."""
    mine = Invitation.objects.filter(pk=invitation_id, inviter=by, state=Invitation.State.ACCEPTED)
    if not mine.update(state=Invitation.State.REFUSED):
        raise InvitationSpent


@transaction.atomic
def leave(*, person: Person, at: datetime) -> None:
    """Close the person's space for both, at once and for good. Raises NotTogether."""
    space = Space.objects.of(person).select_for_update(of=("self",)).first()
    if space is None:
        raise NotTogether
    seats = space.memberships.all()
    seats.filter(person=person).update(left_at=at, ending=Membership.Ending.LEFT)
    seats.exclude(person=person).update(left_at=at, ending=Membership.Ending.TO_TELL)
    space.closed_at = at
    space.save(update_fields=["closed_at"])
    news.space_left.send(sender=Space, space=space, person=person, at=at)


@transaction.atomic
def put_away(*, person: Person) -> None:
    """The person has read that their space closed."""
    Membership.objects.filter(person=person, ending=Membership.Ending.TO_TELL).update(ending=Membership.Ending.TOLD)


def _check_nothing_between(one: uuid.UUID, other: uuid.UUID) -> None:
    """Raise KeptApart if a room above says so."""
    if any(answer for _room, answer in news.kept_apart.send(sender=Space, one=one, other=other)):
        raise KeptApart


def _lock(*people: uuid.UUID) -> None:
    """Let nobody else pair these people until the transaction ends."""
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk").values("pk"))
