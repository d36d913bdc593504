from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exercises.authoring.drafts import Body
from exercises.authoring.forms.fields import Line, Lines, Markdown
from exercises.authoring.forms.steps import _EXAMPLE, _HINT, _OPTIONAL, _TEXT, StepForm
from intima.kit.forms import OfferedChoice

GAPS = range(6)
BEFORE_GAPS = ("ask", "hint", "says")


@dataclass(frozen=True)
class Gap:
    """One gap's fields. `is_open`: whether they lie open on the page."""

    number: int
    fields: list[Any]
    is_open: bool


def _gap_fields() -> dict[str, forms.Field]:
    return {
        "key": Line(label=_("Its name in the sentence"), help_text=_("A short word in small letters, such as need.")),
        "label": Line(label=_("What stands above it"), help_text=_("Such as: I need")),
        "kind": OfferedChoice(
            label=_("What goes into it"),
            choices=[("words", _("Words")), ("time", _("A time of day"))],
            initial="words",
            required=False,
        ),
        "hint": Line(label=_("A line below it, if you like")),
        "examples": Lines(label=_("Examples, one on each line")),
        "required": forms.BooleanField(label=_("The sentence needs it"), required=False),
        "refuse_empty": Line(label=_("What to say when it was left empty"), help_text=_("We have words for it, too.")),
    }


class BuildForm(StepForm):
    """A sentence, and up to six gaps in it."""

    kind = "build"
    ask = Line(label=_("What you ask"), help_text=_("Such as: Build your sentence."))
    hint = Line(**_HINT)
    says = Line(
        label=_("The sentence"), help_text=_("Each gap by its name in braces: I need {need}, and I’m back {back}.")
    )
    keep_as = OfferedChoice(
        label=_("Offer to keep it"),
        choices=[
            ("", _("No")),
            ("pause_message", _("As what they say when they pause")),
            ("invitation", _("As an invitation")),
            ("safety", _("As their card of what helps")),
        ],
        required=False,
    )
    text = Markdown(**_TEXT)
    example = Lines(**_EXAMPLE)
    optional = forms.BooleanField(**_OPTIONAL)

    def build(self) -> None:
        for number in GAPS:
            self.fields.update({f"gap_{number}_{name}": field for name, field in _gap_fields().items()})

    def before_gaps(self) -> list[Any]:
        """The fields down to the sentence; its gaps follow on the page."""
        return [self[name] for name in BEFORE_GAPS]

    def after_gaps(self) -> list[Any]:
        return [self[name] for name in self.fields if not name.startswith("gap_") and name not in BEFORE_GAPS]

    def gaps(self) -> Iterator[Gap]:
        """The gaps with their fields; the first, and what is filled or refused, lies open."""
        for number in GAPS:
            fields = [self[f"gap_{number}_{name}"] for name in _gap_fields()]
            filled = any(field.value() for field in fields if not field.name.endswith("_kind"))
            yield Gap(number + 1, fields, is_open=not number or filled or any(field.errors for field in fields))

    def filled(self, kept: Body) -> Body:
        gaps = {
            f"gap_{number}_{name}": "\n".join(value) if name == "examples" else value
            for number, slot in enumerate(kept["slots"])
            for name, value in slot.items()
        }
        return {**kept, **gaps}

    def _filled_gaps(self) -> list[int]:
        """The numbers of the gaps that somebody wrote into."""
        names = [name for name in _gap_fields() if name not in {"kind", "required"}]
        return [
            number
            for number in GAPS
            if any(self.cleaned_data.get(f"gap_{number}_{name}", "").strip() for name in names)
        ]

    def said(self) -> Body:
        whole = super().said()
        plain = {name: value for name, value in whole.items() if not name.startswith("gap_")}
        slots = []
        for number in self._filled_gaps():
            slot = {name: whole[f"gap_{number}_{name}"] for name in _gap_fields() if f"gap_{number}_{name}" in whole}
            if "examples" in slot:
                slot["examples"] = [line.strip() for line in slot["examples"].split("\n") if line.strip()]
            slots.append(slot)
        return {**plain, "slots": slots}

    def field_of(self, place: tuple[Any, ...]) -> str:
        if place[0] != "slots":
            return super().field_of(place)
        if len(place) < 3:
            return "gap_0_key"
        return f"gap_{self._filled_gaps()[place[1]]}_{place[2]}"
