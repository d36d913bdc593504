"""What is kept of small rituals, and how their author reads them when they take them along."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.rituals.models import Slip, Slot
from intima.accounts.models import Person
from intima.kit.keeping import Kept, Said, register


def _slip(person: Person, row: Slip, told: dict[str, Any]) -> Said:
    about = [_("Done.")] if row.state == Slip.State.DONE else []
    return Said(str(Slip.Kind(row.kind).label), [("", text) for text in (row.text, row.more) if text], about)


register(
    Kept(
        Slip,
        gettext_lazy("Thank-yous you keep, promises, cards of touch, words afterwards"),
        gettext_lazy("Until you delete it, or your account. A card of touch that was sent: seven days."),
        of=lambda person: Slip.objects.filter(author=person).order_by("written_at", "pk"),
        leave=frozenset({"slot"}),  # a time that the other proposed goes with their account
        said=_slip,
    ),
    Kept(
        Slot,
        gettext_lazy("A time without screens"),
        gettext_lazy("For a week after it is over."),
        of=lambda person: Slot.objects.filter(proposer=person).order_by("starts_at", "pk"),
        leave=frozenset({"put_away_at"}),  # what the other did with it
    ),
)
