"""Sign-up, sign-in and reset answer alike whether or not an address has an account."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from intima.accounts.models import Person
from tests.accounts.conftest import Letters
from tests.accounts.walk import by_password

# Of one length, so that nothing but the account differs.
KNOWN, UNKNOWN, HALF_WAY = "ada@example.org", "zoe@example.org", "max@example.org"
TOKEN = re.compile(rb"(csrfmiddlewaretoken\" value=\"|X-CSRFToken\": \")\w+")


def seen(answer: object) -> tuple[int, str, bytes]:
    """Status, where it leads and every byte, but for the form's token and the address itself."""
    content = TOKEN.sub(b"", answer.content)  # type: ignore[attr-defined]
    for address in (KNOWN, UNKNOWN, HALF_WAY):
        content = content.replace(address.encode(), b"ADDRESS")
    return answer.status_code, answer.headers.get("Location", ""), content  # type: ignore[attr-defined]


def walk(url: str, field: str, address: str) -> list[tuple[int, str, bytes]]:
    """Ask, look at the page, type a wrong code five times, ask for another one: what is seen at each step."""
    browser = Client(headers={"host": "localhost"})
    asked = browser.post(url, {field: address})
    there = asked["Location"]
    steps = [asked, browser.get(there)]
    steps += [browser.post(there, {"code": "WRON-GONE"}), browser.post(there, {"code": ""})]
    steps += [browser.post(there, {"action": "resend"}), browser.get(there)]
    steps += [browser.post(there, {"code": f"WRON-GON{n}"}) for n in range(4)]
    steps += [browser.get(there), browser.get(reverse("account_login"))]
    return [seen(step) for step in steps]


@pytest.mark.parametrize(
    ("url", "field"), [("account_login", "login"), ("account_signup", "email"), ("account_reset_password", "email")]
)
def test_the_answers_are_byte_for_byte_the_same(ada: Person, letters: Letters, url: str, field: str) -> None:
    Client(headers={"host": "localhost"}).post(reverse("account_signup"), {"email": HALF_WAY})
    known, unknown, half_way = (walk(reverse(url), field, address) for address in (KNOWN, UNKNOWN, HALF_WAY))
    assert known == unknown == half_way
    assert letters()  # each was written to


def test_so_they_are_for_a_wrong_password(browser: Client, ada: Person) -> None:
    ada.set_password("the password of Ada")
    ada.save()
    tries = [seen(by_password(browser, address, "not the password")) for address in (KNOWN, UNKNOWN)]
    assert tries[0] == tries[1]


def test_taking_an_address_that_somebody_has_looks_like_taking_a_free_one(
    ben: Person, ada: Person, letters: Letters, just_signed_in: Callable[[Person], Client]
) -> None:
    looks = []
    for address in (KNOWN, UNKNOWN):
        browser = just_signed_in(ben)
        asked = browser.post(reverse("account_email"), {"email": address, "action_add": "1"})
        looks.append([seen(asked), seen(browser.get(asked["Location"]))])
    assert looks[0] == looks[1]


def test_the_letter_tells_its_reader_what_the_page_does_not(ada: Person, browser: Client, letters: Letters) -> None:
    browser.post(reverse("account_signup"), {"email": KNOWN})
    assert "It has an account already" in letters()[-1].text
    browser.post(reverse("account_login"), {"login": UNKNOWN})
    assert "There is no account with it" in letters()[-1].text
    assert {letter.to for letter in letters()} == {KNOWN, UNKNOWN}
