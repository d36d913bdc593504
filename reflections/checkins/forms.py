from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from reflections.checkins.actions.days import DayWords
from reflections.checkins.actions.sharing import Part
from reflections.checkins.models import SCALE, Feeling, Place, Ritual
from reflections.checkins.wording import MIDDLE, TITLES, WORDS

LINE = 140  # characters

QUADRANTS = (
    (_("Pleasant, with energy"), (Feeling.HOPEFUL, Feeling.PLAYFUL, Feeling.GLAD)),
    (_("Hard, with energy"), (Feeling.TENSE, Feeling.WORRIED, Feeling.CROSS)),
    (_("Pleasant, and quiet"), (Feeling.AT_EASE, Feeling.TENDER, Feeling.WARM)),
    (_("Hard, and quiet"), (Feeling.TIRED, Feeling.LONELY, Feeling.FLAT)),
)

DRAWINGS = {
    Ritual.THANK_YOU: "kit/art/jar.html",
    Ritual.TOUCH: "kit/art/hand.html",
    Ritual.END_OF_DAY: "kit/art/cup.html",
    Ritual.SCREENS_AWAY: "kit/art/bowl.html",
    Ritual.PROMISE: "kit/art/bow.html",
}


@dataclass(frozen=True)
class Scale:
    """One slider as the page draws it, with its words and 'I'd rather not say'."""

    name: str
    value: Any
    words: tuple[tuple[int, Promise], ...]
    word: str
    skipped: bool

    @property
    def at_rest(self) -> bool:
        """Whether it lies where the page puts it and says nothing."""
        return str(self.value) == str(MIDDLE) and not self.word

    @property
    def low(self) -> Promise:
        return self.words[0][1]

    @property
    def high(self) -> Promise:
        return self.words[-1][1]


class CheckInForm(forms.Form):
    """One day. Every part may be left out.

    How a slider is read, with and without scripts: 'I'd rather not say' beats a word, a word beats the slider, and a
    slider lying in the middle says nothing. A browser posts every slider, touched or not, and without scripts nobody
    can tell the two apart; so the middle, where the page puts it, is silence, and the middle has a word of its own.

    `day` says which day the page was made for: after midnight the words are kept on the page, and asked about again.
    What no browser could post from this page (a number off the scale, a feeling that is not in the list) raises
    BadRequest.
    """

    day = forms.DateField(input_formats=["%Y-%m-%d"])
    feelings = forms.MultipleChoiceField(choices=Feeling.choices, required=False)
    place = forms.ChoiceField(choices=[("", _("I’d leave this out")), *Place.choices], required=False)
    rituals = forms.MultipleChoiceField(choices=Ritual.choices, required=False)
    line = forms.CharField(max_length=LINE, required=False, label=_("One line, if there is one"))

    def __init__(self, posted: QueryDict | None, *, today: date, kept: DayWords | None) -> None:
        super().__init__(posted, initial=_initial(kept))
        self.today = today
        for name, words in WORDS.items():
            self.fields[name] = forms.IntegerField(
                min_value=SCALE.start, max_value=SCALE.stop - 1, required=False, widget=forms.HiddenInput
            )
            choices = [("", ""), *((str(number), word) for number, word in words)]
            self.fields[f"{name}_word"] = forms.ChoiceField(choices=choices, required=False)
            self.fields[f"{name}_skip"] = forms.BooleanField(required=False)
        line = self.fields["line"]
        line.error_messages["max_length"] = ngettext_lazy(
            "There is room for %(limit_value)d character here; this has %(show_value)d.",
            "There is room for %(limit_value)d characters here; this has %(show_value)d.",
            "limit_value",
        )

    def clean(self) -> dict[str, Any]:
        forged = self.errors.keys() - {"line"}
        if forged:
            raise BadRequest(f"No check-in page posts such a value for: {', '.join(sorted(forged))}")
        cleaned = self.cleaned_data
        if cleaned["day"] != self.today:
            raise forms.ValidationError(
                _("It is a new day where you are. Keep this again, and it is kept for today."), code="new_day"
            )
        return cleaned

    def answers(self) -> dict[str, Any]:
        """What `actions.keep` takes, of a valid form."""
        cleaned = self.cleaned_data
        return {
            **{name: self._said(name) for name in WORDS},
            **{name: cleaned[name] for name in ("feelings", "place", "rituals", "line")},
        }

    def _said(self, name: str) -> int | None:
        if self.cleaned_data[f"{name}_skip"]:
            return None
        if word := self.cleaned_data[f"{name}_word"]:
            return int(word)
        slider: int | None = self.cleaned_data[name]
        return None if slider == MIDDLE else slider

    def scales(self) -> Iterator[Scale]:
        for name, words in WORDS.items():
            value = self[name].value()
            yield Scale(
                name=name,
                value=MIDDLE if value in (None, "") else value,
                words=words,
                word=str(self[f"{name}_word"].value() or ""),
                skipped=bool(self[f"{name}_skip"].value()),
            )

    def quadrants(self) -> tuple[tuple[Promise, tuple[Feeling, ...]], ...]:
        return QUADRANTS

    def drawn_rituals(self) -> list[tuple[Ritual, str]]:
        """Each ritual with its drawing's template."""
        return list(DRAWINGS.items())


def _initial(kept: DayWords | None) -> dict[str, Any]:
    """A page filled with what was kept, so that keeping it again unchanged changes nothing."""
    if kept is None:
        return {"feelings": [], "rituals": []}
    filled: dict[str, Any] = {
        "feelings": list(kept.feelings),
        "place": kept.place,
        "rituals": list(kept.rituals),
        "line": kept.line,
    }
    for name in WORDS:
        number = getattr(kept, name)
        filled[name] = number
        if number == MIDDLE:
            filled[f"{name}_word"] = str(MIDDLE)
    return filled


_CHOOSE = _("Choose something to show, or leave it all yours.")


class PartsForm(forms.Form):
    """Which parts of a day to look at as its reader would have them."""

    part = forms.MultipleChoiceField(
        label=_("What may be seen?"), widget=forms.CheckboxSelectMultiple, error_messages={"required": _CHOOSE}
    )

    def __init__(self, *args: Any, parts: Collection[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = [(part.value, part.label) for part in parts]  # type: ignore[attr-defined]


class ShareDayForm(PartsForm):
    """What was previewed: which parts, of which revision, and to whom."""

    part = forms.MultipleChoiceField(widget=forms.MultipleHiddenInput)
    revision = forms.IntegerField(min_value=1, max_value=2_000_000_000, widget=forms.HiddenInput)
    space = forms.UUIDField(widget=forms.HiddenInput)


class ScalesForm(forms.Form):
    """Of which scales to look at the weekly means as their reader would have them."""

    scale = forms.MultipleChoiceField(
        label=_("Which lines may be seen?"), widget=forms.CheckboxSelectMultiple, error_messages={"required": _CHOOSE}
    )

    def __init__(self, *args: Any, scales: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scale"].choices = [(scale, TITLES[scale]) for scale in scales]  # type: ignore[attr-defined]


class ShareTrendsForm(ScalesForm):
    """What was previewed: which lines, and to whom."""

    scale = forms.MultipleChoiceField(widget=forms.MultipleHiddenInput)
    space = forms.UUIDField(widget=forms.HiddenInput)
