"""What is kept of pauses, which is little."""

from django.utils.translation import gettext_lazy as _

from exercises.pause.models import Allowed, Pause
from intima.kit.keeping import Kept, register

register(
    Kept(
        Pause,
        _("A pause that you asked for"),
        _("For a day at most. Nothing counts who pauses."),
        of=lambda person: Pause.objects.asked_by(person).order_by("started_at"),
        leave=frozenset({"put_away_at"}),  # what the other did with their own clock
    ),
    Kept(
        Allowed,
        _("That you may be written to about a pause"),
        _("Until you take it back, or your account goes."),
        of=lambda person: Allowed.objects.filter(person=person),
        leave=frozenset({"last_post_at", "called_by", "called_at"}),  # what the other did
    ),
)
