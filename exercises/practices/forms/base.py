"""What every step's form has: the fields that depend on the step, and the answer that is kept."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

Value = dict[str, Any]
LINE = 200  # characters of an own word, a slot or a sign


class LineField(forms.CharField):
    """A line of words; the browser does not cut it, the form answers."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.widget.attrs.update({"class": "field", "autocomplete": "off"})

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > LINE:
            raise ValidationError(
                _("This is %(long)d characters long; there is room for %(most)d here."),
                params={"long": len(value), "most": LINE},
            )


class StepForm(forms.Form):
    """A step without a question: nothing to send but the wish to go on."""

    def __init__(self, step: Any, posted: QueryDict | None, kept: Value | None, *, half: bool = False) -> None:
        """`half`: saved by the way, or left for another step: nothing is asked for yet."""
        super().__init__(posted, initial=self.filled(kept) if kept else None)
        self.step = step
        self.half = half
        self.asks = not half and not getattr(step, "optional", True)
        self.build()

    def build(self) -> None:
        """Add the fields that depend on the step."""

    @staticmethod
    def filled(kept: Value) -> dict[str, Any]:
        """The fields' values for what was kept."""
        return {}

    def answer(self) -> Value | None:
        return None
