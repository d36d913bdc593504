import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from intima.accounts.models import Person
from tests.accounts.conftest import Letters
from tests.accounts.walk import HERE, ask_for_code, code_in, sign_up, signed_in_as

DAN = "dan@example.org"


def test_an_email_and_its_code_are_all_it_takes(browser: Client, letters: Letters) -> None:
    page = browser.get(reverse("account_signup")).content.decode()
    assert 'type="password"' not in page
    assert 'autocomplete="email"' in page
    asked = sign_up(browser, "Dan@Example.org")
    assert 'autocomplete="one-time-code"' in browser.get(asked["Location"]).content.decode()
    confirmed = browser.post(asked["Location"], {"code": code_in(letters()[-1])})
    dan = Person.objects.get()
    assert (dan.email, dan.has_usable_password(), dan.has_begun) == (DAN, False, False)
    assert signed_in_as(browser) == str(dan.pk)
    assert confirmed["Location"] == reverse("today:today")
    assert browser.get(confirmed["Location"])["Location"].startswith(reverse("accounts:begin"))


def test_the_code_may_be_typed_small_and_without_its_dash(browser: Client, letters: Letters) -> None:
    asked = sign_up(browser, DAN)
    browser.post(asked["Location"], {"code": " " + code_in(letters()[-1]).lower().replace("-", " ")})
    assert signed_in_as(browser)


def test_a_wrong_code_is_422_and_the_right_one_still_works(browser: Client, letters: Letters) -> None:
    asked = sign_up(browser, DAN)
    wrong = browser.post(asked["Location"], {"code": "WRON-GONE"})
    assert wrong.status_code == 422
    assert 'value="WRON-GONE"' in wrong.content.decode()
    browser.post(asked["Location"], {"code": code_in(letters()[-1])})
    assert signed_in_as(browser)


def test_after_five_wrong_codes_the_right_one_is_void(browser: Client, letters: Letters) -> None:
    asked = sign_up(browser, DAN)
    statuses = [browser.post(asked["Location"], {"code": f"WRON-GON{n}"}).status_code for n in range(5)]
    assert statuses == [422, 422, 422, 422, 302]
    browser.post(asked["Location"], {"code": code_in(letters()[-1])})
    assert signed_in_as(browser) is None


def test_after_the_last_wrong_code_one_begins_anew_with_the_address_kept(browser: Client, letters: Letters) -> None:
    sent = sign_up(browser, DAN, next="/learn/two-alarms/two/")
    for n in range(5):
        answer = browser.post(sent["Location"], {"code": f"WRON-GON{n}", "next": "/learn/two-alarms/two/"})
    assert answer["Location"] == f"{reverse('account_signup')}?next=%2Flearn%2Ftwo-alarms%2Ftwo%2F"
    page = browser.get(answer["Location"]).content.decode()
    assert f'value="{DAN}"' in page
    assert "one try too many" in page
    assert 'value="/learn/two-alarms/two/"' in page
    assert DAN not in browser.get(answer["Location"]).content.decode()  # shown once, kept no longer
    again = sign_up(browser, DAN)
    browser.post(again["Location"], {"code": code_in(letters()[-1])})
    assert signed_in_as(browser) == str(Person.objects.get().pk)


def test_five_wrong_codes_for_somebody_elses_address_look_the_same(
    ada: Person, browser: Client, letters: Letters
) -> None:
    asked = sign_up(browser, ada.email)
    answers = [browser.post(asked["Location"], {"code": f"WRON-GON{n}"}) for n in range(5)]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 302]
    assert f'value="{ada.email}"' in browser.get(answers[-1]["Location"]).content.decode()
    sign_up(browser, ada.email)
    assert "It has an account already." in letters()[-1].text


def test_a_closed_account_is_not_begun_anew(browser: Client, letters: Letters) -> None:
    sign_up(browser, DAN)
    Person.objects.update(is_active=False)
    sign_up(Client(headers={"host": "localhost"}), DAN)
    assert "It has an account already." in letters()[-1].text


def test_another_code_can_be_asked_for_and_replaces_the_first(browser: Client, letters: Letters) -> None:
    asked = sign_up(browser, DAN)
    first = code_in(letters()[-1])
    browser.post(asked["Location"], {"action": "resend"})
    second = code_in(letters()[-1])
    assert browser.post(asked["Location"], {"code": first}).status_code == 422
    assert browser.post(asked["Location"], {"code": second}).status_code == 302
    assert signed_in_as(browser)


def test_the_entrance_stays_open_while_a_code_is_on_its_way(browser: Client, letters: Letters) -> None:
    sign_up(browser, "mistyped@example.org")
    assert browser.get(reverse("account_login")).status_code == 200
    assert browser.get(reverse("account_signup")).status_code == 200
    asked = sign_up(browser, DAN)
    browser.post(asked["Location"], {"code": code_in(letters()[-1])})
    assert Person.objects.get(pk=signed_in_as(browser)).email == DAN


def test_somebody_who_never_typed_the_code_signs_in_by_a_later_one(browser: Client, letters: Letters) -> None:
    sign_up(browser, DAN)
    later = Client(headers={"host": "localhost"})
    asked = ask_for_code(later, DAN)
    later.post(asked["Location"], {"code": code_in(letters()[-1])})
    assert signed_in_as(later) == str(Person.objects.get().pk)


def test_the_code_of_one_browser_opens_no_other(browser: Client, letters: Letters) -> None:
    sign_up(browser, DAN)
    code = code_in(letters()[-1])
    other = Client(headers={"host": "localhost"})
    sign_up(other, "eve@example.org")
    assert other.post(reverse("account_email_verification_sent"), {"code": code}).status_code == 422


def test_somebody_new_reads_on_in_the_language_they_signed_up_in(browser: Client, letters: Letters) -> None:
    browser.post(reverse("accounts:language"), {"language": "es"})
    sign_up(browser, DAN)
    assert Person.objects.get().language == "es"


def test_two_at_the_same_moment_get_one_account_and_no_error(
    browser: Client, letters: Letters, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_late(person: Person, *args: object, **kwargs: object) -> None:
        raise IntegrityError("the other one was first")

    monkeypatch.setattr(Person, "save", too_late)
    answer = sign_up(browser, DAN)
    assert answer["Location"] == reverse("account_email_verification_sent")


def test_an_address_that_is_none_is_422_beside_the_field(browser: Client) -> None:
    answer = sign_up(browser, "dan at example")
    assert answer.status_code == 422
    assert 'value="dan at example"' in answer.content.decode()
    assert not Person.objects.exists()


def test_the_way_leads_to_the_page_that_was_wanted(browser: Client, letters: Letters) -> None:
    asked = sign_up(browser, DAN, next="/learn/")
    confirmed = browser.post(asked["Location"], {"code": code_in(letters()[-1])})
    assert confirmed["Location"] == "/learn/"
    begun = browser.post(reverse("accounts:begin"), {"name": "Dan", "adult": "on", "next": "/learn/", **HERE})
    assert begun["Location"] == "/learn/"
