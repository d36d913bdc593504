"""The steps of signing in, as a browser takes them."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from intima.mail.kinds import Filled

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
