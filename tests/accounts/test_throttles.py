"""Too many tries from one network address have to wait; nobody else does."""

from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from intima.accounts.models import Person
from tests.accounts.conftest import Letters
from tests.accounts.walk import PASSWORD, ask_for_code, by_password, code_in, sign_up, signed_in_as

BENS, ADAS = "203.0.113.7", "198.51.100.9"


def at(address: str, **headers: str) -> Client:
    return Client(headers={"host": "localhost", **headers}, REMOTE_ADDR=address)


def tries(address: str, how: Any, email: str, *arguments: Any, number: int = 25) -> list[int]:
    return [how(at(address), email, *arguments).status_code for _ in range(number)]


@pytest.fixture
def ada(ada: Person) -> Person:
    ada.set_password(PASSWORD)
    ada.save()
    return ada


def test_ben_cannot_lock_ada_out(ada: Person, letters: Letters) -> None:
    assert tries(BENS, by_password, ada.email, "not the password")[-1] == 429
    assert tries(BENS, ask_for_code, ada.email)[-1] == 429
    assert tries(BENS, sign_up, ada.email)[-1] == 429
    home = at(ADAS)
    by_password(home, ada.email)
    assert signed_in_as(home) == str(ada.pk)
    elsewhere = at(ADAS)
    asked = ask_for_code(elsewhere, ada.email)
    elsewhere.post(asked["Location"], {"code": code_in(letters()[-1])})
    assert signed_in_as(elsewhere) == str(ada.pk)
    reset = at(ADAS).post(reverse("account_reset_password"), {"email": ada.email})
    assert reset["Location"] == reverse("account_confirm_password_reset_code")


def test_twenty_tries_a_minute_and_then_a_page_that_says_to_wait(ada: Person) -> None:
    statuses = tries(BENS, by_password, ada.email, "not the password")
    assert statuses == [422] * 20 + [429] * 5
    page = by_password(at(BENS), ada.email).content.decode()
    assert "Wait a minute" in page
    assert "lamplight" in page


def test_known_and_unknown_addresses_wait_alike(ada: Person, letters: Letters) -> None:
    for how in (ask_for_code, sign_up):
        assert tries("192.0.2.1", how, ada.email) == tries("192.0.2.2", how, "zoe@example.org")


def test_a_forged_forwarding_header_moves_nobody_to_another_address(ada: Person) -> None:
    statuses = [
        by_password(at(BENS, **{"X-Forwarded-For": f"10.0.0.{n}"}), ada.email, "wrong one").status_code
        for n in range(21)
    ]
    assert statuses[-1] == 429


def test_behind_one_proxy_the_last_address_counts_whatever_stands_before_it(ada: Person) -> None:
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1):
        for n in range(21):
            last = by_password(at("10.0.0.1", **{"X-Forwarded-For": f"10.9.9.{n}, {BENS}"}), ada.email, "wrong one")
        assert last.status_code == 429
        mine = at("10.0.0.1", **{"X-Forwarded-For": ADAS})
        by_password(mine, ada.email)
        assert signed_in_as(mine) == str(ada.pk)


def test_ben_cannot_lock_ada_out_of_the_home_they_share(ada: Person, letters: Letters) -> None:
    hers = at(BENS)
    by_password(hers, ada.email)
    assert hers.get("/today/").status_code == 200  # from now on this browser is known
    hers.post(reverse("account_logout"))
    assert tries(BENS, by_password, ada.email, "not the password")[-1] == 429
    assert tries(BENS, ask_for_code, ada.email)[-1] == 429
    by_password(hers, ada.email)
    assert signed_in_as(hers) == str(ada.pk)
    hers.post(reverse("account_logout"))
    asked = ask_for_code(hers, ada.email)
    hers.post(asked["Location"], {"code": code_in(letters()[-1])})
    assert signed_in_as(hers) == str(ada.pk)


def test_a_known_browser_has_its_own_twenty_tries_and_no_more(ada: Person) -> None:
    known = []
    for _browser in range(2):
        known.append(at(BENS))
        by_password(known[-1], ada.email)
        known[-1].get("/today/")
        known[-1].post(reverse("account_logout"))
    statuses = [by_password(known[n % 2], "zoe@example.org", "wrong one").status_code for n in range(22)]
    assert statuses[-1] == 429


def test_a_made_up_mark_is_no_known_browser(ada: Person) -> None:
    tries(BENS, by_password, ada.email, "not the password")
    forged = at(BENS)
    forged.cookies["known"] = "0123456789abcdef0123:made-up"
    assert by_password(forged, ada.email).status_code == 429


def test_a_forwarding_header_that_is_too_short_is_passed_over(ada: Person) -> None:
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=2):
        for header in ("1.2.3.4", "nonsense", ""):
            assert by_password(at(BENS, **{"X-Forwarded-For": header}), ada.email, "wrong one").status_code == 422
