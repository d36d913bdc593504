import time

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from intima.accounts.models import Person
from tests.accounts.conftest import Letters
from tests.accounts.walk import PASSWORD, ask_for_code, by_password, code_in, signed_in_as


@pytest.fixture
def ada(ada: Person) -> Person:
    ada.set_password(PASSWORD)
    ada.save()
    return ada


def test_by_emailed_code(browser: Client, ada: Person, letters: Letters) -> None:
    asked = ask_for_code(browser, "ADA@example.org")
    entered = browser.post(asked["Location"], {"code": code_in(letters()[-1])})
    assert entered["Location"] == reverse("today:today")
    assert signed_in_as(browser) == str(ada.pk)


def test_a_code_works_for_a_quarter_of_an_hour(browser: Client, ada: Person, letters: Letters) -> None:
    asked = ask_for_code(browser, ada.email)
    code = code_in(letters()[-1])
    with time_machine.travel(time.time() + 16 * 60):
        browser.post(asked["Location"], {"code": code})
    assert signed_in_as(browser) is None


def test_a_code_works_once(browser: Client, ada: Person, letters: Letters) -> None:
    asked = ask_for_code(browser, ada.email)
    code = code_in(letters()[-1])
    browser.post(asked["Location"], {"code": code})
    browser.post(reverse("account_logout"))
    browser.post(asked["Location"], {"code": code})
    assert signed_in_as(browser) is None


def test_by_password(browser: Client, ada: Person) -> None:
    assert 'autocomplete="current-password"' in browser.get(reverse("accounts:by_password")).content.decode()
    assert by_password(browser, ada.email)["Location"] == reverse("today:today")
    assert signed_in_as(browser) == str(ada.pk)


def test_a_wrong_password_is_422_keeps_the_address_and_shows_no_password(browser: Client, ada: Person) -> None:
    answer = by_password(browser, ada.email, "not the password")
    assert answer.status_code == 422
    assert 'value="ada@example.org"' in answer.content.decode()
    assert "not the password" not in answer.content.decode()


def test_the_sign_in_page_has_one_primary_and_a_quiet_second_way(browser: Client) -> None:
    page = browser.get(reverse("account_login")).content.decode()
    assert page.count("button primary") == 1
    assert 'type="password"' not in page
    assert reverse("accounts:by_password") in page


def test_somebody_without_a_password_has_none_that_fits(browser: Client, ben: Person) -> None:
    for tried in ("", "!", ben.password):
        assert by_password(browser, ben.email, tried).status_code == 422


def test_an_account_that_was_closed_lets_nobody_in(browser: Client, ada: Person, letters: Letters) -> None:
    Person.objects.update(is_active=False)
    ask_for_code(browser, ada.email)
    assert "There is no account" in letters()[-1].text
    by_password(browser, ada.email)
    assert signed_in_as(browser) is None


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("/journal/?q=a", "/journal/?q=a"),
        ("https://example.net/", "/today/"),
        ("//example.net/", "/today/"),
        ("/\\example.net", "/today/"),
        ("javascript:alert(1)", "/today/"),
        ("http://localhost/journal/", "/today/"),
    ],
)
def test_next_leads_to_our_own_paths_alone(
    browser: Client, ada: Person, letters: Letters, wanted: str, led_to: str
) -> None:
    assert by_password(browser, ada.email, next=wanted)["Location"] == led_to
    browser.post(reverse("account_logout"))
    asked = ask_for_code(browser, ada.email, next=wanted)
    assert "example.net" not in asked["Location"]
    entered = browser.post(asked["Location"], {"code": code_in(letters()[-1]), "next": wanted})
    assert entered["Location"] == led_to


def test_nobody_gets_json(browser: Client, ada: Person) -> None:
    answer = browser.get(reverse("account_login"), headers={"Accept": "application/json"})
    assert answer["Content-Type"].startswith("text/html")


def test_signing_in_changes_the_session_and_csrf_keys(browser: Client, ada: Person) -> None:
    browser.get(reverse("account_login"))
    session = browser.session
    session["invitation"] = "kept"
    session.save()
    before = session.session_key
    browser.cookies[settings.SESSION_COOKIE_NAME] = before
    by_password(browser, ada.email)
    assert browser.session.session_key != before
    assert browser.session["invitation"] == "kept"


def test_signing_out_ends_the_session_and_clears_what_the_browser_kept(browser: Client, ada: Person) -> None:
    by_password(browser, ada.email)
    key = browser.session.session_key
    assert browser.get(reverse("account_logout")).status_code == 200
    assert signed_in_as(browser)  # looking at the page ends nothing
    answer = browser.post(reverse("account_logout"))
    assert answer["Location"] == "/"
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not browser.session.exists(key)
    assert browser.get(reverse("accounts:me")).status_code == 302


def test_signing_out_wants_the_forms_token(ada: Person) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    browser.force_login(ada)
    assert browser.post(reverse("account_logout")).status_code == 403
    assert signed_in_as(browser)
