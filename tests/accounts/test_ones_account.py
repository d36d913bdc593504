"""Name, zone, language, password and address: changed by their owner, and by nobody who borrows the phone."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from intima.accounts import actions
from intima.accounts.models import Person
from intima.kit import clock, news
from tests.accounts.conftest import Letters
from tests.accounts.walk import HERE, PASSWORD, by_password, code_in, signed_in_as

ME, WAYS = reverse("accounts:me"), reverse("accounts:ways")
SET, CHANGE, ADDRESS = (reverse(f"account_{name}") for name in ("set_password", "change_password", "email"))
Browsers = Callable[[Person], Client]


@pytest.fixture
def moves() -> Iterator[list[tuple[Person, datetime]]]:
    heard: list[tuple[Person, datetime]] = []

    def listen(sender: Any, person: Person, at: datetime, **kwargs: Any) -> None:
        heard.append((person, at))

    news.zone_moved.connect(listen)
    yield heard
    news.zone_moved.disconnect(listen)


# --- Name, zone, language -----------------------------------------------------------------------


def test_all_three_can_be_changed(ada: Person, browser_of: Browsers, moves: list[Any]) -> None:
    browser = browser_of(ada)
    page = browser.get(ME).content.decode()
    assert 'value="Ada"' in page
    assert re.search(r'<option value="Europe/London"[^>]* selected[ >]', page)
    answer = browser.post(ME, {"name": "Adele", "time_zone": "Asia/Tokyo", "language": "es"})
    ada.refresh_from_db()
    assert answer["Location"] == ME
    assert (ada.name, ada.time_zone, ada.language) == ("Adele", "Asia/Tokyo", "es")
    assert [person for person, _at in moves] == [ada]
    assert '<html lang="es">' in browser.get(ME).content.decode()


def test_staying_in_a_zone_is_no_news(ada: Person, browser_of: Browsers, moves: list[Any]) -> None:
    browser_of(ada).post(ME, {"name": "Adele", **HERE})
    assert moves == []


def test_a_zone_that_is_none_moves_nobody(ada: Person, browser_of: Browsers, moves: list[Any]) -> None:
    assert browser_of(ada).post(ME, {"name": "Ada", **HERE, "time_zone": "Mars/Olympus_Mons"}).status_code == 400
    with pytest.raises(ValidationError):
        actions.move_zone(person=ada, time_zone="Mars/Olympus_Mons", at=clock.now())
    assert moves == []


def test_when_a_receiver_of_the_news_breaks_nothing_has_moved(ada: Person) -> None:
    def broken(**kwargs: Any) -> None:
        raise RuntimeError("no")

    news.zone_moved.connect(broken)
    try:
        with pytest.raises(RuntimeError):
            actions.describe(person=ada, name="Adele", time_zone="Asia/Tokyo", language="es", at=clock.now())
    finally:
        news.zone_moved.disconnect(broken)
    ada.refresh_from_db()
    assert (ada.name, ada.time_zone) == ("Ada", "Europe/London")


def test_a_name_in_two_lines_is_422_and_kept(ada: Person, browser_of: Browsers) -> None:
    answer = browser_of(ada).post(ME, {"name": "A\x07da", **HERE})
    assert answer.status_code == 422
    assert "A\x07da" in answer.content.decode()


def test_a_form_about_oneself_sets_nothing_but_its_fields(ada: Person, browser_of: Browsers) -> None:
    kept = ("email", "is_staff", "is_superuser", "is_active", "password", "begun_at", "pk")
    before = [getattr(ada, name) for name in kept]
    more = {"email": "eve@example.org", "is_staff": "1", "is_superuser": "1", "is_active": "", "password": "x"}
    more |= {"begun_at": "", "id": "00000000-0000-4000-8000-000000000000", "groups": "1", "user_permissions": "1"}
    assert browser_of(ada).post(ME, {"name": "Adele", **HERE, **more}).status_code == 302
    ada.refresh_from_db()
    assert ada.name == "Adele"
    assert [getattr(ada, name) for name in kept] == before
    assert not ada.user_permissions.exists()


def test_a_name_cannot_become_markup(ada: Person, browser_of: Browsers) -> None:
    browser = browser_of(ada)
    browser.post(ME, {"name": '"><script>alert(1)</script>', **HERE})
    assert "<script>alert" not in browser.get(ME).content.decode()


# --- A sign-in that is not long ago -------------------------------------------------------------


@pytest.mark.parametrize("url", [SET, ADDRESS])
def test_after_half_an_hour_it_takes_a_fresh_sign_in_before_the_form_is_shown(
    ada: Person, just_signed_in: Browsers, url: str
) -> None:
    browser = just_signed_in(ada)
    assert browser.get(url).status_code == 200
    with time_machine.travel(clock.now() + timedelta(minutes=31), tick=False):
        shown, posted = browser.get(url), browser.post(url, {"password1": PASSWORD, "email": "new@example.org"})
        assert shown["Location"] == posted["Location"] == f"{reverse('accounts:again')}?next={url.replace('/', '%2F')}"
        assert f'name="next" value="{url}"' in browser.get(shown["Location"]).content.decode()
        assert PASSWORD not in str(dict(browser.session))
    ada.refresh_from_db()
    assert not ada.has_usable_password()


# --- The password -------------------------------------------------------------------------------


def test_a_password_may_be_set_and_its_owner_is_told(
    ada: Person, browser: Client, just_signed_in: Browsers, letters: Letters
) -> None:
    mine = just_signed_in(ada)
    assert 'autocomplete="new-password"' in mine.get(SET).content.decode()
    assert mine.post(SET, {"password1": PASSWORD})["Location"] == WAYS
    assert "Your password is set." in mine.get(ME).content.decode()
    assert [letter.to for letter in letters()] == [ada.email]
    by_password(browser, ada.email)
    assert signed_in_as(browser) == str(ada.pk)


@pytest.mark.parametrize("password", ["", "fourteen chars", "x" * 129, "1" * 14])
def test_short_long_and_missing_passwords_are_422(ada: Person, just_signed_in: Browsers, password: str) -> None:
    answer = just_signed_in(ada).post(SET, {"password1": password})
    assert answer.status_code == 422
    assert not password or password not in answer.content.decode()


def test_a_common_password_is_422(ada: Person, just_signed_in: Browsers) -> None:
    answer = just_signed_in(ada).post(SET, {"password1": "1qaz2wsx3edc4rfv"})
    assert answer.status_code == 422
    assert "too common" in answer.content.decode()


@pytest.mark.parametrize("password", ["fifteen letters", "x y " * 32, "пароль из трёх слов", " with spaces around "])
def test_15_to_128_characters_of_any_kind_are_taken(
    ada: Person, browser: Client, just_signed_in: Browsers, password: str
) -> None:
    assert just_signed_in(ada).post(SET, {"password1": password}).status_code == 302
    by_password(browser, ada.email, password)
    assert signed_in_as(browser) == str(ada.pk)


def test_changing_it_wants_the_old_one_and_ends_every_other_session(
    ada: Person, just_signed_in: Browsers, browser_of: Browsers, letters: Letters
) -> None:
    just_signed_in(ada).post(SET, {"password1": PASSWORD})
    ada.refresh_from_db()
    mine, other = browser_of(ada), browser_of(ada)
    wrong = mine.post(CHANGE, {"oldpassword": "not this one", "password1": "another fifteen"})
    assert wrong.status_code == 422
    assert mine.post(CHANGE, {"oldpassword": PASSWORD, "password1": "another fifteen"})["Location"] == WAYS
    assert mine.get(ME).status_code == 200
    assert other.get(ME).status_code == 302
    assert "was changed" in letters()[-1].text


def test_a_reset_takes_a_code_ends_every_session_and_is_told(
    ada: Person, browser: Client, browser_of: Browsers, letters: Letters
) -> None:
    elsewhere = browser_of(ada)
    asked = browser.post(reverse("account_reset_password"), {"email": ada.email})
    confirmed = browser.post(asked["Location"], {"code": code_in(letters()[-1])})
    assert browser.post(confirmed["Location"], {"password1": "too short"}).status_code == 422
    done = browser.post(confirmed["Location"], {"password1": PASSWORD})
    assert done["Location"] == reverse("today:today")
    assert signed_in_as(browser) == str(ada.pk)
    assert elsewhere.get(ME).status_code == 302
    told = [letter for letter in letters() if "was changed" in letter.text]
    assert [letter.to for letter in told] == [ada.email]


def test_a_new_password_cannot_be_chosen_before_the_code(ada: Person, browser: Client, letters: Letters) -> None:
    browser.post(reverse("account_reset_password"), {"email": ada.email})
    browser.post(reverse("account_complete_password_reset"), {"password1": PASSWORD})
    ada.refresh_from_db()
    assert not ada.has_usable_password()


# --- The address --------------------------------------------------------------------------------


def test_a_new_address_counts_after_its_code_and_the_old_one_is_told_not_which(
    ada: Person, just_signed_in: Browsers, letters: Letters
) -> None:
    mine = just_signed_in(ada)
    asked = mine.post(ADDRESS, {"email": "Adele@example.org", "action_add": "1"})
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"
    confirmed = mine.post(asked["Location"], {"code": code_in(letters()[-1])})
    ada.refresh_from_db()
    assert confirmed["Location"] == WAYS
    assert ada.email == "adele@example.org"
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [("adele@example.org", True, True)]
    assert letters()[-1].to == "ada@example.org"
    assert "adele" not in letters()[-1].text + letters()[-1].html


def test_somebody_elses_address_cannot_be_taken(
    ada: Person, ben: Person, just_signed_in: Browsers, letters: Letters
) -> None:
    mine = just_signed_in(ben)
    mine.post(ADDRESS, {"email": ada.email, "action_add": "1"})
    assert [letter.to for letter in letters()] == [ada.email]
    ben.refresh_from_db()
    assert ben.email == "ben@example.org"


def test_ones_own_address_again_is_422(ada: Person, just_signed_in: Browsers) -> None:
    assert just_signed_in(ada).post(ADDRESS, {"email": ada.email, "action_add": "1"}).status_code == 422


def test_the_only_address_cannot_be_removed(ada: Person, just_signed_in: Browsers) -> None:
    just_signed_in(ada).post(ADDRESS, {"email": ada.email, "action_remove": "1"})
    assert EmailAddress.objects.filter(user=ada, verified=True).exists()
