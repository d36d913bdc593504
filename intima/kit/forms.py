"""How every form of the site is drawn, the libraries' forms too."""

from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    form_template_name = "kit/form.html"
    field_template_name = "kit/field.html"


class OfferedChoice(forms.ChoiceField):
    """One of the choices that the page offers. A value that no page offered is no slip of a person's: 400."""

    def validate(self, value: Any) -> None:
        forms.Field.validate(self, value)
        if value and not self.valid_value(value):
            raise BadRequest("A choice that was not offered.")
