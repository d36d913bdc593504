from django import forms

from intima.kit.forms import WordsField


class AnswerForm(forms.Form):
    """The words in a step's question. They may be left empty."""

    answer = WordsField(required=False)
