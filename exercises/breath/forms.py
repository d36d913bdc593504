from django import forms

from exercises.breath.actions import MINUTES


class StartForm(forms.Form):
    minutes = forms.TypedChoiceField(choices=[(str(each), str(each)) for each in MINUTES], coerce=int)
