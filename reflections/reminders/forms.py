"""What a person says on the page of their letters."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

LONGEST_PAUSE = timedelta(days=366)


class ScheduleForm(forms.Form):
    on = forms.BooleanField(label=_("Send me a letter"), required=False)
    local_time = forms.TimeField(
        label=_("At what time?"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": _("Choose a time of day, such as 20:30."),
            "invalid": _("Write the time like 20:30."),
        },
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which days?"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Days matter only while letters come; for letters that are off, none chosen means any."""
        cleaned: dict[str, Any] = self.cleaned_data
        if not cleaned.get("weekdays") and "weekdays" not in self.errors:
            if cleaned.get("on"):
                self.add_error("weekdays", _("Choose a day, or take the tick from ‘Send me a letter’ above."))
            else:
                cleaned["weekdays"] = list(WEEKDAYS)
        return cleaned


class PauseForm(forms.Form):
    until = forms.DateField(
        label=_("Rest until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose the day on which letters come again."),
            "invalid": _("Write the day like 2026-12-24."),
        },
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until <= self.today:
            raise forms.ValidationError(_("Choose a day after today."))
        if until > self.today + LONGEST_PAUSE:
            raise forms.ValidationError(_("Choose a day within a year, or turn the letters off instead."))
        return until
