"""The steps of signing in, as a browser takes them."""

import re
from typing import Any

from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.test import Client
from django.urls import reverse

from intima.accounts import factors
from intima.accounts.models import Person
from intima.kit import clock
from intima.mail.kinds import Filled
from tests import cast

PASSWORD = "lamplight by the window"
HERE = {"time_zone": "Europe/London", "language": "en"}


def code_in(letter: Filled) -> str:
    """The code that stands in a letter on a line of its own."""
    found = re.search(r"^[A-Z]{4}-[A-Z]{4}$", letter.text, re.MULTILINE)
    assert found, letter.text
    return found.group()


def sign_up(browser: Client, email: str, **extra: str) -> Any:
    return browser.post(reverse("account_signup"), {"email": email, **extra})


def ask_for_code(browser: Client, email: str, **extra: str) -> Any:
    return browser.post(reverse("account_login"), {"login": email, **extra})


def by_password(browser: Client, email: str, password: str = PASSWORD, **extra: str) -> Any:
    return browser.post(reverse("accounts:by_password"), {"login": email, "password": password, **extra})


def signed_in_as(browser: Client) -> str | None:
    """The id of the person that this browser is signed in as."""
    return browser.session.get("_auth_user_id")


# --- The second step ----------------------------------------------------------------------------


def give_app(person: Person) -> str:
    """Set up an authenticator app for the person, some time ago; its key is returned."""
    secret = generate_totp_secret()
    factors.add_app(person=person, secret=secret, step=0)
    return secret


def shown_by(secret: str, *, later: int = 0) -> str:
    """The code that an app with this key shows now, or so many half minutes later."""
    return factors.shown(secret, int(clock.now().timestamp()) // factors.PERIOD + later)


def recovery_codes(person: Person) -> list[str]:
    return factors.show_recovery_codes(person=person, at=clock.now())


def type_second_step(browser: Client, code: str) -> Any:
    return browser.post(reverse("mfa_authenticate"), {"code": code})


def staff(name: str, **fields: object) -> Client:
    """A browser that a member of staff signed in with, second step and all."""
    person = cast.person(name, is_staff=True, **fields)
    person.set_password(PASSWORD)
    person.save()
    secret = give_app(person)
    client = Client(headers={"host": "localhost"})
    by_password(client, person.email)
    type_second_step(client, shown_by(secret))
    return client
