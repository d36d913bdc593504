from django import forms

LONGEST = 20_000  # characters


class AnswerForm(forms.Form):
    """The words in a step's question. They may be left empty."""

    answer = forms.CharField(required=False, max_length=LONGEST, strip=False, widget=forms.Textarea)
