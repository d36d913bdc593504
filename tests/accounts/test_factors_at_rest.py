"""Whoever only has the database can make no code of an app, and no recovery code."""

import json
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.fernet import InvalidToken

from intima.accounts.models import Person

pytestmark = pytest.mark.django_db


def test_the_secret_of_an_app_lies_sealed(ada: Person) -> None:
    secret = generate_totp_secret()
    TOTP.activate(ada, secret)
    row = Authenticator.objects.get()
    assert secret not in json.dumps(row.data)
    assert get_adapter().decrypt(row.data["secret"]) == secret


def test_neither_recovery_codes_nor_their_seed_can_be_read(ada: Person) -> None:
    codes = RecoveryCodes.activate(ada).get_unused_codes()
    row = Authenticator.objects.get()
    seed = get_adapter().decrypt(row.data["seed"])
    held = json.dumps(row.data)
    assert seed not in held
    assert not any(code in held for code in codes)


def test_a_new_master_key_opens_what_the_old_one_sealed_and_a_strange_one_does_not(ada: Person, settings: Any) -> None:
    codes = RecoveryCodes.activate(ada).get_unused_codes()
    settings.MASTER_KEYS = [b"n" * 32, *settings.MASTER_KEYS]
    wrapped = RecoveryCodes(Authenticator.objects.get())
    assert wrapped.get_unused_codes() == codes
    settings.MASTER_KEYS = [b"x" * 32]
    with pytest.raises(InvalidToken):
        wrapped.get_unused_codes()
