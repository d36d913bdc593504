from datetime import datetime
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

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.fields["at"].widget.attrs["class"] = "field"

    def clean_at(self) -> datetime | None:
        """A slip into the past would count as the last session, and nothing on the page could take it out again."""
        at: datetime | None = self.cleaned_data["at"]
        if at and at <= self.now:
            raise forms.ValidationError(_("That is past. Choose a time to come."))
        return at
