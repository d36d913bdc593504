"""What is kept of what two people send each other."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intima.accounts.models import Person
from intima.kit.keeping import WITH_SPACE, Kept, Said, register
from reflections.notes.models import Mute, Note


def _note(person: Person, row: Note, told: dict[str, Any]) -> Said:
    whose = _("You sent this") if row.author_id == person.pk else _("This came to you")
    return Said(whose, [("", row.text)], [str(Note.Kind(row.kind).label)])


register(
    Kept(
        Note,
        gettext_lazy("Messages: a few words, thank-yous, words before a pause"),
        gettext_lazy("For good: they stay with whoever got them, also when their author’s account goes."),
        of=lambda person: Note.objects.visible_to(person).order_by("sent_at", "pk"),
        said=_note,
    ),
    Kept(
        Mute,
        gettext_lazy("That you read no messages for now"),
        WITH_SPACE,
        of=lambda person: Mute.objects.filter(person=person).order_by("pk"),
    ),
)
