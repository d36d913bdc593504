"""What is kept of who may see what."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from intima.accounts.models import Person
from intima.kit.keeping import TEXT, Kept, More, register
from reflections.shares.models import Share


def _therapists(person: Person, rows: Sequence[Share]) -> list[dict[str, Any]]:
    return [{"therapist": row.care_link.therapist.name if row.care_link else ""} for row in rows]


register(
    Kept(
        Share,
        _("Which of your things you let another see, and since when"),
        _("Until you take it back, or your account goes. Once the tie has ended it opens nothing."),
        of=lambda person: (
            Share.objects.filter(owner=person)
            .select_related("care_link__therapist__person")
            .order_by("shared_at", "pk")
        ),
        more=More(_therapists, {"therapist": TEXT}),
    ),
)
