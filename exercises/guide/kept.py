"""What is kept of the guide, and how its author reads it when they take it along."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from exercises.guide.models import Part
from exercises.guide.wording import said
from exercises.guide.words import Words
from intima.accounts.models import Person
from intima.kit.keeping import Kept, Said, register


def _part(person: Person, row: Part, told: dict[str, Any]) -> Said:
    lines = said(row.kind, Words.of_text(row.words))
    return Said(
        str(Part.Kind(row.kind).label),
        [(str(each.heading), "\n".join(str(line) for line in each.lines)) for each in lines],
    )


register(
    Kept(
        Part,
        _("Your parts of the safety guide"),
        _("Until you take it out, or your account goes."),
        of=lambda person: Part.objects.filter(author=person).order_by("put_in_at", "pk"),
        parsed=frozenset({"words"}),
        said=_part,
    ),
)
