"""What no kind person types into the entrance: an answer beside the field, never a 500."""

import pytest
from django.test import Client
from django.urls import reverse

from intima.accounts.models import Person
from tests.accounts.conftest import Letters

FIELDS = [
    ("account_login", "login"),
    ("account_signup", "email"),
    ("account_reset_password", "email"),
]
ODD = [
    "ada@example.org\r\nBcc: ben@example.org",
    "ada@example.org\nx",
    '"<script>alert(1)</script>"@example.org',
    "\u202eada@example.org",
    "a" * 300 + "@example.org",
    "ada@" + "b" * 300 + ".org",
    "ada@exa mple.org",
    "ada@[::1]",
    "ада@пример.рф",
    "ada@example.org,ben@example.org",
    "{{ 7|add:7 }}@example.org",
    "'; DROP TABLE accounts_person; --@example.org",
    "@",
    "",
]


@pytest.mark.parametrize(("url", "field"), FIELDS)
@pytest.mark.parametrize("typed", ODD)
def test_an_odd_address_is_refused_or_taken_as_it_is(letters: Letters, url: str, field: str, typed: str) -> None:
    browser = Client(headers={"host": "localhost"}, raise_request_exception=False)
    answer = browser.post(reverse(url), {field: typed})
    assert answer.status_code in {302, 422}
    for letter in letters():
        assert "\n" not in letter.to + letter.subject + letter.sender
        assert letter.to == typed.lower()
    assert b"<script>alert" not in answer.content


@pytest.mark.parametrize("code", ["", "\u202eBCDF-GHJK", "é" * 8, "1" * 100_000, "<script>", "BCDF\r\nGHJK"])
@pytest.mark.parametrize(("url", "field"), FIELDS)
def test_an_odd_code_is_422(ada: Person, letters: Letters, url: str, field: str, code: str) -> None:
    browser = Client(headers={"host": "localhost"}, raise_request_exception=False)
    asked = browser.post(reverse(url), {field: ada.email})
    assert browser.post(asked["Location"], {"code": code}).status_code == 422


def test_an_action_that_no_button_has_is_no_way_in(ada: Person, letters: Letters) -> None:
    browser = Client(headers={"host": "localhost"}, raise_request_exception=False)
    asked = browser.post(reverse("account_login"), {"login": ada.email})
    assert browser.post(asked["Location"], {"action": "change", "email": "eve@example.org"}).status_code == 422


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_other_methods_are_405(browser: Client, method: str) -> None:
    for url, _field in FIELDS:
        assert getattr(browser, method)(reverse(url)).status_code == 405


def test_a_very_long_password_is_answered_quickly(browser: Client, ada: Person) -> None:
    answer = browser.post(reverse("accounts:by_password"), {"login": ada.email, "password": "x" * 900_000})
    assert answer.status_code == 422


def test_no_code_or_address_is_written_into_the_log(
    browser: Client, ada: Person, letters: Letters, caplog: pytest.LogCaptureFixture
) -> None:
    asked = browser.post(reverse("account_login"), {"login": ada.email})
    browser.post(asked["Location"], {"code": "WRON-GONE"})
    browser.post(reverse("accounts:by_password"), {"login": ada.email, "password": "maracuja maracuja"})
    browser.post(reverse("accounts:language"), {"language": "maracuja"})
    for secret in ("ada@example.org", "WRON-GONE", "maracuja"):
        assert secret not in caplog.text
