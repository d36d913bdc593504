from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from exercises.homework import wording
from exercises.homework.models import Assignment, Half, Report
from exercises.homework.things import Thing
from intima.kit.forms import OfferedChoice, WordsField
from reflections.releases.faces import Face
from reflections.shares.models import Share

LONGEST = 600  # characters of each thing that a therapist says of it
TELLS = 2_000  # characters of each thing that a client says of it
FURTHEST = timedelta(days=366)

BOTH = "both"


class _Words(WordsField):
    """Some lines that may be left out."""

    def __init__(self, *, longest: int, rows: int = 3, **kwargs: Any) -> None:
        super().__init__(longest=longest, required=False, **kwargs)
        self.widget.attrs["rows"] = rows


class _ThingField(OfferedChoice):
    """One of the things that can be given, in the groups of their kinds."""

    widget = forms.Select(attrs={"class": "field"})

    def offer(self, things: Iterable[Thing], first: Sequence[tuple[str, Any]] = ()) -> None:
        known = [thing for thing in things if thing.offered]
        groups = [(kind.label, [(t.key, t.title) for t in known if t.kind == kind]) for kind in Half.Kind]
        self.choices = [*first, *groups]


class GiveForm(forms.Form):
    """One page for all of it. `key` is made with the page: pressed twice, it is given once."""

    who = OfferedChoice(choices=[("one", ""), (BOTH, "")], initial="one")
    one = _ThingField(label=_("What to do"), error_messages={"required": _("Choose what to give.")})
    other = _ThingField(required=False, label=_("The other half"))
    why = _Words(longest=LONGEST, label=_("Why it helps"))
    plan = _Words(longest=LONGEST, rows=2, label=_("When and where, as agreed"))
    obstacles = _Words(longest=LONGEST, rows=2, label=_("What may get in the way"))
    every = OfferedChoice(
        required=False,
        label=_("How often"),
        choices=Assignment.Every.choices,
        widget=forms.Select(attrs={"class": "field"}),
    )
    due_on = forms.DateField(
        required=False,
        label=_("By when or until when, if at all"),
        widget=forms.DateInput(attrs={"type": "date", "class": "field"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day like 2026-12-24.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
    in_place_of = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, things: Iterable[Thing], for_two: bool, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        known = list(things)
        self.fields["one"].offer(known, [("", _("Choose"))])  # type: ignore[attr-defined]
        self.fields["other"].offer(known, [("", _("The same"))])  # type: ignore[attr-defined]
        if not for_two:
            self.fields["who"].choices = [("one", "")]  # type: ignore[attr-defined]
            del self.fields["other"]

    def clean_due_on(self) -> date | None:
        due_on: date | None = self.cleaned_data["due_on"]
        if due_on and due_on < self.today:
            raise ValidationError(_("That day is past. Choose today or a day to come."))
        if due_on and due_on > self.today + FURTHEST:
            raise ValidationError(_("Choose a day within a year, or leave it empty."))
        return due_on

    @property
    def keys(self) -> tuple[str, ...]:
        """Of a valid form: what the client does, and what their partner does where it is for both."""
        one: str = self.cleaned_data["one"]
        return (one, self.cleaned_data["other"] or one) if self.cleaned_data["who"] == BOTH else (one,)


class DiscussForm(forms.Form):
    then = OfferedChoice(choices=[("keep", ""), ("stop", "")])


class TellForm(forms.Form):
    """How a round went."""

    said = OfferedChoice(
        label=_("How did it go?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three. Each of them is a good answer.")},
    )
    in_the_way = _Words(longest=TELLS, label=_("What got in the way, if anything did"))
    to_bring = _Words(longest=TELLS, label=_("What you would like to bring to the session"))

    def __init__(self, *args: Any, half: Half, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["said"].choices = wording.choices(half)  # type: ignore[attr-defined]

    @staticmethod
    def filled(report: Report) -> dict[str, Any]:
        return {"said": report.said, "in_the_way": report.in_the_way, "to_bring": report.to_bring}


class ItemsForm(forms.Form):
    """Which items of a report to show, and for what. `revision` is that of the preview."""

    item = forms.MultipleChoiceField(
        required=False, widget=forms.MultipleHiddenInput, error_messages={"invalid_choice": _("Choose again.")}
    )
    audience = OfferedChoice(required=False, widget=forms.HiddenInput)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, face: Face, alone: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [(part.key, part.label) for part in face.parts]  # type: ignore[attr-defined]
        audiences = [Share.Audience.JOINT, *([Share.Audience.ALONE] if alone else [])]
        self.fields["audience"].choices = [(each.value, each.label) for each in audiences]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[str]:
        found: list[str] = self.cleaned_data.get("item", [])
        return found

    @property
    def for_what(self) -> Share.Audience:
        return Share.Audience(self.cleaned_data.get("audience") or Share.Audience.JOINT)


class LettersForm(forms.Form):
    on = forms.BooleanField(required=False)
