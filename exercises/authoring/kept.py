"""What is kept of a therapist's own exercises."""

from django.utils.translation import gettext_lazy as _

from exercises.authoring.models import OwnExercise
from intima.kit.keeping import WITH_ACCOUNT, Kept, register

register(
    Kept(
        OwnExercise,
        _("Exercises that a therapist writes"),
        WITH_ACCOUNT,
        of=lambda person: OwnExercise.objects.filter(author=person).order_by("changed_at", "pk"),
        leave=frozenset({"keys_made"}),
        parsed=frozenset({"words"}),
    ),
)
