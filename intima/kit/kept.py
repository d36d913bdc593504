"""What lies on the ground floor."""

from django.utils.translation import gettext_lazy as _

from intima.kit.keeping import WITH_ACCOUNT, Kept, register
from intima.kit.models import DataKey, Visit

register(
    Kept(
        DataKey,
        _("The key that opens your words"),
        WITH_ACCOUNT,
        why_not="It opens nothing elsewhere, and whoever had it could open a stolen database.",
        boxed=frozenset({"wrapped"}),
    ),
    Kept(
        Visit,
        _("Each browser that you are signed in with, and since when"),
        _("Until that sign-in ends: after two weeks without a visit, for therapists after an hour."),
        why_not="A session is a secret, and over before the file is read.",
        boxed=frozenset({"session_data"}),
    ),
)
