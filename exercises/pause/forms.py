from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intima.kit.forms import WordsField
from reflections.notes.actions import LONGEST

MINUTES = [20, 30, 60]
BLANK = "__:__"  # stands in the words where the time goes that is chosen with them


class UntilForm(forms.Form):
    """When to be back: in so many minutes, as its button says, or at a time of the person's own clock."""

    minutes = forms.TypedChoiceField(
        choices=[(str(each), str(each)) for each in MINUTES], coerce=int, required=False, empty_value=None
    )
    time = forms.TimeField(
        label=_("Or at a time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "class": "field"}, format="%H:%M"),
        error_messages={"invalid": _("Write the time like 21:40.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        if not self.errors and cleaned.get("minutes") is None and cleaned.get("time") is None:
            self.add_error("time", _("Choose when you are back, even a late time."))
        return cleaned

    @property
    def in_minutes(self) -> timedelta | None:
        minutes = self.cleaned_data.get("minutes")
        return timedelta(minutes=minutes) if minutes else None


class StartForm(UntilForm):
    words = WordsField(longest=LONGEST, required=False, label=_("What you say with it"))
    space = forms.UUIDField(required=False, widget=forms.HiddenInput)  # whom the page was made for; empty: nobody
