"""What proves who somebody is, beside password and emailed code: an app's code, a recovery code, a passkey.

Each form takes the person (None at the sign-in page, where the passkey itself tells who it is) and, once valid, holds
the `factor` that was used.
"""

import json
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext_lazy as _
from fido2.utils import websafe_decode

from intima.accounts import factors, known
from intima.accounts.forms import check_name
from intima.accounts.models import Person
from intima.kit import clock

LONGEST = 20_000  # characters of what a passkey answers; real answers have some 2,000
LONGEST_NAME = 60

TRY_AGAIN = _("This passkey could not be used here. Try again, or take another way.")


def asks_for_question(request: HttpRequest) -> bool:
    """Whether it is static/js/passkey.js that asks, for what the browser's passkey dialogue needs."""
    return request.method == "GET" and "application/json" in request.headers.get("Accept", "")


def question(person: Person | None = None) -> JsonResponse:
    """What a passkey has to answer: one of the person's, or without a person any that this device has for the site."""
    return JsonResponse(webauthn.begin_authentication(person))


class Code(forms.Form):
    """A code of the app, or a recovery code. Either fits once."""

    code = forms.CharField(
        label=_("The code"),
        help_text=_("Six digits from your app, or one of your recovery codes."),
        error_messages={"required": _("Type the code.")},
        widget=forms.TextInput(
            attrs={"class": "code", "autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
    )
    factor: Authenticator

    def stand_back(self, ways: factors.Ways) -> None:
        """Let the passkey come first where there is one; without an app, ask for no code of an app."""
        if ways.passkeys:
            self.fields["code"].widget.attrs.pop("autofocus")
        if not ways.app:
            self.fields["code"].label = _("A recovery code")
            self.fields["code"].help_text = _("One of the ten that you printed or wrote down.")

    def __init__(self, *args: Any, request: HttpRequest, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.person = request, person

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        found = self._by_app(code) if factors.is_app_code(code) else self._by_recovery_code(code)
        if found is None:
            raise ValidationError(_("This code does not fit. Wait for the app’s next one, or use a recovery code."))
        self.factor = found
        return code

    def _by_app(self, code: str) -> Authenticator | None:
        if not known.may_try_app(self.request, self.person):
            raise ValidationError(_("Those were many tries. For the next hour, take a recovery code or a passkey."))
        found = factors.use_app_code(person=self.person, code=code, at=clock.now())
        if found:
            known.forget_tries(self.request, self.person)
        return found

    def _by_recovery_code(self, code: str) -> Authenticator | None:
        if not ratelimit.consume(self.request, action="recovery_code"):
            raise ValidationError(_("Those were many tries. Wait a minute."))
        return factors.use_recovery_code(person=self.person, code=code, at=clock.now())


class _Credential(forms.CharField):
    """What the browser's passkey dialogue gave, as JSON; empty where no script ran."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(
            error_messages={
                "required": _("A passkey needs JavaScript, which is not running here. The other ways do without.")
            }
        )

    def clean(self, value: Any) -> dict[str, Any]:
        text = super().clean(value)
        try:
            credential: dict[str, Any] = json.loads(text[:LONGEST])
            told = json.loads(websafe_decode(credential["response"]["clientDataJSON"]))
            ours = told["origin"] == settings.ORIGIN
        except (ValueError, TypeError, KeyError, RecursionError):
            ours = False
        if not ours:
            raise ValidationError(TRY_AGAIN)
        return credential


class ByPasskey(forms.Form):
    """A passkey, asked for by what `question` put into the session."""

    credential = _Credential()
    factor: Authenticator

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_credential(self) -> dict[str, Any]:
        credential: dict[str, Any] = self.cleaned_data["credential"]
        with _refusing_whatever_is_forged():
            webauthn.parse_authentication_response(credential)
            person = self.person or webauthn.extract_user_from_response(credential)
            self.factor = webauthn.complete_authentication(person, credential)
        factors.use_passkey(passkey=self.factor, at=clock.now())
        return credential


class NewPasskey(forms.Form):
    """A passkey that was just made, and what to call it."""

    name = forms.CharField(
        label=_("What shall it be called?"),
        help_text=_("So that you know it again: the device, or where it is kept."),
        required=False,  # by now the device has made it; a name can be given later
        widget=forms.TextInput(attrs={"maxlength": LONGEST_NAME, "autocomplete": "off"}),
    )
    credential = _Credential()

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"]) or str(_("Passkey"))

    def clean_credential(self) -> dict[str, Any]:
        credential: dict[str, Any] = self.cleaned_data["credential"]
        with _refusing_whatever_is_forged():
            webauthn.parse_registration_response(credential)
            webauthn.complete_registration(credential)
        return credential


class PasskeyName(forms.Form):
    """What to call a passkey."""

    name = forms.CharField(
        label=_("What shall it be called?"),
        max_length=LONGEST_NAME,
        validators=[check_name],
        error_messages={"required": _("Write a name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class FirstAppCode(forms.Form):
    """The first code of an app that has just been given its key."""

    code = forms.CharField(
        label=_("The code that the app shows now"),
        error_messages={"required": _("Type the code that the app shows.")},
        widget=forms.TextInput(attrs={"class": "code", "autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    step: int

    def __init__(self, *args: Any, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.secret = secret

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        step = factors.step_of(self.secret, code, at=clock.now())
        if step is None:
            raise ValidationError(_("This code does not fit. Wait for the next one, and look at this device’s clock."))
        self.step = step
        return code


def one_line(name: str) -> str:
    """A name in one line, without what cannot be seen, and not too long to be read."""
    broken = {"Cc", "Zl", "Zp"}
    return "".join(" " if unicodedata.category(sign) in broken else sign for sign in name).strip()[:LONGEST_NAME]


@contextmanager
def _refusing_whatever_is_forged() -> Iterator[None]:
    """The parsers of the libraries know many errors; for the visitor there is one answer to all of them."""
    try:
        yield
    except (ValidationError, DatabaseError):
        raise
    except Exception as error:
        raise ValidationError(TRY_AGAIN) from error
