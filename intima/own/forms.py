from django import forms
from django.utils.translation import gettext_lazy as _


class NowForm(forms.Form):
    """Deleting at once: one press more than a slip of the thumb."""

    sure = forms.BooleanField(
        label=_("I know that nothing of it can be brought back"),
        error_messages={"required": _("Tick this first, or choose the week.")},
    )
