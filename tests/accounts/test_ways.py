"""How somebody signs in, and what can be changed about it."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intima.accounts import factors, ways
from intima.accounts.models import Person, Removal
from intima.accounts.tasks import remove_factors
from intima.kit import clock
from tests.accounts.conftest import Letters
from tests.accounts.walk import PASSWORD, by_password, give_app, recovery_codes, shown_by, signed_in_as

WAYS, APP, PASSKEY, RECOVERY, CODES, KEEP = (
    reverse(f"accounts:{name}") for name in ("ways", "app", "passkey", "recovery", "codes", "keep_factor")
)
Browsers = Callable[[Person], Client]


def give_passkey(person: Person, name: str = "Phone") -> Authenticator:
    """A row as a real passkey leaves it; this one can sign nothing."""
    return factors.add_passkey(person=person, name=name, credential={})


def a_day_ago(factor: Authenticator) -> None:
    Authenticator.objects.filter(pk=factor.pk).update(created_at=clock.now() - Removal.WAIT)


def removal_page(factor: Authenticator) -> str:
    return reverse("accounts:remove_factor", args=[factor.pk])


def set_up_app(browser: Client) -> Any:
    browser.get(APP)
    return browser.post(APP, {"code": shown_by(browser.session[ways.KEY])})


# --- The page -----------------------------------------------------------------------------------


def test_the_page_gathers_every_way(ada: Person, browser_of: Browsers) -> None:
    give_passkey(ada, "Grandmother’s tablet")
    give_app(ada)
    page = browser_of(ada).get(WAYS).content.decode()
    for words in ("ada@example.org", "Grandmother’s tablet", "Your authenticator app", "10 of 10 are left"):
        assert words in page
    for url in (reverse("account_email"), reverse("account_change_password"), CODES, RECOVERY, PASSKEY):
        assert url in page


def test_it_costs_the_same_with_one_passkey_and_with_twenty(ada: Person, browser_of: Browsers) -> None:
    counts = []
    for number in (1, 19):
        for _ in range(number):
            give_passkey(ada)
        browser = browser_of(ada)
        browser.get(WAYS)
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(WAYS).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 10


@pytest.mark.parametrize("url", [APP, PASSKEY, RECOVERY, CODES])
def test_no_page_behind_it_costs_more_than_ten(ada: Person, just_signed_in: Browsers, url: str) -> None:
    give_passkey(ada)
    browser = just_signed_in(ada)
    browser.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(url).status_code == 200
    assert len(seen) <= 10


def test_the_name_of_a_passkey_lies_sealed(ada: Person) -> None:
    row = give_passkey(ada, "Grandmother’s tablet")
    assert "Grandmother" not in str(row.data) + str(row)
    assert factors.name_of(row) == "Grandmother’s tablet"


# --- The app ------------------------------------------------------------------------------------


def test_the_app_takes_the_code_of_its_key(ada: Person, just_signed_in: Browsers, letters: Letters) -> None:
    browser = just_signed_in(ada)
    page = browser.get(APP).content.decode()
    key = browser.session[ways.KEY]
    assert "data:image/svg+xml;base64," in page
    assert key[:4] in page
    assert browser.get(APP).content.decode().count(key[:4]) == page.count(key[:4])  # the same after a reload
    assert browser.post(APP, {"code": "000000"}).status_code == 422
    assert set_up_app(browser)["Location"] == RECOVERY
    assert ada.has_second_factor
    assert ways.KEY not in browser.session
    assert "authenticator app was added" in letters()[-1].text
    assert browser.get(APP)["Location"] == WAYS  # there is one


def test_the_code_that_set_it_up_signs_in_nowhere(ada: Person, just_signed_in: Browsers) -> None:
    with time_machine.travel(time.time(), tick=False):
        browser = just_signed_in(ada)
        browser.get(APP)
        code = shown_by(browser.session[ways.KEY])
        browser.post(APP, {"code": code})
        assert factors.use_app_code(person=ada, code=code, at=clock.now()) is None


# --- Recovery codes -----------------------------------------------------------------------------


def test_recovery_codes_are_shown_once_and_for_ten_minutes(ada: Person, just_signed_in: Browsers) -> None:
    browser = just_signed_in(ada)
    set_up_app(browser)
    shown = [codes_on(browser.get(RECOVERY)) for _reload in range(2)]
    assert len(set(shown[0])) == 10
    assert shown[0] == shown[1]
    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=False):
        later = browser.get(RECOVERY)
    assert codes_on(later) == []
    assert "10 of 10 are left" in later.content.decode()


def codes_on(page: Any) -> list[str]:
    return list(page.context["codes"])


def test_new_ones_replace_the_old_ones(ada: Person, just_signed_in: Browsers, letters: Letters) -> None:
    give_app(ada)
    old = recovery_codes(ada)
    browser = just_signed_in(ada)
    assert browser.post(RECOVERY)["Location"] == RECOVERY
    new = codes_on(browser.get(RECOVERY))
    assert len(new) == 10
    assert not set(old) & set(new)
    assert factors.use_recovery_code(person=ada, code=old[0], at=clock.now()) is None
    assert factors.use_recovery_code(person=ada, code=new[0], at=clock.now())
    assert any("New recovery codes were made" in letter.text for letter in letters())


def test_without_a_second_factor_there_are_none(ada: Person, just_signed_in: Browsers) -> None:
    browser = just_signed_in(ada)
    assert browser.get(RECOVERY)["Location"] == WAYS
    assert browser.post(RECOVERY)["Location"] == WAYS
    assert not Authenticator.objects.exists()


def test_a_second_factor_more_shows_no_codes_again(ada: Person, just_signed_in: Browsers) -> None:
    give_passkey(ada)
    recovery_codes(ada)
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
        browser = just_signed_in(ada)
        assert set_up_app(browser)["Location"] == WAYS


# --- Renaming -----------------------------------------------------------------------------------


def test_a_passkey_can_be_renamed(ada: Person, just_signed_in: Browsers) -> None:
    row = give_passkey(ada)
    url = reverse("accounts:rename_passkey", args=[row.pk])
    browser = just_signed_in(ada)
    assert 'value="Phone"' in browser.get(url).content.decode()
    for wrong in ("", "  ", "\u200b", "a\nb", "a" * 61):
        assert browser.post(url, {"name": wrong}).status_code == 422
    browser.post(url, {"name": "<b>Old</b> 👩‍❤️‍👨"})
    row.refresh_from_db()
    assert factors.name_of(row) == "<b>Old</b> 👩‍❤️‍👨"
    assert "<b>Old</b>" not in browser.get(WAYS).content.decode()


def test_somebody_elses_is_a_404_like_one_that_never_was(ada: Person, ben: Person, just_signed_in: Browsers) -> None:
    row, browser = give_passkey(ben), just_signed_in(ada)
    for pk in (row.pk, 999_999):
        for name in ("rename_passkey", "remove_factor"):
            url = reverse(f"accounts:{name}", args=[pk])
            assert browser.get(url).status_code == browser.post(url, {"name": "Mine"}).status_code == 404
    codes = Authenticator.objects.get(user=ben, type="recovery_codes")
    assert just_signed_in(ben).post(removal_page(codes)).status_code == 404  # no second factor of their own


# --- Removing -----------------------------------------------------------------------------------


def test_one_of_two_goes_at_once(ada: Person, just_signed_in: Browsers, letters: Letters) -> None:
    give_app(ada)
    row = give_passkey(ada)
    a_day_ago(Authenticator.objects.get(user=ada, type="totp"))
    browser = just_signed_in(ada)
    assert "It goes at once" in browser.get(removal_page(row)).content.decode()
    browser.post(removal_page(row))
    assert not factors.ways_of(ada).passkeys
    assert factors.ways_of(ada).codes_left == 10
    assert "A passkey of your account was removed." in letters()[-1].text


def test_one_that_was_added_a_minute_ago_stands_in_for_none(
    ada: Person, just_signed_in: Browsers, letters: Letters
) -> None:
    hers = give_passkey(ada)
    a_day_ago(hers)
    browser = just_signed_in(ada)
    set_up_app(browser)  # by whoever holds her phone
    shown = browser.get(removal_page(hers)).content.decode()
    assert "No other second step of yours is a day old" in shown
    assert "your recovery codes go with it" not in shown
    browser.post(removal_page(hers))
    assert factors.ways_of(ada).passkeys
    assert "keep the second step here" in letters()[-1].text
    theirs = Authenticator.objects.get(user=ada, type="totp")
    browser.post(reverse("accounts:keep_factor"))
    browser.post(removal_page(theirs))  # by her: at once, since hers has been there for long
    assert factors.ways_of(ada).app is None


def test_the_last_one_stays_for_a_day_and_everybody_confirmed_is_told(
    ada: Person, just_signed_in: Browsers, letters: Letters
) -> None:
    ada.emailaddress_set.create(email="second@example.org", verified=True, primary=False)
    key = give_app(ada)
    app = Authenticator.objects.get(type="totp")
    browser, before = just_signed_in(ada), len(letters())
    assert "24 hours" in browser.get(removal_page(app)).content.decode()
    browser.post(removal_page(app))
    browser.post(removal_page(app))  # pressed twice: no second letter, no second day
    told = letters()[before:]
    assert {letter.to for letter in told} == {"ada@example.org", "second@example.org"}
    assert len(told) == 2
    assert KEEP in told[0].text
    assert "Your second step goes on" in browser.get(WAYS).content.decode()
    ada.set_password(PASSWORD)
    ada.save()
    with time_machine.travel(clock.now() + timedelta(hours=23), tick=False):
        remove_factors()
        fresh = Client(headers={"host": "localhost"})
        by_password(fresh, ada.email)
        assert signed_in_as(fresh) is None  # it protects as before
        fresh.post(reverse("mfa_authenticate"), {"code": shown_by(key)})
        assert signed_in_as(fresh) == str(ada.pk)
    with time_machine.travel(clock.now() + timedelta(hours=25), tick=False):
        remove_factors()
        assert not Authenticator.objects.exists()  # the recovery codes went with it
        assert "authenticator app of your account was removed" in letters()[-1].text
        fresh = Client(headers={"host": "localhost"})
        by_password(fresh, ada.email)
        assert signed_in_as(fresh) == str(ada.pk)


def test_removing_both_in_turn_leaves_the_second_for_a_day(ada: Person, just_signed_in: Browsers) -> None:
    give_app(ada)
    row, browser = give_passkey(ada), just_signed_in(ada)
    app = Authenticator.objects.get(type="totp")
    a_day_ago(app)
    browser.post(removal_page(row))
    browser.post(removal_page(app))
    assert Removal.objects.get().factor_id == app.pk


def test_one_that_waits_to_go_is_none_that_stays(ada: Person, just_signed_in: Browsers) -> None:
    give_app(ada)
    app, browser = Authenticator.objects.get(type="totp"), just_signed_in(ada)
    browser.post(removal_page(app))
    row = give_passkey(ada)
    browser.post(removal_page(row))
    assert Removal.objects.count() == 2  # neither is gone
    assert ada.has_second_factor


def test_it_can_be_kept_without_fresh_proof(ada: Person, browser_of: Browsers, just_signed_in: Browsers) -> None:
    give_app(ada)
    just_signed_in(ada).post(removal_page(Authenticator.objects.get(type="totp")))
    browser = browser_of(ada)  # signed in long ago
    assert "Keep it" in browser.get(KEEP).content.decode()
    assert Removal.objects.exists()  # looking keeps nothing
    browser.post(KEEP)
    with time_machine.travel(clock.now() + timedelta(hours=25), tick=False):
        remove_factors()
    assert ada.has_second_factor
    assert browser.get(KEEP)["Location"] == WAYS  # nothing to keep


def test_ben_keeps_or_removes_nothing_of_adas(ada: Person, ben: Person, just_signed_in: Browsers) -> None:
    give_app(ada)
    just_signed_in(ada).post(removal_page(Authenticator.objects.get(type="totp")))
    just_signed_in(ben).post(KEEP)
    assert Removal.objects.exists()


def test_a_lost_phone_is_replaced_with_a_recovery_code_and_goes_after_a_day(
    ada: Person, just_signed_in: Browsers
) -> None:
    ada.set_password(PASSWORD)
    ada.save()
    give_app(ada)
    old, code = Authenticator.objects.get(type="totp"), recovery_codes(ada)[0]
    browser = Client(headers={"host": "localhost"})
    by_password(browser, ada.email)
    browser.post(reverse("mfa_authenticate"), {"code": code})
    assert browser.get(PASSKEY).status_code == 200
    give_passkey(ada, "New phone")
    browser.post(removal_page(old))
    with time_machine.travel(clock.now() + timedelta(hours=25), tick=False):
        remove_factors()
    assert not Authenticator.objects.filter(pk=old.pk).exists()
    assert ada.has_second_factor


# --- Codes by email -----------------------------------------------------------------------------


def test_codes_are_switched_off_and_on_again(ada: Person, just_signed_in: Browsers, letters: Letters) -> None:
    ada.set_password(PASSWORD)
    ada.save()
    browser = just_signed_in(ada)
    assert "nobody lets you in any more" in browser.get(CODES).content.decode()
    browser.post(CODES, {"codes": "off"})
    browser.post(CODES, {"codes": "off"})
    ada.refresh_from_db()
    assert not ada.takes_codes
    browser.post(CODES, {"codes": "on"})
    ada.refresh_from_db()
    assert ada.takes_codes
    assert [letter.text.splitlines()[0].rpartition(" for ")[0] for letter in letters()] == [
        "Signing in with a code by email was switched off",
        "Signing in with a code by email was switched on",
    ]
    assert browser.post(CODES, {"codes": "perhaps"}).status_code == 400


def test_whoever_has_no_other_way_keeps_the_codes(ada: Person, just_signed_in: Browsers) -> None:
    browser = just_signed_in(ada)
    assert "Switch it off" not in browser.get(CODES).content.decode()
    assert browser.post(CODES, {"codes": "off"}).status_code == 422
    give_app(ada)  # an app is no first step
    assert browser.post(CODES, {"codes": "off"}).status_code == 422
    ada.refresh_from_db()
    assert ada.takes_codes


def test_when_the_last_other_way_goes_codes_are_taken_again(ada: Person, just_signed_in: Browsers) -> None:
    row = give_passkey(ada)
    browser = just_signed_in(ada)
    browser.post(CODES, {"codes": "off"})
    browser.post(removal_page(row))
    ada.refresh_from_db()
    assert not ada.takes_codes  # for a day
    with time_machine.travel(clock.now() + timedelta(hours=25), tick=False):
        remove_factors()
    ada.refresh_from_db()
    assert ada.takes_codes


# --- Fresh proof --------------------------------------------------------------------------------


@pytest.mark.parametrize("url", [APP, PASSKEY, RECOVERY, CODES])
def test_each_change_asks_who_is_there(ada: Person, browser_of: Browsers, url: str) -> None:
    give_passkey(ada)
    browser = browser_of(ada)
    for answer in (browser.get(url), browser.post(url, {"codes": "off"})):
        assert answer["Location"].startswith(reverse("accounts:again"))
    for name in ("rename_passkey", "remove_factor"):
        answer = browser.post(reverse(f"accounts:{name}", args=[Authenticator.objects.first().pk]))  # type: ignore[union-attr]
        assert answer["Location"].startswith(reverse("accounts:again"))


def test_what_the_secrets_are_sealed_with_is_the_adapter_of_ours() -> None:
    assert type(get_adapter()).__module__ == "intima.accounts.adapter"
