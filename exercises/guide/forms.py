from typing import Any

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.guide.wording import RITUALS
from exercises.guide.words import Said, Words
from intima.kit.forms import LineField

OWN = 120  # characters of a ritual in own words


class PutInForm(forms.Form):
    """What was looked at; with `space` it is to stand there for both."""

    mark = forms.CharField(max_length=32, widget=forms.HiddenInput)
    space = forms.UUIDField(required=False, widget=forms.HiddenInput)


class RitualsForm(forms.Form):
    """The rituals that somebody would like to keep: of the small ones, and one in own words."""

    chosen = forms.MultipleChoiceField(choices=[*RITUALS.items()], required=False)
    own = LineField(longest=OWN, required=False, label=gettext_lazy("Or one in your own words"))

    @staticmethod
    def filled(words: Words) -> dict[str, Any]:
        """The fields' values for what was kept."""
        own = next((line for each in words.said for line in each.lines), "")
        return {"chosen": list(words.rituals), "own": own}

    def clean(self) -> dict[str, Any]:
        if "chosen" in self.errors:
            raise BadRequest("A choice that was not offered.")
        if not self.errors and not self.words().says_something:
            raise ValidationError(_("Choose one, or write your own."))
        return self.cleaned_data

    def words(self) -> Words:
        """What was chosen, of a valid form."""
        own = self.cleaned_data["own"]
        chosen = set(self.cleaned_data["chosen"])
        return Words((Said("", (own,)),) if own else (), tuple(key for key in RITUALS if key in chosen))
