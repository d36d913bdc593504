"""One form for each kind of slip; `words()` gives what `slips.keep` keeps. `key` is made with the page."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from exercises.rituals.models import Slip
from intima.kit.forms import LineField, MomentField, OfferedChoice, WordsField

LONGEST = 900  # characters of each half of a thank-you: together they are a note
LINE = 120
TOUCHES = range(3)
MINUTES = [20, 30, 60, 90]
FARTHEST = timedelta(days=366)


class _Words(WordsField):
    """Some lines of words."""

    def __init__(self, *, rows: int = 3, longest: int = LONGEST, **kwargs: Any) -> None:
        super().__init__(longest=longest, **kwargs)
        self.widget.attrs["rows"] = rows


class ThanksForm(forms.Form):
    text = _Words(label=_("What was done"), help_text=_("A small thing is best."))
    more = _Words(label=_("What it meant to you"))
    key = forms.UUIDField(widget=forms.HiddenInput)

    @staticmethod
    def filled(slip: Slip) -> dict[str, Any]:
        return {"text": slip.text, "more": slip.more}

    def words(self) -> dict[str, Any]:
        return {"text": self.cleaned_data["text"], "more": self.cleaned_data["more"]}


class TouchForm(forms.Form):
    touch_0 = LineField(
        longest=LINE,
        required=False,
        label=_("A touch I would welcome"),
        help_text=_("A hand on my back while I cook."),
    )
    touch_1 = LineField(longest=LINE, required=False, label=_("Another, if there is one"))
    touch_2 = LineField(longest=LINE, required=False, label=_("And another"))
    key = forms.UUIDField(widget=forms.HiddenInput)

    @staticmethod
    def filled(slip: Slip) -> dict[str, Any]:
        return {f"touch_{number}": line for number, line in zip(TOUCHES, slip.text.split("\n"), strict=False)}

    def _lines(self) -> list[str]:
        return [line for number in TOUCHES if (line := self.cleaned_data.get(f"touch_{number}", ""))]

    def clean(self) -> dict[str, Any]:
        if not self._lines() and not self.errors:
            self.add_error("touch_0", _("Write a word or two first."))
        return self.cleaned_data

    def words(self) -> dict[str, Any]:
        return {"text": "\n".join(self._lines())}


class PromiseForm(forms.Form):
    text = _Words(
        rows=2, label=_("I promise to"), help_text=_("Something that is yours to do. Nobody else has to do anything.")
    )
    due_at = MomentField(label=_("When"))
    more = LineField(longest=LINE, required=False, label=_("How I will know that it is done"))
    small = forms.BooleanField(
        label=_("It is so small that I am nearly sure of it."),
        error_messages={"required": _("Make it smaller until you are nearly sure, then tick this.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at

    @staticmethod
    def filled(slip: Slip) -> dict[str, Any]:
        return {"text": slip.text, "more": slip.more, "due_at": slip.due_at, "small": True}

    def clean_due_at(self) -> datetime:
        return _still_to_come(self.cleaned_data["due_at"], self.at)

    def words(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("text", "more", "due_at")}


class WordForm(forms.Form):
    text = LineField(longest=60, label=_("A word for how it was"))
    key = forms.UUIDField(widget=forms.HiddenInput)

    @staticmethod
    def filled(slip: Slip) -> dict[str, Any]:
        return {"text": slip.text}

    def words(self) -> dict[str, Any]:
        return {"text": self.cleaned_data["text"]}


class MoveForm(forms.Form):
    due_at = MomentField(label=_("Another time"))

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at

    def clean_due_at(self) -> datetime:
        return _still_to_come(self.cleaned_data["due_at"], self.at)


class SlotForm(forms.Form):
    """A time without screens; which button is pressed says whether it is suggested or set alone."""

    starts_at = MomentField(label=_("From"))
    minutes = OfferedChoice(choices=[(str(each), str(each)) for each in MINUTES], initial="30")
    who = OfferedChoice(choices=[("me", ""), ("partner", "")])
    key = forms.UUIDField(widget=forms.HiddenInput)
    space = forms.UUIDField(required=False, widget=forms.HiddenInput)  # whom the page was made for; empty: nobody


def _still_to_come(moment: datetime, at: datetime) -> datetime:
    if moment <= at:
        raise ValidationError(_("That is past. Choose a time to come."))
    if moment > at + FARTHEST:  # the last days of the calendar are none on every clock
        raise ValidationError(_("Choose a time within a year from now."))
    return moment
