from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from exercises.authoring.drafts import Body, sees, strange_marks
from exercises.authoring.forms.fields import Line, Lines, Markdown, Number, sentence
from intima.content.exercises import Exercise
from intima.content.schema import Lesson
from intima.content.wording import say
from intima.kit.forms import OfferedChoice

A_STEP = {"key": "any", "kind": "write", "ask": "Any"}  # what an exercise is about is checked before it has steps


class AboutForm(forms.Form):
    """What an exercise is about. `about` is what was said, None for what was left empty or is as it mostly is."""

    title = Line(label=_("What it is called"))
    minutes = Number(label=_("About how many minutes it takes"))
    intro = Markdown(label=_("What it is for"), help_text=_("Your clients read this before they begin."))
    who = OfferedChoice(
        label=_("Who does it"),
        choices=[("one", _("One alone")), ("both", _("Each of two, by themselves"))],
        initial="one",
        widget=forms.RadioSelect,
    )
    shares = OfferedChoice(
        label=_("At its end"),
        choices=[
            ("ask", _("Ask what to keep, and whether to share any of it")),
            ("never", _("Keep it theirs alone, and ask nothing")),
        ],
        initial="ask",
        widget=forms.RadioSelect,
    )
    part = OfferedChoice(label=_("The lesson it goes with"), help_text=_("It gets the small drawing of that lesson."))
    closing = Lines(
        label=_("A last word, if you like"), help_text=_("It stands on the last page, when everything is done.")
    )

    def __init__(self, *args: Any, lessons: Sequence[Lesson], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = [(lesson.part, lesson.title) for lesson in lessons]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        if self.errors:
            return self.cleaned_data
        said = {name: value for name, value in self.cleaned_data.items() if value != ""}
        try:
            found = Exercise.model_validate(
                {"slug": "any", "sees": sees("en", shares=said["shares"]), "steps": [A_STEP], **said}
            )
        except ValidationError as error:
            for problem in error.errors():
                self.add_error(str(problem["loc"][0]), sentence(say(problem, ())))
            return self.cleaned_data
        kept = found.model_dump(mode="json", exclude_defaults=True)
        self.about: Body = {name: kept.get(name) for name in self.fields}
        for place, says in strange_marks(self.about):
            self.add_error(str(place[0]), sentence(says))
        return self.cleaned_data
