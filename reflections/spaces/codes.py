"""The secrets of an invitation, and the hashes that are all we keep of them.

A token has 192 random bits, so a plain hash of it says nothing. A code has 50 (10 characters of Crockford's base 32),
few enough to try them all against a stolen table: its hash is keyed with SECRET_KEY, which lies elsewhere.
"""

import hashlib
import re
import secrets
from typing import Any

from django import forms
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: nothing that looks like another or spells a word
LENGTH = 10
_LOOKALIKES = str.maketrans("OIL", "011")
_CODE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


def new_token() -> str:
    return secrets.token_urlsafe(24)


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def code_hash(code: str) -> str:
    return salted_hmac("reflections.spaces.code", code, algorithm="sha256").hexdigest()


def spoken(code: str) -> str:
    """The code in two halves, as people read it out."""
    return f"{code[:5]} {code[5:]}"


def tidy(typed: str) -> str | None:
    """The code that somebody typed, whatever its case, gaps and look-alikes; None if it cannot be one."""
    code = re.sub(r"[\s-]", "", typed).upper().translate(_LOOKALIKES)
    return code if _CODE.fullmatch(code) else None


class CodeField(forms.CharField):
    """A code as somebody types it; its value is the tidy one."""

    widget = forms.TextInput(
        attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "field code"}
    )

    def __init__(self) -> None:
        super().__init__(
            label=_("The code"),
            help_text=_("Ten letters and digits. Capitals and spaces make no difference."),
            max_length=40,
            error_messages={"required": _("Type the code that you were given.")},
        )

    def clean(self, value: Any) -> str:
        code = tidy(super().clean(value))
        if code is None:
            raise forms.ValidationError(_("A code has ten letters and digits, such as 7K2QM 9XR4T."), code="shape")
        return code
