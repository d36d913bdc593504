"""What is kept of a therapist's diary."""

from django.utils.translation import gettext_lazy as _

from exercises.caseload.models import Meeting
from intima.kit.keeping import Kept, register

register(
    Kept(
        Meeting,
        _("When a therapist meets a client next, in the therapist’s diary"),
        _("As long as both accounts, or until the therapist changes it."),
        of=lambda person: Meeting.objects.filter(link__therapist=person.pk).order_by("at", "pk"),
    ),
)
