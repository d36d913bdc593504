"""What is kept of breathing together."""

from django.utils.translation import gettext_lazy as _

from exercises.breath.models import Breath
from intima.kit.keeping import Kept, register

register(
    Kept(
        Breath,
        _("When you two last breathed together"),
        _("Until the next time."),
        why_not="One row of a space, written over each time: it says of nobody that they did it.",
    ),
)
