from django import forms
from django.utils.translation import gettext_lazy as _

from reflections.spaces import codes


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The code"),
        help_text=_("Ten letters and digits. Capitals and spaces make no difference."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "field code"}
        ),
        error_messages={"required": _("Type the code that you were given.")},
    )

    def clean_code(self) -> str:
        code = codes.tidy(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError(_("A code has ten letters and digits, such as 7K2QM 9XR4T."), code="shape")
        return code
