"""Passkeys: one lets in by itself, and nothing that only looks like one does. The real dialogue: tests/browser."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client, override_settings
from django.urls import reverse
from fido2.utils import websafe_encode

from intima.accounts import factors
from intima.accounts.models import Person
from tests.accounts.conftest import Letters
from tests.accounts.device import AT, UP, Device, asked_at, make_passkey, send, use_passkey
from tests.accounts.walk import PASSWORD, ask_for_code, by_password, code_in, signed_in_as

BY_PASSKEY, SECOND, MAKE = reverse("accounts:by_passkey"), reverse("mfa_authenticate"), reverse("accounts:passkey")
Browsers = Callable[[Person], Client]


@pytest.fixture
def phone(ada: Person, just_signed_in: Browsers) -> Device:
    """A device with a passkey of Ada's."""
    device = Device()
    assert make_passkey(just_signed_in(ada), device).status_code == 302
    return device


# --- Making one ---------------------------------------------------------------------------------


def test_the_first_second_factor_signs_out_everybody_who_came_in_without_one(
    ada: Person, just_signed_in: Browsers
) -> None:
    """Ben has read her mail for a code before; from now on every visit of hers is of somebody who showed a factor."""
    bens, hers = just_signed_in(ada), just_signed_in(ada)
    make_passkey(hers, Device())
    assert bens.get("/today/").headers["Location"].startswith(reverse("account_login"))
    assert "Elsewhere you are signed out." in hers.get(reverse("accounts:recovery")).content.decode()
    other = just_signed_in(ada)
    make_passkey(hers, Device())
    assert other.get("/today/").status_code == 200


def test_a_passkey_is_made_and_its_owner_told(ada: Person, just_signed_in: Browsers, letters: Letters) -> None:
    browser = just_signed_in(ada)
    asked = asked_at(browser, MAKE)
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert asked["rp"] == {"id": "localhost", "name": "Intima"}
    assert send(browser, MAKE, Device().makes(asked), name="Phone")["Location"] == reverse("accounts:recovery")
    assert [passkey.name for passkey in factors.ways_of(ada).passkeys] == ["Phone"]
    assert "A passkey was added to your account." in letters()[-1].text


@pytest.mark.parametrize(
    ("typed", "called"), [("", "Passkey"), ("  ", "Passkey"), ("a\r\nb\x07", "a  b"), ("x" * 99, "x" * 60)]
)
def test_a_made_passkey_is_kept_whatever_it_is_to_be_called(
    ada: Person, just_signed_in: Browsers, typed: str, called: str
) -> None:
    make_passkey(just_signed_in(ada), Device(), typed)
    assert factors.ways_of(ada).passkeys[0].name == called


@pytest.mark.parametrize(
    "device",
    [
        Device(origin="https://evil.example.net"),
        Device(origin="http://sub.localhost:8000"),
        Device(host="evil.example.net"),
        Device(flags=UP),  # somebody was there, nobody knows who
    ],
    ids=["another site", "a neighbour", "for another host", "without recognising anybody"],
)
def test_one_that_was_not_made_here_is_422(ada: Person, just_signed_in: Browsers, device: Device) -> None:
    assert make_passkey(just_signed_in(ada), device).status_code == 422
    assert not Authenticator.objects.exists()


def test_a_question_is_answered_once(ada: Person, just_signed_in: Browsers) -> None:
    browser = just_signed_in(ada)
    asked = asked_at(browser, MAKE)
    assert send(browser, MAKE, Device().makes(asked)).status_code == 302
    assert send(browser, MAKE, Device().makes(asked)).status_code == 422
    assert len(factors.ways_of(ada).passkeys) == 1


# --- Signing in with one ------------------------------------------------------------------------


def test_it_lets_in_by_itself(phone: Device, browser: Client, ada: Person) -> None:
    assert asked_at(browser, BY_PASSKEY)["allowCredentials"] == []  # it tells nobody's
    assert use_passkey(browser, phone, BY_PASSKEY, next="/journal/")["Location"] == "/journal/"
    assert signed_in_as(browser) == str(ada.pk)


def test_it_leads_to_no_other_site(phone: Device, browser: Client) -> None:
    assert use_passkey(browser, phone, BY_PASSKEY, next="//example.net/")["Location"] == reverse("today:today")


def test_it_is_a_second_step_too(phone: Device, browser: Client, ada: Person, letters: Letters) -> None:
    asked = ask_for_code(browser, ada.email)
    browser.post(asked["Location"], {"code": code_in(letters()[-1])})
    assert signed_in_as(browser) is None
    assert use_passkey(browser, phone, SECOND)["Location"] == reverse("today:today")
    assert signed_in_as(browser) == str(ada.pk)


def test_it_lets_nobody_into_a_closed_account(phone: Device, browser: Client, ada: Person) -> None:
    Person.objects.update(is_active=False)
    assert use_passkey(browser, phone, BY_PASSKEY)["Location"] == reverse("account_inactive")
    assert signed_in_as(browser) is None


def test_one_that_was_removed_lets_nobody_in(phone: Device, browser: Client, ada: Person) -> None:
    Authenticator.objects.filter(type="webauthn").delete()
    assert use_passkey(browser, phone, BY_PASSKEY).status_code == 422
    assert signed_in_as(browser) is None


def test_after_codes_were_switched_off_it_lets_in_as_before(phone: Device, browser: Client, ada: Person) -> None:
    factors.take_codes(person=ada, on=False)
    use_passkey(browser, phone, BY_PASSKEY)
    assert signed_in_as(browser) == str(ada.pk)


def test_eves_passkey_is_no_second_step_of_adas(
    phone: Device, browser: Client, ada: Person, cleo: Person, just_signed_in: Browsers
) -> None:
    other = Device()
    make_passkey(just_signed_in(cleo), other)
    ada.set_password(PASSWORD)
    ada.save()
    by_password(browser, ada.email)
    other.owner = phone.owner
    assert use_passkey(browser, other, SECOND).status_code == 422
    other.id = phone.id
    assert use_passkey(browser, other, SECOND).status_code == 422
    assert signed_in_as(browser) is None


# --- What only looks like one -------------------------------------------------------------------


def forged(phone: Device, asked: dict[str, Any], how: str) -> dict[str, Any]:
    if how == "another key":
        return Device(id=phone.id, owner=phone.owner).answers(asked)
    if how == "another site":
        return Device(id=phone.id, owner=phone.owner, key=phone.key, origin="https://evil.example.net").answers(asked)
    if how == "another host":
        return Device(id=phone.id, owner=phone.owner, key=phone.key, host="example.net").answers(asked)
    if how == "nobody recognised":
        return Device(id=phone.id, owner=phone.owner, key=phone.key, flags=UP).answers(asked)
    if how == "an old question":
        return phone.answers({"challenge": websafe_encode(b"x" * 32)})
    if how == "for making one":
        return phone.makes({**asked, "user": {"id": phone.owner}})
    answer = phone.answers(asked)
    changed = {
        "no owner": {"userHandle": None},
        "an owner who is none": {"userHandle": websafe_encode(b"f" * 32)},
        "an owner in no alphabet": {"userHandle": websafe_encode(b"\xff\xfe")},
        "a signature in pieces": {"signature": answer["response"]["signature"][:20]},
        "data in pieces": {"authenticatorData": "AAAA"},
        "odd base64": {"authenticatorData": "é!"},
        "a list": {"authenticatorData": ["AAAA"]},
        "flags of another": {"authenticatorData": websafe_encode(b"\0" * 32 + bytes([AT]) + b"\0" * 9)},
    }[how]
    return {**answer, "response": {**answer["response"], **changed}}


FORGERIES = [
    "another key",
    "another site",
    "another host",
    "nobody recognised",
    "an old question",
    "for making one",
    "no owner",
    "an owner who is none",
    "an owner in no alphabet",
    "a signature in pieces",
    "data in pieces",
    "odd base64",
    "a list",
    "flags of another",
]


@pytest.mark.parametrize("how", FORGERIES)
def test_a_forged_answer_is_422_and_lets_nobody_in(phone: Device, how: str) -> None:
    browser = Client(headers={"host": "localhost"}, raise_request_exception=False)
    answer = send(browser, BY_PASSKEY, forged(phone, asked_at(browser, BY_PASSKEY), how))
    assert answer.status_code == 422
    assert "This passkey could not be used here." in answer.content.decode()
    assert signed_in_as(browser) is None


JUNK = [
    "null",
    "[]",
    "1",
    '"text"',
    "{}",
    '{"response": 1}',
    '{"response": {"clientDataJSON": "e30"}}',
    "[" * 9_000,
    "{" * 30_000,
    "\u202e",
]


@pytest.mark.parametrize("junk", JUNK)
@pytest.mark.parametrize("url", [BY_PASSKEY, SECOND, MAKE])
def test_junk_is_422(phone: Device, ada: Person, just_signed_in: Browsers, url: str, junk: str) -> None:
    browser = just_signed_in(ada) if url == MAKE else Client(headers={"host": "localhost"})
    if url == SECOND:
        ada.set_password(PASSWORD)
        ada.save()
        by_password(browser, ada.email)
    asked_at(browser, url)
    assert browser.post(url, {"credential": junk}).status_code == 422


def test_without_a_script_the_page_says_what_is_missing(browser: Client, db: None) -> None:
    answer = browser.post(BY_PASSKEY, {"credential": ""})
    assert answer.status_code == 422
    assert "A passkey needs JavaScript" in answer.content.decode()
    assert 'name="login"' in answer.content.decode()  # the other ways stand there as ever


def test_an_answer_is_good_once(phone: Device) -> None:
    browser = Client(headers={"host": "localhost"})
    answer = phone.answers(asked_at(browser, BY_PASSKEY))
    assert send(browser, BY_PASSKEY, answer).status_code == 302
    browser.post(reverse("account_logout"))
    assert send(browser, BY_PASSKEY, answer).status_code == 422
    thief = Client(headers={"host": "localhost"})
    asked_at(thief, BY_PASSKEY)
    assert send(thief, BY_PASSKEY, answer).status_code == 422


def test_the_host_of_a_passkey_is_that_of_the_origin_not_of_the_request(browser: Client, db: None) -> None:
    with override_settings(ALLOWED_HOSTS=["*"], ORIGIN="https://lamp.example.org"):
        asked = asked_at(Client(headers={"host": "evil.example.net"}), BY_PASSKEY)
    assert asked["rpId"] == "lamp.example.org"


def test_twenty_tries_a_minute_and_then_the_page_that_says_to_wait(browser: Client, db: None) -> None:
    statuses = [browser.post(BY_PASSKEY, {"credential": json.dumps({})}).status_code for _ in range(22)]
    assert statuses == [422] * 20 + [429] * 2
