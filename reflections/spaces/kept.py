"""What is kept of two people's being together."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
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
    ),
    Kept(
        Membership,
        _("Who shared a space with whom, in which colour"),
        WITH_ACCOUNT,
        of=lambda person: Membership.objects.filter(person=person).order_by("pk"),
        leave=frozenset({"ending"}),
        more=More(_partners, {"with": TEXT}),
    ),
    Kept(
        Invitation,
        _("That one invited another; of the link and the code only what can recognize them"),
        _("As long as both accounts."),
        of=lambda person: Invitation.objects.filter(Q(inviter=person) | Q(accepted_by=person)).order_by("made_at"),
        # Whoever said yes does not learn from it what became of that.
        leave=frozenset({"token_hash", "code_hash", "state", "expires_at", "code_expires_at"}),
        boxed=frozenset({"token_hash", "code_hash"}),
    ),
)
