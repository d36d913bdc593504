"""Where somebody is signed in: what the page tells, and what ends a visit."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from intima.accounts import actions, visits
from intima.accounts.models import Person
from intima.kit import clock
from intima.kit.models import Visit
from intima.kit.sessions import row_key
from tests.accounts.conftest import Letters
from tests.accounts.device import Device, make_passkey, use_passkey
from tests.accounts.walk import PASSWORD, by_password, code_in, signed_in_as

WHERE, END, END_OTHERS, ME = (reverse(f"accounts:{name}") for name in ("where", "end_visit", "end_other_visits", "me"))
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.5 Mobile/15E148 Safari/604.1"
)
DESK = "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0"


@pytest.fixture
def ada(ada: Person) -> Person:
    ada.set_password(PASSWORD)
    ada.save()
    return ada


def signed_in(person: Person, agent: str = DESK) -> Client:
    browser = Client(headers={"host": "localhost", "User-Agent": agent})
    by_password(browser, person.email)
    assert browser.get(ME).status_code == 200
    return browser


def row_of(browser: Client) -> str:
    key = browser.session.session_key
    assert key
    return row_key(key)


def shown(browser: Client) -> list[str]:
    """The page's lines, as words."""
    rows = re.findall(r'<li class="entry">(.*?)</li>', browser.get(WHERE).content.decode(), re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


# --- What the page tells ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (PHONE, "Safari, iPhone"),
        (DESK, "Firefox, Linux"),
        ("Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0", "Firefox, Android"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 "
            "Safari/537.36 Edg/126.0.0.0",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 "
            "Chrome/121.0.0.0 Mobile Safari/537.36",
            "Samsung Internet, Android",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 "
            "Safari/537.36",
            "Chrome, Mac",
        ),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_a_device_is_called_by_its_browser_and_system_and_nothing_else(rf: Any, agent: str, device: str) -> None:
    assert visits.device_of(rf.get("/", headers={"User-Agent": agent})) == device


def test_each_browser_is_a_line_and_this_one_comes_first(ada: Person) -> None:
    with time_machine.travel("2026-03-09 07:15", tick=False):
        phone = signed_in(ada, PHONE)
    with time_machine.travel("2026-03-12 20:30", tick=False):
        desk = signed_in(ada)
        assert shown(desk) == [
            "Firefox, Linux Signed in on Thursday 12 March, 20:30. This one.",
            "Safari, iPhone Signed in on Monday 9 March, 07:15. Last used on Monday 9 March. "
            "Sign out there : Safari, iPhone",
        ]
        phone.get(ME)
        assert shown(phone) == [
            "Safari, iPhone Signed in on Monday 9 March, 07:15. This one.",
            "Firefox, Linux Signed in on Thursday 12 March, 20:30. In use now. Sign out there : Firefox, Linux",
        ]


def test_nobody_sees_where_somebody_else_is(ada: Person, ben: Person, browser_of: Callable[[Person], Client]) -> None:
    signed_in(ada, PHONE)
    assert len(shown(browser_of(ben))) == 1
    assert "iPhone" not in browser_of(ben).get(WHERE).content.decode()


def test_no_address_is_kept_and_the_title_tells_nothing(ada: Person) -> None:
    browser = Client(headers={"host": "localhost", "User-Agent": PHONE}, REMOTE_ADDR="203.0.113.7")
    by_password(browser, ada.email)
    page = browser.get(WHERE).content.decode()
    kept = "".join(str(visit.get_decoded()) for visit in Visit.objects.all())
    assert "203.0.113.7" not in page + kept
    assert "AppleWebKit" not in page + kept
    assert re.search(r"<title>\s*Signed in\s*</title>", page)


def test_a_visit_that_the_password_ended_is_no_line(ada: Person) -> None:
    signed_in(ada, PHONE)
    ada.set_password("another fifteen and more")
    ada.save()  # as by a member of staff: Django ends that visit once it is used
    desk = Client(headers={"host": "localhost", "User-Agent": DESK})
    by_password(desk, ada.email, "another fifteen and more")
    assert len(shown(desk)) == 1


# --- Ending one, and all others -----------------------------------------------------------------


def test_ending_one_acts_on_its_very_next_request(ada: Person) -> None:
    phone, tablet, desk = signed_in(ada, PHONE), signed_in(ada, PHONE), signed_in(ada)
    desk.get(WHERE)
    assert desk.post(END, {"visit": row_of(phone)})["Location"] == WHERE
    assert "Signed out there." in desk.get(WHERE).content.decode()
    assert phone.get(ME).status_code == 302
    assert phone.post(ME, {"name": "Eve", "time_zone": "Europe/London", "language": "en"})["Location"].startswith(
        reverse("account_login")
    )
    assert tablet.get(ME).status_code == desk.get(ME).status_code == 200


def test_ending_all_others_leaves_this_one(ada: Person, ben: Person, browser_of: Callable[[Person], Client]) -> None:
    phone, tablet, desk, bens = signed_in(ada, PHONE), signed_in(ada, PHONE), signed_in(ada), browser_of(ben)
    desk.post(END_OTHERS)
    assert phone.get(ME).status_code == tablet.get(ME).status_code == 302
    assert desk.get(ME).status_code == bens.get(ME).status_code == 200
    assert len(shown(desk)) == 1


def test_somebody_elses_visit_and_one_that_never_was_are_answered_alike(
    ada: Person, ben: Person, browser_of: Callable[[Person], Client]
) -> None:
    mine, his = signed_in(ada), browser_of(ben)
    answers = [mine.post(END, {"visit": key}) for key in (row_of(his), "0" * 40, "", "x" * 5000)]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, WHERE)}
    assert his.get(ME).status_code == 200
    assert "Signed out there." not in mine.get(WHERE).content.decode()


def test_it_wants_the_forms_token(ada: Person) -> None:
    phone = signed_in(ada, PHONE)
    desk = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    desk.force_login(ada)
    assert desk.post(END_OTHERS).status_code == 403
    assert phone.get(ME).status_code == 200


# --- What else ends them ------------------------------------------------------------------------


def test_a_new_address_ends_every_other_visit(ada: Person, letters: Letters) -> None:
    phone, desk = signed_in(ada, PHONE), signed_in(ada)
    asked = desk.post(reverse("account_email"), {"email": "adele@example.org", "action_add": "1"})
    assert phone.get(ME).status_code == 200  # not before its code is typed
    desk.post(asked["Location"], {"code": code_in(letters()[-1])})
    assert phone.get(ME).status_code == 302
    assert desk.get(ME).status_code == 200


def test_a_new_password_and_a_reset_do_and_leave_no_lines(ada: Person, letters: Letters) -> None:
    phone, desk = signed_in(ada, PHONE), signed_in(ada)
    desk.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": "another fifteen and more"})
    assert phone.get(ME).status_code == 302
    assert Visit.objects.exclude(whose="").count() == 1
    elsewhere = Client(headers={"host": "localhost"})
    asked = elsewhere.post(reverse("account_reset_password"), {"email": ada.email})
    confirmed = elsewhere.post(asked["Location"], {"code": code_in(letters()[-1])})
    elsewhere.post(confirmed["Location"], {"password1": "a third one, and longer"})
    assert desk.get(ME).status_code == 302
    assert elsewhere.get(ME).status_code == 200
    assert Visit.objects.exclude(whose="").count() == 1


# --- A device that somebody else uses -----------------------------------------------------------


def test_on_a_shared_device_it_ends_with_the_browser_or_after_an_hour(ada: Person) -> None:
    browser = Client(headers={"host": "localhost"})
    by_password(browser, ada.email, shared="on")
    cookie = browser.cookies["session"]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    for minutes, status in ((50, 200), (100, 200), (170, 302)):  # after pages at 0, 50 and 100
        with time_machine.travel(clock.now() + timedelta(minutes=minutes)):
            assert browser.get(ME).status_code == status, minutes


def test_the_tick_holds_for_a_code_by_email_too(ada: Person, letters: Letters) -> None:
    browser = Client(headers={"host": "localhost"})
    page = browser.get(reverse("account_login")).content.decode()
    assert "Somebody else uses this device" in page
    asked = browser.post(reverse("account_login"), {"login": ada.email, "shared": "on"})
    browser.post(asked["Location"], {"code": code_in(letters()[-1])})
    assert browser.cookies["session"]["max-age"] == ""


def test_without_the_tick_it_lasts_two_weeks(ada: Person) -> None:
    browser = Client(headers={"host": "localhost"})
    by_password(browser, ada.email, shared="on")
    browser.post(reverse("account_logout"))
    by_password(browser, ada.email)
    assert browser.cookies["session"]["max-age"] == 14 * 24 * 3600
    with time_machine.travel(clock.now() + timedelta(days=13)):
        assert browser.get(ME).status_code == 200
    with time_machine.travel(clock.now() + timedelta(days=28)):
        assert browser.get(ME).status_code == 302


def test_a_shared_device_is_not_known_again(ada: Person) -> None:
    browser = Client(headers={"host": "localhost"})
    by_password(browser, ada.email, shared="on")
    browser.get(ME)
    assert "known" not in browser.cookies


# --- A browser that was not used before ---------------------------------------------------------


def test_a_sign_in_with_a_new_browser_is_told_and_says_when_what_and_where_to_end_it(
    ada: Person, letters: Letters
) -> None:
    signed_in(ada)  # the very first sign-in tells nothing
    assert letters() == []
    ada.emailaddress_set.create(email="ada@work.example", verified=True)  # type: ignore[attr-defined]
    ada.emailaddress_set.create(email="ada@typo.example", verified=False)  # type: ignore[attr-defined]
    with time_machine.travel("2026-03-12 20:30", tick=False):
        by_password(Client(headers={"host": "localhost", "User-Agent": PHONE}, REMOTE_ADDR="203.0.113.7"), ada.email)
    told = letters()
    assert {letter.to for letter in told} == {ada.email, "ada@work.example"}
    assert "Thursday 12 March, 20:30; Safari, iPhone." in told[0].text
    assert WHERE in told[0].text
    assert "203.0.113.7" not in told[0].text + told[0].html
    assert "Ada" not in told[0].text + told[0].html


def test_it_is_written_in_her_own_language_and_time(ada: Person, letters: Letters) -> None:
    signed_in(ada)
    Person.objects.update(language="es", time_zone="America/Lima")
    with time_machine.travel("2026-03-12 20:30", tick=False):
        by_password(Client(headers={"host": "localhost", "Accept-Language": "en"}), ada.email)
    assert "15:30" in letters()[-1].text
    assert "jueves" in letters()[-1].text.lower()


def test_a_browser_that_she_used_before_is_told_of_once(ada: Person, letters: Letters) -> None:
    browser = signed_in(ada)
    browser.post(reverse("account_logout"))
    by_password(browser, ada.email)
    assert letters() == []


def sign_out(browser: Client) -> Client:
    browser.post(reverse("account_logout"))
    return browser


def end_it(desk: Client, laptop: Client, letters: Letters) -> str:
    desk.post(END, {"visit": row_of(laptop)})
    return PASSWORD


def end_all_others(desk: Client, laptop: Client, letters: Letters) -> str:
    desk.post(END_OTHERS)
    return PASSWORD


def change_the_password(desk: Client, laptop: Client, letters: Letters) -> str:
    new = "another fifteen and more"
    desk.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new})
    return new


def change_the_address(desk: Client, laptop: Client, letters: Letters) -> str:
    asked = desk.post(reverse("account_email"), {"email": "adele@example.org", "action_add": "1"})
    desk.post(asked["Location"], {"code": code_in(letters()[-1])})
    return PASSWORD


def reset_the_password(desk: Client, laptop: Client, letters: Letters) -> str:
    new = "another fifteen and more"
    sign_out(desk)
    asked = desk.post(reverse("account_reset_password"), {"email": Person.objects.get().email})
    confirmed = desk.post(asked["Location"], {"code": code_in(letters()[-1])})
    before = len(letters())
    desk.post(confirmed["Location"], {"password1": new})
    assert len(letters()) == before + 1  # of the password; the browser is the one that it was
    desk.get(ME)
    return new


@pytest.mark.parametrize("deed", [end_it, end_all_others, change_the_password, change_the_address, reset_the_password])
def test_a_browser_that_she_signed_out_from_afar_is_told_of_like_a_new_one(
    ada: Person, letters: Letters, deed: Callable[..., str]
) -> None:
    laptop, desk = signed_in(ada), signed_in(ada)
    password = deed(desk, laptop, letters)
    email, before = Person.objects.get().email, len(letters())
    by_password(sign_out(desk), email, password)
    assert signed_in_as(desk) == str(ada.pk)
    assert len(letters()) == before  # this one stays known
    by_password(laptop, email, password)
    assert signed_in_as(laptop) == str(ada.pk)
    assert len(letters()) == before + 1
    assert WHERE in letters()[-1].text


def test_where_she_stays_signed_in_a_browser_stays_known(ada: Person, letters: Letters) -> None:
    laptop, phone, desk = signed_in(ada), signed_in(ada, PHONE), signed_in(ada)
    desk.post(END, {"visit": row_of(laptop)})
    phone.get(ME)
    before = len(letters())
    by_password(sign_out(phone), ada.email)
    assert len(letters()) == before


def test_a_wrong_password_tells_nothing(ada: Person, letters: Letters) -> None:
    signed_in(ada)
    by_password(Client(headers={"host": "localhost"}), ada.email, "not the password")
    assert letters() == []


def test_on_a_shared_device_every_sign_in_is_told(ada: Person, letters: Letters) -> None:
    signed_in(ada)
    shared = Client(headers={"host": "localhost"})
    for _twice in range(2):
        by_password(shared, ada.email, shared="on")
        shared.get(ME)
        shared.post(reverse("account_logout"))
    assert len(letters()) == 2


def test_the_tick_holds_for_a_passkey_too(ada: Person) -> None:
    device = Device()
    make_passkey(signed_in(ada), device)
    browser = Client(headers={"host": "localhost"})
    assert 'name="shared" data-as="id_shared"' in browser.get(reverse("account_login")).content.decode()
    use_passkey(browser, device, reverse("accounts:by_passkey"), shared="on")
    assert browser.get(ME).status_code == 200
    assert browser.cookies["session"]["max-age"] == ""


def test_a_request_that_is_under_way_when_its_visit_ends_brings_nothing_back(
    ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(ada)
    monkeypatch.setattr(actions, "describe", lambda **said: Visit.objects.all().delete())
    assert browser.post(ME, {"name": "Ada", "time_zone": "Europe/London", "language": "en"}).status_code == 400
    assert browser.get(ME).status_code == 302
    assert not Visit.objects.exclude(whose="").exists()
