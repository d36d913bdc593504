from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intima.kit.forms import MomentField


class FindForm(forms.Form):
    q = forms.CharField(
        label=_("A client’s name"),
        max_length=60,
        required=False,
        error_messages={"max_length": _("Search for something shorter, up to %(limit_value)d characters.")},
        widget=forms.TextInput(
            attrs={"type": "search", "class": "field", "placeholder": _("A client’s name"), "autocomplete": "off"}
        ),
    )
    page = forms.IntegerField(min_value=1, max_value=5000, required=False, widget=forms.HiddenInput)


class MeetingForm(forms.Form):
    """When the next session is, on the therapist's own clock; nothing takes it out."""

    at = MomentField(label=_("Next session"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].widget.attrs["class"] = "field"
