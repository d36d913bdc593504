"""What is noted of letters."""

from django.utils.translation import gettext_lazy as _

from intima.kit.keeping import Kept, register
from intima.mail.models import Letter

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
)
