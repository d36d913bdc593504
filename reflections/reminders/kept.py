"""What is kept of reminders."""

from django.utils.translation import gettext_lazy as _

from intima.kit.keeping import WITH_ACCOUNT, Kept, register
from reflections.reminders.models import Reminder

register(
    Kept(
        Reminder,
        _("When you want a letter, and what may bring it"),
        WITH_ACCOUNT,
        of=lambda person: Reminder.objects.filter(person=person).order_by("kind"),
    ),
)
