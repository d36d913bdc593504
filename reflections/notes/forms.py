from django import forms
from django.utils.translation import gettext_lazy as _

from intima.kit.forms import OfferedChoice, WordsField
from reflections.notes.actions import KIND, LONGEST


class NoteForm(forms.Form):
    """Words to send. `key` and `space` are made with the page: pressed twice it sends once, and to nobody else."""

    text = WordsField(longest=LONGEST, label=_("Your words"))
    kind = OfferedChoice(choices=KIND.choices, required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)
    space = forms.UUIDField(widget=forms.HiddenInput)  # whom the page was made for
