from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from exercises.practices.models import Judgement


class JudgeForm(forms.Form):
    """A mark beside each of the partner's guesses, or none; `sends` asks for one at least."""

    def __init__(self, guesses: Sequence[str], posted: QueryDict | None, marks: Sequence[str], *, sends: bool) -> None:
        super().__init__(posted, initial={f"mark_{number}": mark for number, mark in enumerate(marks)})
        self.sends = sends
        self.guesses = guesses
        for number, guess in enumerate(guesses):
            self.fields[f"mark_{number}"] = forms.ChoiceField(
                label=guess, choices=Judgement.Mark.choices, required=False, widget=forms.RadioSelect
            )

    def rows(self) -> Iterator[tuple[str, Any]]:
        """Each guess with the field of its mark."""
        return ((guess, self[f"mark_{number}"]) for number, guess in enumerate(self.guesses))

    def marks(self) -> list[str]:
        return [self.cleaned_data.get(f"mark_{number}", "") for number in range(len(self.guesses))]

    def clean(self) -> dict[str, Any]:
        if self.errors:
            raise BadRequest("A mark that was not offered.")
        if self.sends and not any(self.marks()):
            raise ValidationError(_("Mark at least one of them before you send."))
        return self.cleaned_data
