from django import forms
from django.utils.translation import gettext_lazy as _

from intima.kit.forms import OfferedChoice, WordsField
from reflections.care.models import Therapist
from reflections.spaces import codes

SECRETS = [
    (Therapist.Secrets.NONE, _("No secrets: what a client releases may come up in a session with both.")),
    (
        Therapist.Secrets.LIMITED,
        _("Limited secrets: a client may mark something ‘for you alone’, and it stays from the partner."),
    ),
]


class ProfileForm(forms.Form):
    """What clients read of a therapist."""

    credentials = forms.CharField(
        label=_("Credentials"),
        help_text=_("Title, licence and where it holds, as you would print them."),
        max_length=160,
        widget=forms.TextInput(attrs={"class": "field", "autocomplete": "off"}),
        error_messages={"required": _("Say what you are licensed as.")},
    )
    practice = forms.CharField(
        label=_("Practice"),
        max_length=160,
        widget=forms.TextInput(attrs={"class": "field", "autocomplete": "organization"}),
        error_messages={"required": _("Say where you work.")},
    )
    about = WordsField(
        label=_("About you"),
        help_text=_("A few lines for your clients. They are no secret: anybody you invite can read them."),
        longest=1_000,
        required=False,
    )
    secrets = OfferedChoice(
        label=_("What may stay from the other partner"),
        choices=SECRETS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )


class TermsForm(forms.Form):
    """What was read, and the client's word on it."""

    terms = forms.IntegerField(min_value=1, max_value=2_000_000_000, widget=forms.HiddenInput)
    wording = forms.IntegerField(min_value=1, max_value=2_000_000_000, widget=forms.HiddenInput)
    knows_partner = forms.BooleanField(
        required=False,
        label=_("They may know who my partner is here"),
        help_text=_("Once your partner says the same, your therapist sees the two of you as a couple; not before."),
    )
    accepts = forms.BooleanField(
        label=_("I have read this, and I consent"),
        error_messages={"required": _("Tick this to consent, or choose ‘Not now’.")},
    )


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


class NoteForm(forms.Form):
    """A note of one's own. `key` is made with the page: sent twice it is one note."""

    text = WordsField(label=_("Your note"))
    key = forms.UUIDField(widget=forms.HiddenInput)
