"""What is kept of two people's being together."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from intima.accounts.models import Person
from intima.kit.keeping import TEXT, WITH_ACCOUNT, Kept, More, register
from reflections.spaces.actions import tie_of
from reflections.spaces.models import Invitation, Membership, Space


def _partners(person: Person, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Who shares it now; of a closed one no name is kept in sight."""
    tie = tie_of(person)
    return [{"with": tie.partner.name if tie and row.space_id == tie.space.pk else ""} for row in rows]


FOR_GOOD = _("For good. Without its two people it says nothing of anybody.")
register(
    Kept(
        Space,
        _("When a shared space opened and closed"),
        FOR_GOOD,
        of=lambda person: Space.objects.filter(memberships__person=person).order_by("opened_at", "pk"),
        leave=frozenset({"closed_at"}),  # when the other left is nobody's to learn
    ),
    Kept(
        Membership,
        _("Who shared a space with whom, in which colour"),
        WITH_ACCOUNT,
        of=lambda person: Membership.objects.filter(person=person).order_by("pk"),
        leave=frozenset({"left_at", "ending"}),
        more=More(_partners, {"with": TEXT}),
    ),
    Kept(
        Invitation,
        _("That one invited another; of the link and the code only what can recognize them"),
        _("As long as both accounts."),
        # One that two people met by goes with either account, so its absence would tell of the other's end.
        of=lambda person: Invitation.objects.filter(inviter=person, accepted_by=None).order_by("made_at"),
        leave=frozenset(
            {"token_hash", "code_hash", "state", "expires_at", "code_expires_at", "accepted_by", "accepted_at"}
        ),
        boxed=frozenset({"token_hash", "code_hash"}),
    ),
)
