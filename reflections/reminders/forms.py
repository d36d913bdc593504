"""What a person says on the page of their letters."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from intima.kit.forms import OfferedChoice
from reflections.reminders.models import Want

LONGEST_PAUSE = timedelta(days=366)


class ScheduleForm(forms.Form):
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
        error_messages={"required": _("Choose a day. Letters are turned off further up.")},
    )


class WantForm(forms.Form):
    """A switch of the page: what it is for, and whether it was turned on."""

    want = OfferedChoice(choices=Want.choices)
    on = forms.BooleanField(required=False)

    def clean_want(self) -> Want:
        return Want(int(self.cleaned_data["want"]))


class NowForm(forms.Form):
    """`key` was made with the page: pressed twice, it is one letter."""

    key = forms.UUIDField()


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
