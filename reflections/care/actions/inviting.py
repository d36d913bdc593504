"""A client asks a therapist, or a therapist a client. Either way the client's consent to the terms comes last.

Rows are locked in one order, people before invitations and links, so that nobody waits for each other.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from intima.accounts.models import Person
from reflections.care.actions.links import share_a_space
from reflections.care.models import CareLink, Invitation, Side, Therapist
from reflections.spaces import codes

LINK_LIFE = timedelta(days=7)
CODE_LIFE = timedelta(days=1)


class InvitationSpent(Exception):
    """Used, expired, withdrawn or never made: one answer for all of them."""


class OwnInvitation(Exception):
    """The inviter opened their own invitation."""


class NoTherapist(Exception):
    """A client's invitation was opened by somebody who is no therapist here, or not let in yet."""


@dataclass(frozen=True)
class Fresh:
    """An invitation just made, with its secrets. They exist here alone and can be shown once."""

    invitation: Invitation
    token: str
    code: str


def waiting_of(person: Person, side: Side, at: datetime) -> QuerySet[Invitation]:
    """The person's invitations of that side that somebody could still follow, the newest first."""
    return Invitation.objects.unanswered(at).filter(inviter=person, side=side).order_by("-made_at", "-pk")


def by_token(token: str, at: datetime) -> Invitation | None:
    """The invitation that a link leads to, while somebody can still follow it."""
    return Invitation.objects.unanswered(at).filter(token_hash=codes.token_hash(token)).first()


def by_code(code: str, at: datetime) -> Invitation | None:
    """The invitation that a code leads to, while somebody can still follow it and the code's day lasts."""
    hashed = codes.code_hash(code)
    return Invitation.objects.unanswered(at).filter(code_hash=hashed, code_expires_at__gt=at).first()


@transaction.atomic
def invite(*, by: Person, side: Side, at: datetime) -> Fresh:
    """Make an invitation for one person, once. A client has one at a time, and this one replaces it."""
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    if side == Side.CLIENT:
        withdraw(by=by, side=side)
    token, code = codes.new_token(), codes.new_code()
    invitation = Invitation.objects.create(
        inviter=by,
        side=side,
        token_hash=codes.token_hash(token),
        code_hash=codes.code_hash(code),
        made_at=at,
        expires_at=at + LINK_LIFE,
        code_expires_at=at + CODE_LIFE,
    )
    return Fresh(invitation=invitation, token=token, code=code)


@transaction.atomic
def withdraw(*, by: Person, side: Side, pk: uuid.UUID | None = None) -> None:
    """End one open invitation of the person's on that side, or all of them."""
    mine = Invitation.objects.filter(inviter=by, side=side, state=Invitation.State.WAITING)
    if pk is not None:
        mine = mine.filter(pk=pk)
    mine.update(state=Invitation.State.ENDED)


@transaction.atomic
def follow(*, invitation_id: uuid.UUID, by: Person, at: datetime) -> CareLink:
    """Say yes to an invitation. The link that it makes waits for its client to read the terms.

    Where the two have a link already, that is the answer. Raises InvitationSpent, OwnInvitation or NoTherapist.
    """
    found = Invitation.objects.filter(pk=invitation_id).first()
    if found is None:
        raise InvitationSpent
    # Both of them: each may follow the other's at the same moment.
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=[by.pk, found.inviter_id]).order_by("pk"))
    invitation = Invitation.objects.select_for_update().filter(pk=invitation_id).first()
    if invitation is None or invitation.state != Invitation.State.WAITING or invitation.expires_at <= at:
        raise InvitationSpent
    if invitation.inviter_id == by.pk:
        raise OwnInvitation
    by_client = invitation.side == Side.CLIENT
    client_id, therapist_id = (invitation.inviter_id, by.pk) if by_client else (by.pk, invitation.inviter_id)
    if not Therapist.objects.ready().filter(pk=therapist_id).exists():
        raise NoTherapist if by_client else InvitationSpent
    if share_a_space(client_id, therapist_id):
        raise NoTherapist if by_client else InvitationSpent
    invitation.state = Invitation.State.USED
    invitation.save(update_fields=["state"])
    pair = CareLink.objects.open().filter(client_id=client_id, therapist_id=therapist_id)
    link = pair.select_related("therapist__person").first()
    if link is None:
        link = CareLink.objects.create(
            client_id=client_id, therapist_id=therapist_id, invited_by=invitation.side, asked_at=at
        )
    return link
