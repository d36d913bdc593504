"""What a therapist types into an exercise of their own. A refusal keeps every word."""

from collections.abc import Sequence
from typing import Any

from exercises.authoring.drafts import Body
from exercises.authoring.forms.about import AboutForm
from exercises.authoring.forms.building import BuildForm
from exercises.authoring.forms.steps import (
    BreatheForm,
    ChooseForm,
    CompareForm,
    RankForm,
    ReadForm,
    SlideForm,
    StepForm,
    TimerForm,
    WriteForm,
)
from exercises.authoring.forms.taking_in import TakeInForm

__all__ = ["AboutForm", "StepForm", "TakeInForm", "step_form"]

_FORMS: dict[str, type[StepForm]] = {
    form.kind: form
    for form in (
        ReadForm,
        WriteForm,
        ChooseForm,
        RankForm,
        SlideForm,
        BuildForm,
        BreatheForm,
        TimerForm,
        CompareForm,
    )
}


def step_form(kind: str, posted: Any = None, *, kept: Body | None = None, earlier: Sequence[Body] = ()) -> StepForm:
    """The form of one kind of step. Raises KeyError for a kind that the player does not know."""
    return _FORMS[kind](posted, kept=kept, earlier=earlier)
