"""One form for each kind of step. `step` is what was said, in the form of a content file, but for its key."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pydantic import TypeAdapter, ValidationError

from exercises.authoring.drafts import Body, strange_marks
from exercises.authoring.forms.fields import Line, Lines, Markdown, Number, sentence
from intima.content.exercises import Step
from intima.content.wording import say
from intima.kit.forms import OfferedChoice

_STEP: TypeAdapter[Any] = TypeAdapter(Step)
# Which field a refusal of the whole step stands beside.
_BESIDE = {"gap": "says", "long": "text"}


class StepForm(forms.Form):
    """What every step has. `kept` is the step as it stands; `earlier` the steps before it."""

    kind = ""

    def __init__(self, posted: Any = None, *, kept: Body | None = None, earlier: Sequence[Body] = ()) -> None:
        self.kept, self.earlier = kept or {}, earlier
        super().__init__(posted, initial=self.filled(self.kept) if kept else None)
        self.build()

    def build(self) -> None:
        """Add what depends on the steps before."""

    def filled(self, kept: Body) -> Body:
        """The fields' values for a step."""
        return kept

    def said(self) -> Body:
        """The step's fields in a file's form; what is empty is left out."""
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", False, None, [])}

    def field_of(self, place: tuple[Any, ...]) -> str:
        """The field that a place in the step's data was typed into."""
        return str(place[0])

    def where(self, place: tuple[Any, ...], says: str) -> str:
        """What is said of a place, with where in its field that is."""
        return says

    def clean(self) -> dict[str, Any]:
        if self.errors:
            return self.cleaned_data
        # A picture or a panel that came with a copy is not asked for here, and stays.
        stays: Body = {name: self.kept[name] for name in ("picture", "panel") if name in self.kept}
        said = {"key": "any", "kind": self.kind, **stays, **self.said()}
        try:
            found = _STEP.validate_python(said)
        except ValidationError as error:
            for problem in error.errors():
                place = problem["loc"][1:]  # the first names the kind
                field = self.field_of(place) if place else _BESIDE.get(problem["type"])
                self._refuse(field, self.where(place, say(problem, ())))
            return self.cleaned_data
        self.step: Body = found.model_dump(mode="json", exclude_defaults=True, exclude={"key"})
        for place, says in strange_marks(self.step):
            self._refuse(self.field_of(place), self.where(place, says))
        return self.cleaned_data

    def _refuse(self, field: str | None, says: str) -> None:
        known = field if field in self.fields else None
        if sentence(says) not in (self.errors.get(known or "__all__") or []):
            self.add_error(known, sentence(says))


_TEXT: dict[str, Any] = {"label": _("To read before it, if you like")}
_EXAMPLE: dict[str, Any] = {"label": _("An example, if you like"), "help_text": _("It stands in a frame of its own.")}
_ASK: dict[str, Any] = {"label": _("What you ask")}
_HINT: dict[str, Any] = {"label": _("A line below it, if you like")}
_OPTIONAL: dict[str, Any] = {"label": _("It may be left empty"), "required": False}


class ReadForm(StepForm):
    kind = "read"
    title = Line(label=_("Heading"))
    text = Markdown(label=_("What there is to read"))
    example = Lines(**_EXAMPLE)


class WriteForm(StepForm):
    kind = "write"
    ask = Line(**_ASK)
    hint = Line(**_HINT)
    text = Markdown(**_TEXT)
    example = Lines(**_EXAMPLE)
    optional = forms.BooleanField(**_OPTIONAL)


class _ListForm(StepForm):
    ask = Line(**_ASK)
    hint = Line(**_HINT)
    options = Lines(label=_("The list"), help_text=_("One on each line, two at least."), rows=6)
    own = forms.BooleanField(label=_("Own words may be added"), required=False)

    def filled(self, kept: Body) -> Body:
        return {**kept, "options": "\n".join(option["label"] for option in kept["options"])}

    def said(self) -> Body:
        lines = [line.strip() for line in self.cleaned_data["options"].split("\n") if line.strip()]
        return {**super().said(), "options": _options(lines, self.kept.get("options", []))}

    def where(self, place: tuple[Any, ...], says: str) -> str:
        is_line = len(place) > 1 and place[0] == "options"
        return gettext("line %(number)d: %(says)s") % {"number": place[1] + 1, "says": says} if is_line else says


def _options(lines: Sequence[str], before: Sequence[Body]) -> list[Body]:
    """A line that stood there before keeps its key; any other gets a new one."""
    keys = {option["label"]: option["key"] for option in before}
    given = [keys.pop(line, None) for line in lines]
    taken = {option["key"] for option in before}
    fresh = (name for number in range(1, len(lines) + len(before) + 1) if (name := f"option-{number}") not in taken)
    return [{"key": key or next(fresh), "label": line} for key, line in zip(given, lines, strict=True)]


class ChooseForm(_ListForm):
    kind = "choose"
    most = Number(label=_("How many at most"), help_text=_("Empty: as many as somebody likes."))
    text = Markdown(**_TEXT)
    example = Lines(**_EXAMPLE)
    optional = forms.BooleanField(**_OPTIONAL)


class RankForm(_ListForm):
    kind = "rank"
    text = Markdown(**_TEXT)
    example = Lines(**_EXAMPLE)
    optional = forms.BooleanField(**_OPTIONAL)


class SlideForm(StepForm):
    kind = "slide"
    ask = Line(**_ASK)
    hint = Line(**_HINT)
    low = Line(label=_("The word at its beginning"))
    high = Line(label=_("The word at its end"))
    before = OfferedChoice(
        label=_("Lay it beside an earlier slider"),
        help_text=_("Your clients then see where they were before."),
        required=False,
    )
    text = Markdown(**_TEXT)
    example = Lines(**_EXAMPLE)
    optional = forms.BooleanField(**_OPTIONAL)

    def build(self) -> None:
        sliders = [(step["key"], step["ask"]) for step in self.earlier if step["kind"] == "slide"]
        self.fields["before"].choices = [("", _("Stand by itself")), *sliders]  # type: ignore[attr-defined]


class BreatheForm(StepForm):
    kind = "breathe"
    title = Line(label=_("Heading"))
    minutes = forms.TypedMultipleChoiceField(
        label=_("How many minutes can be chosen"),
        choices=[(5, "5"), (3, "3"), (1, "1")],
        coerce=int,
        initial=[5, 3, 1],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose one at least.")},
    )
    text = Markdown(**_TEXT)
    example = Lines(**_EXAMPLE)

    def filled(self, kept: Body) -> Body:
        return {"minutes": [5, 3, 1], **kept}

    def clean(self) -> dict[str, Any]:
        if self.has_error("minutes", "invalid_choice"):
            raise BadRequest("A length that was not offered.")
        return super().clean()


class TimerForm(StepForm):
    kind = "timer"
    title = Line(label=_("Heading"))
    minutes = Number(label=_("How many minutes"))
    text = Markdown(**_TEXT)
    example = Lines(**_EXAMPLE)


class CompareForm(StepForm):
    kind = "compare"
    own = Line(label=_("What you ask about oneself"))
    ask = Line(label=_("What you ask about the other"))
    hint = Line(**_HINT)
    count = Number(label=_("How many lines for each, eight at most"), initial=5)
    text = Markdown(**_TEXT)
    example = Lines(**_EXAMPLE)
    optional = forms.BooleanField(**_OPTIONAL)

    def filled(self, kept: Body) -> Body:
        return {"count": 5, **kept}
