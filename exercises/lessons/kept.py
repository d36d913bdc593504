"""What is kept of reading."""

from django.utils.translation import gettext_lazy as _

from exercises.lessons.models import Progress
from intima.kit.keeping import WITH_ACCOUNT, Kept, register

register(
    Kept(
        Progress,
        _("Your place in each lesson"),
        WITH_ACCOUNT,
        of=lambda person: Progress.objects.of(person).order_by("read_at", "pk"),
    ),
)
