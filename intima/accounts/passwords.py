from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 128


class MaximumLength:
    """Refuses passwords over 128 characters: longer ones only make hashing slow."""

    def validate(self, password: str, user: object = None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        return _("Use at most %(longest)d characters.") % {"longest": LONGEST}
