"""What lies here of people: exercises that somebody wrote themselves."""

from django.utils.translation import gettext_lazy as _

from intima.content.models import Shelf, Version
from intima.kit.keeping import Kept, register

register(
    Kept(
        Version,
        _("Lessons, questions and exercises, and those that a therapist wrote, as published"),
        _("Those of the site for good. A therapist’s go with their account, and stay with whoever began them."),
        of=lambda person: Version.objects.filter(author_id=person.pk).order_by("loaded_at", "pk"),
        leave=frozenset({"body"}),
        parsed=frozenset({"words"}),
    ),
    Kept(
        Shelf,
        _("Which lessons, questions and exercises there are now"),
        _("While they are offered."),
        why_not="It is of the site, and of nobody.",
    ),
)
