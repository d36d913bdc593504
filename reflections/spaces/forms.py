from django import forms

from reflections.spaces.codes import CodeField


class CodeForm(forms.Form):
    code = CodeField()
