"""What is noted of letters."""

from django.utils.translation import gettext_lazy as _

from intima.kit.keeping import Kept, register
from intima.mail.models import Letter, Returned

register(
    Kept(
        Letter,
        _("That a letter went to you, and when"),
        _("For five weeks. What it said is deleted once it is sent."),
        of=lambda person: Letter.objects.filter(person_id=person.pk).order_by("posted_at", "pk"),
        leave=frozenset(
            {"key", "payload", "priority", "attempt", "lease", "lease_until", "next_try_at", "refused_by", "reason"}
        ),
    ),
    Kept(
        Returned,
        _("That letters to an address came back"),
        _("For five weeks; where its owner called them unwanted, until they ask for letters again."),
        why_not="A hash of the address, of which nobody can tell whose it is.",
        boxed=frozenset({"mark"}),
    ),
)
