"""Too many tries from one network address have to wait; nobody else does."""

import time
from typing import Any

import pytest
import time_machine
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


@pytest.mark.parametrize("is_known", [False, True])
def test_one_network_of_ipv6_is_one_whatever_a_browser_is_known_as(ada: Person, ben: Person, *, is_known: bool) -> None:
    statuses = []
    bens = at("2001:db8:0:7::1")
    bens.force_login(ben)
    bens.get("/today/")
    for number in range(21):
        browser = at(f"2001:db8:0:7::{number + 1:x}")
        if is_known:
            browser.cookies["known"] = bens.cookies["known"].value
        statuses.append(by_password(browser, ada.email, "not the password").status_code)
    assert statuses == [422] * 20 + [429]


def test_having_browsers_forgotten_brings_no_more_tries(ada: Person, ben: Person) -> None:
    bens, statuses = at(BENS), []
    bens.force_login(ben)
    for _round in range(3):
        bens.post(reverse("accounts:end_other_visits"))
        bens.get("/today/")
        marked = at(BENS)
        marked.cookies["known"] = bens.cookies["known"].value
        statuses += [by_password(marked, ada.email, "not the password").status_code for _try in range(10)]
    assert statuses == [422] * 20 + [429] * 10


def test_a_made_up_mark_is_no_known_browser(ada: Person) -> None:
    tries(BENS, by_password, ada.email, "not the password")
    forged = at(BENS)
    forged.cookies["known"] = "0123456789abcdef0123:made-up"
    assert by_password(forged, ada.email).status_code == 429


def test_a_forwarding_header_that_is_too_short_is_passed_over(ada: Person) -> None:
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=2):
        for header in ("1.2.3.4", "nonsense", ""):
            assert by_password(at(BENS, **{"X-Forwarded-For": header}), ada.email, "wrong one").status_code == 422


# --- Letters to one address ---------------------------------------------------------------------


def ask_for_reset(browser: Client, email: str) -> Any:
    return browser.post(reverse("account_reset_password"), {"email": email})


ASKING = (ask_for_code, ask_for_reset, sign_up)


def ask_all(address: str, email: str, number: int = 15) -> list[tuple[int, str]]:
    """From one network: what is answered, time after time, to each way of having a letter sent."""
    asked = [how(at(address), email) for how in ASKING for _time in range(number)]
    return [(answer.status_code, answer.headers.get("Location", "")) for answer in asked]


def test_strangers_cannot_fill_a_mailbox_and_are_answered_as_ever(ada: Person, letters: Letters) -> None:
    asking = {ada.email: BENS, "zoe@example.org": "192.0.2.77"}
    answers = {email: ask_all(network, email) for email, network in asking.items()}
    assert answers[ada.email] == answers["zoe@example.org"]
    assert all(len(set(answers[ada.email][first : first + 15])) == 1 for first in (0, 15, 30))
    sent = [letter.to for letter in letters()]
    assert {email: sent.count(email) for email in answers} == dict.fromkeys(answers, 12)
    for network in range(1, 5):
        ask_all(f"192.0.2.{network}", ada.email)
    assert [letter.to for letter in letters()].count(ada.email) == 40


def test_however_many_letters_strangers_ask_for_her_own_browser_gets_hers(ada: Person, letters: Letters) -> None:
    hers = at(BENS)
    by_password(hers, ada.email)
    assert hers.get("/today/").status_code == 200  # from now on this browser is known
    hers.post(reverse("account_logout"))
    for network in (BENS, *(f"192.0.2.{number}" for number in range(1, 5))):
        ask_all(network, ada.email)
    before = len(letters())
    asked = ask_for_code(hers, ada.email)
    assert len(letters()) == before + 1
    hers.post(asked["Location"], {"code": code_in(letters()[-1])})
    assert signed_in_as(hers) == str(ada.pk)


def test_an_hour_later_strangers_may_ask_again(ada: Person, letters: Letters) -> None:
    ask_all(BENS, ada.email)
    before = len(letters())
    with time_machine.travel(time.time() + 3700, tick=False):
        ask_for_code(at(BENS), ada.email)
    assert len(letters()) == before + 1
