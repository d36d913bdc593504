"""What people type into the journal. A refusal keeps every word."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intima.kit.forms import WordsField

AUDIENCES = [("me", _("Only you")), ("partner", _("Both of you"))]

LENSES = [
    ("", _("Rather not say")),
    ("0", _("Leaned in")),
    ("3", _("Leaned in a little")),
    ("5", _("Both, or neither")),
    ("7", _("Stepped back a little")),
    ("10", _("Stepped back")),
]


class WordsForm(forms.Form):
    """Words to keep, and a lens on their moment."""

    text = WordsField(label=_("Your words"))
    lens = forms.TypedChoiceField(
        label=_("In that moment, did you lean in or step back?"),
        choices=LENSES,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


class WriteForm(WordsForm):
    """New words: whose eyes they are for comes first."""

    who = forms.ChoiceField(label=_("Who is this for?"), choices=AUDIENCES, widget=forms.RadioSelect)
    prompt = forms.SlugField(max_length=60, required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, alone: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if alone:
            self.fields["who"].choices = AUDIENCES[:1]  # type: ignore[attr-defined]


class EditForm(WordsForm):
    """Other words for something kept; `base` is the revision that the page was opened on."""

    base = forms.IntegerField(min_value=1, max_value=2_000_000_000, widget=forms.HiddenInput)


class DraftForm(forms.Form):
    """Words being written, saved by the way."""

    text = WordsField(required=False)
    prompt = forms.SlugField(max_length=60, required=False)
    key = forms.UUIDField()


class EditDraftForm(forms.Form):
    text = WordsField(required=False)
    base = forms.IntegerField(min_value=1, max_value=2_000_000_000)


class ShareForm(forms.Form):
    """What was previewed: which words, and to whom."""

    revision = forms.IntegerField(min_value=1, max_value=2_000_000_000, widget=forms.HiddenInput)
    space = forms.UUIDField(widget=forms.HiddenInput)


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("Search your own words"),
        max_length=200,
        required=False,
        error_messages={"max_length": _("Search for something shorter, up to %(limit_value)d characters.")},
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "class": "field",
                "placeholder": _("Search your own words"),
                "autocomplete": "off",  # a browser would list what was looked for to whoever holds the phone
            }
        ),
    )
    page = forms.IntegerField(min_value=1, max_value=5000, required=False, widget=forms.HiddenInput)


class ProposeForm(forms.Form):
    prompt = forms.ChoiceField(
        label=_("Which question?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the questions."),
            "invalid_choice": _("Choose one of the questions."),
        },
    )

    def __init__(self, *args: Any, questions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["prompt"].choices = questions  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    text = WordsField(label=_("Your answer"))


class AnswerDraftForm(forms.Form):
    text = WordsField(required=False)


class ConfirmForm(forms.Form):
    revision = forms.IntegerField(min_value=1, max_value=2_000_000_000, widget=forms.HiddenInput)


class AskForm(forms.Form):
    text = WordsField(label=_("One thing you would like to ask"), longest=2000)
