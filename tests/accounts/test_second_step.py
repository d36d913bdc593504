"""With a second factor neither mail nor a password lets anybody in alone."""

import time
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from intima.accounts import factors
from intima.accounts.models import Person
from tests.accounts.conftest import Letters
from tests.accounts.walk import (
    PASSWORD,
    ask_for_code,
    by_password,
    code_in,
    give_app,
    recovery_codes,
    shown_by,
    signed_in_as,
    type_second_step,
)

SECOND = reverse("mfa_authenticate")


@pytest.fixture
def ada(ada: Person) -> Person:
    ada.set_password(PASSWORD)
    ada.save()
    return ada


@pytest.fixture
def key(ada: Person) -> str:
    """The key of Ada's app."""
    return give_app(ada)


def by_code(browser: Client, person: Person, letters: Letters, **extra: str) -> Any:
    asked = ask_for_code(browser, person.email, **extra)
    return browser.post(asked["Location"], {"code": code_in(letters()[-1]), **extra})


def test_an_emailed_code_is_the_first_step_of_two(browser: Client, ada: Person, key: str, letters: Letters) -> None:
    assert by_code(browser, ada, letters)["Location"] == SECOND
    assert signed_in_as(browser) is None
    assert browser.get(reverse("today:today")).status_code == 302
    assert type_second_step(browser, shown_by(key))["Location"] == reverse("today:today")
    assert signed_in_as(browser) == str(ada.pk)


def test_so_is_a_password(browser: Client, ada: Person, key: str) -> None:
    assert by_password(browser, ada.email)["Location"] == SECOND
    assert signed_in_as(browser) is None
    type_second_step(browser, shown_by(key))
    assert signed_in_as(browser) == str(ada.pk)


def test_the_page_that_was_wanted_is_reached_in_the_end(
    browser: Client, ada: Person, key: str, letters: Letters
) -> None:
    by_code(browser, ada, letters, next="/journal/")
    assert type_second_step(browser, shown_by(key))["Location"] == "/journal/"


def test_a_wrong_code_is_422_beside_the_field(browser: Client, ada: Person, key: str) -> None:
    by_password(browser, ada.email)
    for wrong in ("000000", "", "1" * 9_000, "é" * 6, "\u0661\u0662\u0663\u0664\u0665\u0666", "0000-0000-0000"):
        answer = type_second_step(browser, wrong)
        assert answer.status_code == 422
        assert "field-error" in answer.content.decode()
    assert signed_in_as(browser) is None


def test_the_second_step_is_nobodys_without_the_first(browser: Client, ada: Person, key: str) -> None:
    assert browser.get(SECOND)["Location"] == reverse("account_login")
    assert type_second_step(browser, shown_by(key))["Location"] == reverse("account_login")
    assert signed_in_as(browser) is None


def test_somebody_elses_app_is_no_second_step(browser: Client, ada: Person, key: str, ben: Person) -> None:
    bens = give_app(ben)
    by_password(browser, ada.email)
    assert type_second_step(browser, shown_by(bens)).status_code == 422
    for code in recovery_codes(ben):
        assert type_second_step(browser, code).status_code == 422


def test_half_a_sign_in_lasts_a_quarter_of_an_hour(browser: Client, ada: Person, key: str) -> None:
    by_password(browser, ada.email)
    with time_machine.travel(time.time() + 16 * 60, tick=False):
        assert type_second_step(browser, shown_by(key))["Location"] == reverse("account_login")
    assert signed_in_as(browser) is None


# --- A code fits once ---------------------------------------------------------------------------


def test_a_code_of_the_app_fits_once(ada: Person, key: str) -> None:
    with time_machine.travel(time.time(), tick=False):
        code, signed_in = shown_by(key), []
        for _attempt in range(2):
            browser = Client(headers={"host": "localhost"})
            by_password(browser, ada.email)
            type_second_step(browser, code)
            signed_in.append(signed_in_as(browser) is not None)
    assert signed_in == [True, False]


def test_no_code_fits_that_was_shown_before_the_last_one_used(ada: Person, key: str) -> None:
    with time_machine.travel(time.time(), tick=False):
        browser = Client(headers={"host": "localhost"})
        by_password(browser, ada.email)
        type_second_step(browser, shown_by(key, later=1))  # a phone whose clock is fast
        assert signed_in_as(browser)
        again = Client(headers={"host": "localhost"})
        by_password(again, ada.email)
        for earlier in (0, -1, 1):
            assert type_second_step(again, shown_by(key, later=earlier)).status_code == 422


@pytest.mark.parametrize(("later", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off(browser: Client, ada: Person, key: str, later: int, fits: bool) -> None:
    with time_machine.travel(time.time(), tick=False):
        by_password(browser, ada.email)
        type_second_step(browser, shown_by(key, later=later))
    assert (signed_in_as(browser) is not None) == fits


def test_a_recovery_code_fits_once_and_its_owner_is_told(ada: Person, key: str, letters: Letters) -> None:
    code = recovery_codes(ada)[0]
    signed_in = []
    for typed in (code.replace("-", " "), code):
        browser = Client(headers={"host": "localhost"})
        by_password(browser, ada.email)
        type_second_step(browser, typed)
        signed_in.append(signed_in_as(browser) is not None)
    assert signed_in == [True, False]
    assert factors.ways_of(ada).codes_left == 9
    assert [letter for letter in letters() if "A recovery code of your account was used." in letter.text]


# --- Too many tries -----------------------------------------------------------------------------


def tries(browser: Client, number: int, code: str = "000000") -> list[int]:
    return [type_second_step(browser, code).status_code for _ in range(number)]


def test_five_codes_an_hour_are_looked_at_wherever_they_come_from(ada: Person, key: str) -> None:
    for number in range(5):
        bens = Client(headers={"host": "localhost"}, REMOTE_ADDR=f"203.0.113.{number}")
        by_password(bens, ada.email)
        assert tries(bens, 1) == [422]
    bens = Client(headers={"host": "localhost"}, REMOTE_ADDR="203.0.113.77")
    by_password(bens, ada.email)
    answer = type_second_step(bens, shown_by(key))  # the right one, too late
    assert answer.status_code == 422
    assert "many tries" in answer.content.decode()
    assert signed_in_as(bens) is None


def test_ben_who_knows_the_password_cannot_lock_ada_out(ada: Person, key: str) -> None:
    hers, codes = Client(headers={"host": "localhost"}), recovery_codes(ada)
    by_password(hers, ada.email)
    type_second_step(hers, shown_by(key, later=-1))
    hers.get("/today/")  # from now on this browser is known
    hers.post(reverse("account_logout"))
    bens = Client(headers={"host": "localhost"})
    by_password(bens, ada.email)
    assert set(tries(bens, 30)) == {422}
    by_password(hers, ada.email)
    type_second_step(hers, shown_by(key))
    assert signed_in_as(hers) == str(ada.pk)
    new = Client(headers={"host": "localhost"})
    by_password(new, ada.email)
    type_second_step(new, codes[0])  # in a browser that is not known, a recovery code still fits
    assert signed_in_as(new) == str(ada.pk)


def known_to(ada: Person, key: str, later: int) -> Client:
    """A browser that she signed in with, and left."""
    browser = Client(headers={"host": "localhost"})
    by_password(browser, ada.email)
    type_second_step(browser, shown_by(key, later=later))
    assert browser.get("/today/").status_code == 200
    browser.post(reverse("account_logout"))
    return browser


def test_tries_at_one_browser_that_she_used_leave_the_others_theirs(ada: Person, key: str) -> None:
    laptop, phone = known_to(ada, key, -1), known_to(ada, key, 0)
    for browser in (laptop, phone):
        by_password(browser, ada.email)
    tries(laptop, 5)
    assert "many tries" in type_second_step(laptop, "000000").content.decode()
    type_second_step(phone, shown_by(key, later=1))
    assert signed_in_as(phone) == str(ada.pk)


def test_a_browser_that_lost_its_mark_within_a_visit_gets_the_same_one_again(ada: Person, key: str) -> None:
    browser = Client(headers={"host": "localhost"})
    by_password(browser, ada.email)
    type_second_step(browser, shown_by(key))
    marks = set()
    for _lost in range(3):
        browser.cookies.pop("known", None)
        browser.get("/today/")
        marks.add(browser.cookies["known"].value)
    assert len(marks) == 1


def test_an_hour_later_the_app_is_asked_again(ada: Person, key: str) -> None:
    bens = Client(headers={"host": "localhost"})
    by_password(bens, ada.email)
    tries(bens, 6)
    with time_machine.travel(time.time() + 3700, tick=False):
        mine = Client(headers={"host": "localhost"})
        by_password(mine, ada.email)
        type_second_step(mine, shown_by(key))
        assert signed_in_as(mine) == str(ada.pk)


def test_ones_own_second_step_gives_back_no_tries_for_passwords(ada: Person, ben: Person, key: str) -> None:
    """Ben signs in to his own account now and then, and so gets no more tries at Ada's password."""
    ben.set_password("a password of Ben’s own")
    ben.save()
    bens_key = give_app(ben)
    wrong = [by_password(Client(headers={"host": "localhost"}), ada.email, "not it").status_code for _ in range(15)]
    bens = Client(headers={"host": "localhost"})
    by_password(bens, ben.email, "a password of Ben’s own")
    type_second_step(bens, shown_by(bens_key))
    assert signed_in_as(bens) == str(ben.pk)
    wrong += [by_password(Client(headers={"host": "localhost"}), ada.email, "not it").status_code for _ in range(8)]
    assert wrong[-1] == 429


# --- A new password -----------------------------------------------------------------------------


def reset(browser: Client, person: Person, letters: Letters) -> Any:
    asked = browser.post(reverse("account_reset_password"), {"email": person.email})
    confirmed = browser.post(asked["Location"], {"code": code_in(letters()[-1])})
    return browser.get(confirmed["Location"])


CHOOSE = reverse("account_complete_password_reset")


def test_a_reset_asks_for_the_second_factor_first(
    browser: Client, ada: Person, key: str, letters: Letters, browser_of: Callable[[Person], Client]
) -> None:
    elsewhere = browser_of(ada)
    step = reset(browser, ada, letters)["Location"]
    assert step == reverse("accounts:reset_factor")
    refused = browser.post(CHOOSE, {"password1": "another fifteen and more"})
    ada.refresh_from_db()
    assert refused["Location"] == step
    assert ada.check_password(PASSWORD)
    assert browser.post(step, {"code": "000000"}).status_code == 422
    assert browser.post(step, {"code": shown_by(key)})["Location"] == CHOOSE
    entered = browser.post(CHOOSE, {"password1": "another fifteen and more"})
    assert entered["Location"] == reverse("today:today")
    assert signed_in_as(browser) == str(ada.pk)
    assert elsewhere.get("/today/").status_code == 302  # signed out there
    assert any("password of your account was changed" in letter.text for letter in letters())


def test_a_reset_tells_every_confirmed_address_and_no_other(browser: Client, ada: Person, letters: Letters) -> None:
    ada.emailaddress_set.create(email="second@example.org", verified=True, primary=False)
    ada.emailaddress_set.create(email="never@example.org", verified=False, primary=False)
    reset(browser, ada, letters)
    browser.post(CHOOSE, {"password1": "another fifteen and more"})
    told = {letter.to for letter in letters() if "was changed" in letter.text}
    assert told == {"ada@example.org", "second@example.org"}


def test_a_second_factor_from_after_the_code_is_asked_for_too(browser: Client, ada: Person, letters: Letters) -> None:
    assert reset(browser, ada, letters).status_code == 200  # nothing to ask for yet
    give_app(ada)
    assert browser.post(CHOOSE, {"password1": "another fifteen and more"})["Location"] == reverse(
        "accounts:reset_factor"
    )
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


def test_the_second_step_of_a_reset_is_nobodys_without_the_code(browser: Client, ada: Person, key: str) -> None:
    step = reverse("accounts:reset_factor")
    assert browser.get(step)["Location"] == reverse("account_reset_password")
    asked = browser.post(reverse("account_reset_password"), {"email": ada.email})
    assert asked["Location"]
    assert browser.post(step, {"code": shown_by(key)})["Location"] == reverse("account_reset_password")
