"""'Is it you?': asked within the visit, answered by what the person has; mail alone where there is nothing else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from intima.accounts import actions, factors
from intima.accounts.models import Person
from intima.kit import clock
from reflections.spaces.actions import tie_of
from tests.accounts.conftest import Letters
from tests.accounts.device import Device, make_passkey, use_passkey
from tests.accounts.walk import PASSWORD, ask_for_code, by_password, code_in, give_app, recovery_codes, shown_by

AGAIN, SET, ADDRESS = reverse("accounts:again"), reverse("account_set_password"), reverse("account_email")
Browsers = Callable[[Person], Client]


@pytest.fixture
def with_password(ada: Person) -> Person:
    ada.set_password(PASSWORD)
    ada.save()
    return ada


def answer(browser: Client, way: str, **data: str) -> Any:
    return browser.post(AGAIN, {"way": way, "next": ADDRESS, **data})


def offered(browser: Client) -> set[str]:
    shown = browser.get(AGAIN).context
    return {str(shown["way"]), *map(str, shown["others"])}


# --- The ways -----------------------------------------------------------------------------------


def test_a_code_by_email_leads_back_to_the_page_that_asked(ada: Person, browser: Client, letters: Letters) -> None:
    browser.force_login(ada)
    key = browser.session.session_key
    asked = browser.get(ADDRESS)
    assert asked["Location"] == f"{AGAIN}?next={ADDRESS.replace('/', '%2F')}"
    assert "We send a code to" in browser.get(asked["Location"]).content.decode()
    sent = answer(browser, "mail")
    assert sent.status_code == 302
    assert f'value="{ADDRESS}"' in browser.get(sent["Location"]).content.decode()
    assert answer(browser, "mail", code=code_in(letters()[-1]))["Location"] == ADDRESS
    assert browser.get(ADDRESS).status_code == 200
    assert browser.session.session_key == key  # the very same visit


def test_a_password_does(with_password: Person, browser: Client) -> None:
    browser.force_login(with_password)
    assert 'autocomplete="current-password"' in browser.get(AGAIN).content.decode()
    assert answer(browser, "password", password=PASSWORD)["Location"] == ADDRESS
    assert browser.get(ADDRESS).status_code == 200


def test_a_wrong_password_is_422_and_stands_nowhere(with_password: Person, browser: Client) -> None:
    browser.force_login(with_password)
    wrong = answer(browser, "password", password="lamplight by the door")
    assert wrong.status_code == 422
    assert "by the door" not in wrong.content.decode() + str(dict(browser.session))
    assert browser.get(ADDRESS).status_code == 302


def test_an_app_does_and_a_recovery_code(ada: Person, browser_of: Browsers) -> None:
    key = give_app(ada)
    browser = browser_of(ada)
    assert answer(browser, "app", code="000000").status_code == 422
    assert answer(browser, "app", code=shown_by(key))["Location"] == ADDRESS
    other = browser_of(ada)
    assert answer(other, "app", code=recovery_codes(ada)[0])["Location"] == ADDRESS
    assert other.get(ADDRESS).status_code == 200


def test_a_passkey_does(ada: Person, just_signed_in: Browsers, browser_of: Browsers) -> None:
    device = Device()
    make_passkey(just_signed_in(ada), device)
    browser = browser_of(ada)
    assert use_passkey(browser, device, AGAIN, way="passkey", next=ADDRESS)["Location"] == ADDRESS
    assert browser.get(ADDRESS).status_code == 200


def test_somebody_elses_passkey_does_not(
    ada: Person, ben: Person, just_signed_in: Browsers, browser_of: Browsers
) -> None:
    mine, his = Device(), Device()
    make_passkey(just_signed_in(ada), mine)
    make_passkey(just_signed_in(ben), his)
    browser = browser_of(ada)
    assert use_passkey(browser, his, AGAIN, way="passkey", next=ADDRESS).status_code == 422
    assert browser.get(ADDRESS).status_code == 302


def test_adding_a_second_factor_is_proof_of_its_own(ada: Person, browser: Client, letters: Letters) -> None:
    """Whoever came by mail and sets up a passkey is not asked for it a moment later."""
    asked = ask_for_code(browser, ada.email)
    browser.post(asked["Location"], {"code": code_in(letters()[-1])})
    assert browser.get(ADDRESS).status_code == 200
    make_passkey(browser, Device())
    assert browser.get(ADDRESS).status_code == 200


# --- What is offered ----------------------------------------------------------------------------


def test_everybody_is_offered_what_they_have(ada: Person, just_signed_in: Browsers, browser_of: Browsers) -> None:
    browser = browser_of(ada)
    assert offered(browser) == {"mail"}
    ada.set_password(PASSWORD)
    ada.save()
    browser = browser_of(ada)
    assert offered(browser) == {"password", "mail"}
    make_passkey(just_signed_in(ada), Device())
    assert offered(browser_of(ada)) == {"passkey", "password", "app"}  # with its recovery codes


def test_with_a_second_factor_mail_is_offered_to_nobody_who_forges_it(
    ada: Person, browser_of: Browsers, letters: Letters
) -> None:
    give_app(ada)
    before, browser = len(letters()), browser_of(ada)
    assert answer(browser, "mail").status_code == 422  # taken for the code of the app
    assert len(letters()) == before


def test_a_code_that_was_sent_before_the_second_factor_came_is_worth_nothing(
    ada: Person, browser_of: Browsers, letters: Letters
) -> None:
    browser = browser_of(ada)
    answer(browser, "mail")
    code = code_in(letters()[-1])
    give_app(ada)
    assert answer(browser, "mail", code=code).status_code == 422
    assert browser.get(ADDRESS).status_code == 302


def test_proof_by_mail_ends_when_something_better_is_set_up_elsewhere(
    ada: Person, browser_of: Browsers, letters: Letters
) -> None:
    browser = browser_of(ada)
    answer(browser, "mail")
    answer(browser, "mail", code=code_in(letters()[-1]))
    assert browser.get(ADDRESS).status_code == 200
    give_app(ada)
    assert browser.get(ADDRESS).status_code == 302


@pytest.mark.parametrize("closed_by", ["codes off", "lock"])
def test_codes_switched_off_and_the_lock_take_mail_away(
    closed_by: str, with_password: Person, browser: Client, browser_of: Browsers, letters: Letters
) -> None:
    asked = ask_for_code(browser, with_password.email)
    browser.post(asked["Location"], {"code": code_in(letters()[-1])})
    assert browser.get(ADDRESS).status_code == 200
    if closed_by == "lock":
        actions.lock_journal(person=with_password, on=True)
    else:
        factors.take_codes(person=with_password, on=False)
    assert browser.get(ADDRESS).status_code == 302  # having signed in by mail does not count any more
    assert offered(browser) == {"password"}


# --- How long, how often ------------------------------------------------------------------------


def test_it_lasts_half_an_hour(with_password: Person, browser: Client) -> None:
    browser.force_login(with_password)
    answer(browser, "password", password=PASSWORD)
    for minutes, status in ((29, 200), (31, 302)):
        with time_machine.travel(clock.now() + timedelta(minutes=minutes), tick=False):
            assert browser.get(ADDRESS).status_code == status


def test_a_code_lasts_a_quarter_of_an_hour_and_five_tries(ada: Person, browser: Client, letters: Letters) -> None:
    browser.force_login(ada)
    answer(browser, "mail")
    code = code_in(letters()[-1])
    with time_machine.travel(clock.now() + timedelta(minutes=16), tick=False):
        assert answer(browser, "mail", code=code).status_code == 302
    assert browser.get(ADDRESS).status_code == 302
    newer = code_in(letters()[-1])  # pressed again, another one is sent
    assert newer != code
    assert [answer(browser, "mail", code="WRNG-WRNG").status_code for _ in range(5)] == [422] * 5
    answer(browser, "mail", code=newer)
    assert browser.get(ADDRESS).status_code == 302


def test_a_code_works_once(ada: Person, browser: Client, letters: Letters) -> None:
    browser.force_login(ada)
    answer(browser, "mail")
    answer(browser, "mail", code=code_in(letters()[-1]))
    with time_machine.travel(clock.now() + timedelta(minutes=31)):
        answer(browser, "mail", code=code_in(letters()[-1]))
        assert browser.get(ADDRESS).status_code == 302


def test_ten_tries_a_minute(with_password: Person, browser: Client) -> None:
    browser.force_login(with_password)
    statuses = [answer(browser, "password", password="not the password").status_code for _ in range(12)]
    assert statuses == [422] * 10 + [429] * 2


def test_whoever_showed_it_is_not_asked_again(ada: Person, just_signed_in: Browsers) -> None:
    assert just_signed_in(ada).get(f"{AGAIN}?next={SET}")["Location"] == SET


# --- Where it leads, and what it keeps ----------------------------------------------------------


@pytest.mark.parametrize("wanted", ["https://example.net/", "//example.net/", "javascript:alert(1)"])
def test_it_leads_to_our_own_paths_alone(with_password: Person, browser: Client, wanted: str) -> None:
    browser.force_login(with_password)
    assert "example.net" not in browser.get(AGAIN, {"next": wanted}).content.decode()
    shown = browser.post(AGAIN, {"way": "password", "password": PASSWORD, "next": wanted})
    assert shown["Location"] == reverse("accounts:ways")


def test_what_is_posted_too_late_is_kept_nowhere_and_its_page_is_there_again(
    with_password: Person, browser: Client
) -> None:
    browser.force_login(with_password)
    late = browser.post(ADDRESS, {"email": "adele@example.org"}, headers={"Referer": f"http://localhost{ADDRESS}"})
    assert late["Location"] == f"{AGAIN}?next={ADDRESS.replace('/', '%2F')}"
    assert "adele" not in str(dict(browser.session))
    answer(browser, "password", password=PASSWORD)
    assert "adele" not in browser.get(ADDRESS).content.decode()


def test_another_sites_page_is_none_to_come_back_to(with_password: Person, browser: Client) -> None:
    browser.force_login(with_password)
    late = browser.post(ADDRESS, {"email": "a@example.org"}, headers={"Referer": "https://example.net/lure/"})
    assert "lure" not in late["Location"]


def test_a_fragment_leads_the_whole_page_there(with_password: Person, browser: Client) -> None:
    browser.force_login(with_password)
    asked = browser.get(SET, headers={"HX-Request": "true", "HX-Current-URL": f"http://localhost{ADDRESS}"})
    assert asked["HX-Redirect"] == f"{AGAIN}?next={ADDRESS.replace('/', '%2F')}"


def test_nobody_is_asked_before_leaving_or_taking_back(
    ada: Person, ben: Person, space: Any, browser_of: Browsers
) -> None:
    actions.lock_journal(person=_with_password(ada), on=True)
    browser = browser_of(ada)
    for name in ("spaces:leave", "journal:take_all_back"):
        assert browser.get(reverse(name)).status_code == 200
    assert browser.post(reverse("journal:take_all_back"))["Location"] == reverse("journal:journal")
    assert browser.post(reverse("spaces:leave")).status_code == 302
    assert tie_of(ada) is None


def _with_password(person: Person) -> Person:
    person.set_password(PASSWORD)
    person.save()
    return person


def test_a_sign_in_by_password_counts(with_password: Person, browser: Client) -> None:
    by_password(browser, with_password.email)
    assert browser.get(ADDRESS).status_code == 200
