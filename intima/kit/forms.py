"""How every form of the site is drawn, the libraries' forms too."""

from typing import Any

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

LONGEST = 20_000  # characters that people may write in one place
_AT = "%Y-%m-%dT%H:%M"


class Renderer(TemplatesSetting):
    form_template_name = "kit/form.html"
    field_template_name = "kit/field.html"


class OfferedChoice(forms.ChoiceField):
    """One of the choices that the page offers. A value that no page offered is no slip of a person's: 400."""

    def validate(self, value: Any) -> None:
        forms.Field.validate(self, value)
        if value and not self.valid_value(value):
            raise BadRequest("A choice that was not offered.")


class WordsField(forms.CharField):
    """Free text, kept as it was typed; a line break is one character, as browsers count it."""

    widget = forms.Textarea

    def __init__(self, *, longest: int = LONGEST, **kwargs: Any) -> None:
        # Without `max_length`: the browser would cut a long paste off without a word; the form answers instead.
        super().__init__(strip=False, **kwargs)
        self.longest = longest
        self.widget.attrs.update({"class": "field", "rows": 5})
        self.error_messages["required"] = _("Write a word or two first.")

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.longest:
            long, most = (number_format(number, force_grouping=True) for number in (len(value), self.longest))
            raise ValidationError(
                _("This is %(long)s characters long; up to %(most)s can be kept. Shorten it, or make two of it."),
                params={"long": long, "most": most},
            )

    def to_python(self, value: Any) -> str:
        text: str = (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")
        return text if text.strip() else ""


class LineField(WordsField):
    """The same on one line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput, **kwargs)
        self.widget.attrs = {"class": "field words", "autocomplete": "off"}

    def to_python(self, value: Any) -> str:
        return " ".join(super().to_python(value).split())


class MomentField(forms.DateTimeField):
    """A day and a time on the person's own clock."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "class": "field"}, format=_AT)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.error_messages["required"] = _("Choose a day and a time.")
        self.error_messages["invalid"] = _("Write the day and time like 2026-03-12 21:40.")

    def to_python(self, value: Any) -> Any:
        moment = super().to_python(value)
        if moment and not 1900 < moment.year < 2200:  # the calendar's first and last days are none on every clock
            raise forms.ValidationError(_("Choose a time within a year from now."), code="invalid")
        return moment
