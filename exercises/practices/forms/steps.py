"""One form for each kind of step. `answer()` gives what `actions.runs.answer` keeps: JSON, or None for nothing said.

    write    {"text": str}
    choose   {"chosen": [option key], "own": [str]}
    rank     {"order": [option key, or "=" and own words]}, the first thing first
    slide    {"at": 0 … 10, or None for 'I'd rather not say'}
    build    {"slots": {slot key: str}}; a time is "21:40"
    compare  {"guesses": [str], "signs": [str]}, both with `count` places

What only a forged request holds raises BadRequest; what a person can type is answered beside its field.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.practices.forms.base import LineField, StepForm, Value
from exercises.practices.forms.lists import ChooseForm, PickForm, RankForm
from intima.content.exercises import Build, Choose, Compare, Rank, Slide, Slot, Step, Write
from intima.kit.forms import WordsField

SCALE = range(11)
MIDDLE = 5  # where a slider lies before anybody moves it


class WriteForm(StepForm):
    text = WordsField(required=False)

    def build(self) -> None:
        self.fields["text"].required = self.asks

    @staticmethod
    def filled(kept: Value) -> dict[str, Any]:
        return {"text": kept["text"]}

    def answer(self) -> Value | None:
        text = self.cleaned_data["text"]
        return {"text": text} if text else None


class SlideForm(StepForm):
    """A slider is read as in a check-in: a number that was picked beats it, and lying in the middle it says nothing.

    Without scripts nobody can tell a slider that was left alone from one that was put back; so the middle is silence
    there, and five has a number of its own to pick.
    """

    at = forms.IntegerField(min_value=SCALE.start, max_value=SCALE.stop - 1, required=False)
    number = forms.TypedChoiceField(
        choices=[("", ""), *((str(each), str(each)) for each in SCALE)], coerce=int, empty_value=None, required=False
    )
    skip = forms.BooleanField(required=False)

    @staticmethod
    def filled(kept: Value) -> dict[str, Any]:
        at = kept["at"]
        return {"at": at, "number": at if at == MIDDLE else "", "skip": at is None}

    @property
    def place(self) -> Any:
        """Where the slider lies."""
        at = self["at"].value()
        return MIDDLE if at in (None, "") else at

    @property
    def picked(self) -> str:
        """The number that was picked beside the slider; "" for none."""
        number = self["number"].value()
        return "" if number is None else str(number)

    @property
    def at_rest(self) -> bool:
        """Whether the slider lies where the page put it and says nothing."""
        return str(self.place) == str(MIDDLE) and not self.picked

    def clean(self) -> dict[str, Any]:
        if self.errors:
            raise BadRequest("A place off the slider.")
        return self.cleaned_data

    def answer(self) -> Value | None:
        said = self.cleaned_data
        if said["skip"]:
            return {"at": None}
        if said["number"] is not None:
            return {"at": said["number"]}
        return None if said["at"] in (None, MIDDLE) else {"at": said["at"]}


class BuildForm(StepForm):
    def build(self) -> None:
        for slot in self.step.slots:
            self.fields[slot.key] = _time(slot) if slot.kind == "time" else LineField(label=slot.label)

    def gaps(self) -> Iterator[tuple[Slot, Any]]:
        """Each slot with its field."""
        return ((slot, self[slot.key]) for slot in self.step.slots)

    @staticmethod
    def filled(kept: Value) -> dict[str, Any]:
        return dict(kept["slots"])

    def clean(self) -> dict[str, Any]:
        empty = [
            slot for slot in self.step.slots if slot.required and not self._slot(slot) and slot.key not in self.errors
        ]
        if self.asks or (self._anything() and not self.half):
            for slot in empty:
                self.add_error(slot.key, slot.refuse_empty or _("The sentence needs a word or two here."))
        return self.cleaned_data

    def _slot(self, slot: Slot) -> str:
        value = self.cleaned_data.get(slot.key)
        if slot.kind == "time":
            return value.strftime("%H:%M") if value else ""
        return (value or "").strip()

    def _anything(self) -> bool:
        return any(self._slot(slot) for slot in self.step.slots)

    def answer(self) -> Value | None:
        return {"slots": {slot.key: self._slot(slot) for slot in self.step.slots}} if self._anything() else None


def _time(slot: Slot) -> forms.TimeField:
    return forms.TimeField(
        label=slot.label,
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "class": "field"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Write the time like 21:40.")},
    )


class CompareForm(StepForm):
    def build(self) -> None:
        for number in range(self.step.count):
            for name in ("guess", "sign"):
                self.fields[f"{name}_{number}"] = LineField()

    def guesses(self) -> list[Any]:
        return [self[f"guess_{number}"] for number in range(self.step.count)]

    def signs(self) -> list[Any]:
        return [self[f"sign_{number}"] for number in range(self.step.count)]

    @staticmethod
    def filled(kept: Value) -> dict[str, Any]:
        return {
            f"{name}_{number}": words
            for name, key in (("guess", "guesses"), ("sign", "signs"))
            for number, words in enumerate(kept[key])
        }

    def _lines(self, name: str) -> list[str]:
        return [self.cleaned_data.get(f"{name}_{number}", "").strip() for number in range(self.step.count)]

    def clean(self) -> dict[str, Any]:
        if not self.errors and self.asks and not any(self._lines("sign")):
            self.add_error("sign_0", _("Write at least one sign of your own."))
        return self.cleaned_data

    def answer(self) -> Value | None:
        value = {"guesses": self._lines("guess"), "signs": self._lines("sign")}
        return value if any(value["guesses"]) or any(value["signs"]) else None


def form_for(step: Step, posted: QueryDict | None, kept: Value | None, *, half: bool = False) -> StepForm:
    """The form of the step's kind, filled with what was posted, else with what was kept."""
    kinds = {
        Write: WriteForm,
        Choose: PickForm if getattr(step, "most", None) == 1 else ChooseForm,
        Rank: RankForm,
        Slide: SlideForm,
        Build: BuildForm,
        Compare: CompareForm,
    }
    return kinds.get(type(step), StepForm)(step, posted, kept, half=half)
