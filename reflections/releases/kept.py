"""What is kept of what a therapist may open."""

from django.utils.translation import gettext_lazy as _

from intima.kit.keeping import Kept, register
from reflections.releases.models import Released

register(
    Kept(
        Released,
        _("What you let a therapist open, as you saw it in the preview"),
        _("Until you take it back, the consent ends, or your account goes."),
        of=lambda person: Released.objects.filter(author=person).order_by("day", "pk"),
        parsed=frozenset({"face"}),
    ),
)
