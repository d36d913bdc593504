"""Sign-up, sign-in and reset answer alike whether or not an address has an account."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intima.accounts import factors
from intima.accounts.models import Person
from tests.accounts.conftest import Letters
from tests.accounts.walk import by_password, code_in, give_app, signed_in_as

# Of one length, so that nothing but the account differs.
KNOWN, UNKNOWN, HALF_WAY, CODES_OFF = "ada@example.org", "zoe@example.org", "max@example.org", "ben@example.org"
TOKEN = re.compile(rb"(csrfmiddlewaretoken\" value=\"|X-CSRFToken\": \")\w+")


def seen(answer: object) -> tuple[int, str, bytes]:
    """Status, where it leads and every byte, but for the form's token and the address itself."""
    content = TOKEN.sub(b"", answer.content)  # type: ignore[attr-defined]
    for address in (KNOWN, UNKNOWN, HALF_WAY, CODES_OFF):
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


@pytest.fixture
def ben(ben: Person) -> Person:
    ben.set_password("a password of Ben’s own")
    ben.save()
    return ben


@pytest.mark.parametrize(
    ("url", "field"), [("account_login", "login"), ("account_signup", "email"), ("account_reset_password", "email")]
)
def test_the_answers_are_byte_for_byte_the_same(
    ada: Person, ben: Person, letters: Letters, url: str, field: str
) -> None:
    Client(headers={"host": "localhost"}).post(reverse("account_signup"), {"email": HALF_WAY})
    factors.take_codes(person=ben, on=False)
    addresses = (KNOWN, UNKNOWN, HALF_WAY, CODES_OFF)
    known, *others = (walk(reverse(url), field, address) for address in addresses)
    assert all(other == known for other in others)
    assert {letter.to for letter in letters()} >= set(addresses)  # each was written to


@pytest.mark.parametrize(
    ("url", "field"), [("account_login", "login"), ("account_signup", "email"), ("account_reset_password", "email")]
)
def test_asking_costs_the_site_the_same(ada: Person, ben: Person, letters: Letters, url: str, field: str) -> None:
    """One letter each time and, but for one look-up, as many queries: what could be told by the time it takes."""
    factors.take_codes(person=ben, on=False)
    costs: list[list[int]] = []
    for address in (KNOWN, UNKNOWN, CODES_OFF):
        browser, where, cost = Client(headers={"host": "localhost"}), reverse(url), []
        for step in ({field: address}, {"action": "resend"}):
            before = len(letters())
            with CaptureQueriesContext(connection) as seen:
                where = browser.post(where, step).headers.get("Location", "")
            cost.append(len(seen))
            if field in step or url != "account_reset_password":  # a reset begins anew, at its own page
                assert len(letters()) == before + 1, (address, step)
        costs.append(cost)
    # Beginning makes an account where there is none, and one that is undone where there is.
    more = 3 if url == "account_signup" else 1
    assert all(max(at) - min(at) <= more for at in zip(*costs, strict=True)), costs


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


def test_the_letter_tells_its_reader_what_the_page_does_not(
    ada: Person, ben: Person, browser: Client, letters: Letters
) -> None:
    browser.post(reverse("account_signup"), {"email": KNOWN})
    assert "It has an account already" in letters()[-1].text
    browser.post(reverse("account_login"), {"login": UNKNOWN})
    assert "There is no account with it" in letters()[-1].text
    factors.take_codes(person=ben, on=False)
    for url, field in (("account_login", "login"), ("account_reset_password", "email")):
        browser.post(reverse(url), {field: CODES_OFF})
        assert "takes no codes by email" in letters()[-1].text
    assert {letter.to for letter in letters()} == {KNOWN, UNKNOWN, CODES_OFF}


def test_with_codes_off_a_letter_helps_to_a_new_password_only_beside_a_second_factor(
    ben: Person, letters: Letters, browser: Client
) -> None:
    factors.take_codes(person=ben, on=False)
    give_app(ben)
    browser.post(reverse("account_reset_password"), {"email": CODES_OFF})
    assert code_in(letters()[-1])
    browser.post(reverse("account_login"), {"login": CODES_OFF})
    assert "takes no codes by email" in letters()[-1].text


def test_a_code_that_was_on_its_way_when_codes_were_switched_off_lets_nobody_in(
    ben: Person, letters: Letters, browser: Client
) -> None:
    asked = browser.post(reverse("account_login"), {"login": CODES_OFF})
    code = code_in(letters()[-1])
    factors.take_codes(person=ben, on=False)
    assert browser.post(asked["Location"], {"code": code})["Location"] == reverse("account_login")
    assert signed_in_as(browser) is None


def test_so_for_a_reset_that_was_under_way(ben: Person, letters: Letters, browser: Client) -> None:
    asked = browser.post(reverse("account_reset_password"), {"email": CODES_OFF})
    there = browser.post(asked["Location"], {"code": code_in(letters()[-1])})["Location"]
    factors.take_codes(person=ben, on=False)
    browser.post(there, {"password1": "another fifteen and more"})
    ben.refresh_from_db()
    assert ben.check_password("a password of Ben’s own")
