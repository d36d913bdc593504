from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intima.kit.forms import OfferedChoice
from reflections.care.models import Therapist
from reflections.shares.models import Share


class ReleaseForm(forms.Form):
    """What was previewed: of which revision, for which therapist, and what it is for."""

    revision = forms.IntegerField(min_value=1, max_value=2_147_483_647, widget=forms.HiddenInput)
    link = forms.UUIDField(widget=forms.HiddenInput)
    audience = OfferedChoice(
        label=_("What is it for?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what it is for.")},
    )

    def __init__(self, *args: Any, therapist: Therapist, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        joint = (Share.Audience.JOINT, _("For our joint session"))
        alone = (Share.Audience.ALONE, _("For you alone"))
        audience: Any = self.fields["audience"]
        audience.choices = [joint, alone] if therapist.keeps_some else [joint]
        if not therapist.keeps_some:
            audience.widget = forms.HiddenInput()
            audience.initial = Share.Audience.JOINT
