import re

import pytest
from django.test import Client
from django.urls import reverse

from intima.accounts import actions
from intima.accounts.models import Person
from intima.kit import clock
from tests import cast
from tests.accounts.walk import HERE

BEGIN = reverse("accounts:begin")
TOUR = reverse("today:tour", args=[1])
SAID = {"name": "Dan", "adult": "on", **HERE}


@pytest.fixture
def dan(db: None) -> Person:
    return cast.person("Dan", begun_at=None, time_zone="UTC")


@pytest.fixture
def browser(dan: Person) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(dan)
    return client


def test_name_zone_language_and_adulthood_are_said_once(browser: Client, dan: Person) -> None:
    page = browser.get(BEGIN).content.decode()
    assert '<optgroup label="Europe">' in page
    assert re.search(r'<option value="Europe/London"[^>]*>London</option>', page)
    assert "Argentina, Buenos Aires" in page
    answer = browser.post(BEGIN, {**SAID, "language": "es"})
    dan.refresh_from_db()
    assert answer["Location"] == TOUR
    assert (dan.name, dan.time_zone, dan.language, dan.has_begun) == ("Dan", "Europe/London", "es", True)
    assert browser.get(reverse("today:today")).status_code == 200


def test_no_zone_is_taken_for_granted(browser: Client, dan: Person) -> None:
    assert '<option value="" selected>' in browser.get(BEGIN).content.decode()
    answer = browser.post(BEGIN, {**SAID, "time_zone": ""})
    assert answer.status_code == 422
    assert 'value="Dan"' in answer.content.decode()


@pytest.mark.parametrize("left_out", ["name", "time_zone", "language", "adult"])
def test_each_is_asked_for_and_the_rest_is_kept(browser: Client, dan: Person, left_out: str) -> None:
    answer = browser.post(BEGIN, {key: value for key, value in SAID.items() if key != left_out})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert left_out == "name" or 'value="Dan"' in page
    assert left_out == "time_zone" or re.search(r'<option value="Europe/London"[^>]* selected[ >]', page)
    dan.refresh_from_db()
    assert not dan.has_begun


@pytest.mark.parametrize("field", ["time_zone", "language"])
def test_a_choice_that_no_page_offers_is_400(browser: Client, dan: Person, field: str) -> None:
    assert browser.post(BEGIN, {**SAID, field: "Mars/Olympus_Mons"}).status_code == 400
    dan.refresh_from_db()
    assert not dan.has_begun


@pytest.mark.parametrize(
    "name",
    ["Zoë", "李雷", "محمد", "\u2066Dan\u2069", "\u202eDan", "O’Neill-Ito", "👩‍🦰", "<b>Dan</b>", "x" * 60],
)
def test_any_writing_of_the_world_is_a_name(browser: Client, dan: Person, name: str) -> None:
    assert browser.post(BEGIN, {**SAID, "name": name}).status_code == 302
    dan.refresh_from_db()
    assert dan.name == name


@pytest.mark.parametrize(
    "name", ["Dan\r\nBcc: ben@example.org", "Dan\nx", "Dan\x1bx", "a\u2028b", "   ", "\u202e\u200f", "x" * 61]
)
def test_a_name_that_breaks_lines_or_cannot_be_seen_is_422(browser: Client, dan: Person, name: str) -> None:
    assert browser.post(BEGIN, {**SAID, "name": name}).status_code == 422


def test_an_invitation_comes_before_the_page_that_was_wanted(browser: Client) -> None:
    session = browser.session
    session["invitation"] = "an invitation"
    session.save()
    assert browser.post(BEGIN, {**SAID, "next": "/today/"})["Location"] == reverse("spaces:invitation")


def test_next_leads_to_our_own_paths_alone(browser: Client, dan: Person) -> None:
    assert "example.net" not in browser.get(f"{BEGIN}?next=https://example.net/").content.decode()
    refused = browser.post(BEGIN, {**SAID, "name": "", "next": "//example.net/"})
    assert "example.net" not in refused.content.decode()
    assert browser.post(BEGIN, {**SAID, "next": "https://example.net/"})["Location"] == TOUR


def test_begin_is_the_first_button_and_the_second_leads_straight_to_link_and_code(browser: Client, dan: Person) -> None:
    page = browser.get(BEGIN).content.decode()
    assert page.count("button primary") == 1
    assert page.index('class="button primary"') < page.index('name="then" value="invite"')
    answer = browser.post(BEGIN, {**SAID, "then": "invite", "next": "/learn/"}, follow=True)
    assert answer.redirect_chain == [(reverse("spaces:invite"), 307)]
    assert "/us/come/" in answer.content.decode()
    dan.refresh_from_db()
    assert dan.has_begun


def test_what_is_amiss_is_said_before_anybody_is_invited(browser: Client) -> None:
    refused = browser.post(BEGIN, {**SAID, "name": "", "then": "invite"})
    assert refused.status_code == 422
    assert 'name="then" value="invite"' in refused.content.decode()


def test_whoever_was_invited_is_not_asked_to_invite(browser: Client) -> None:
    session = browser.session
    session["invitation"] = "an invitation"
    session.save()
    assert 'value="invite"' not in browser.get(BEGIN).content.decode()
    assert browser.post(BEGIN, {**SAID, "then": "invite"})["Location"] == reverse("spaces:invitation")


def test_a_refused_page_still_knows_where_to_go_on(browser: Client) -> None:
    refused = browser.post(BEGIN, {**SAID, "name": "", "next": "/learn/"})
    assert 'name="next" value="/learn/"' in refused.content.decode()


def test_beginning_a_second_time_changes_nothing(browser: Client, dan: Person) -> None:
    browser.post(BEGIN, SAID)
    dan.refresh_from_db()
    assert browser.post(BEGIN, {**SAID, "name": "Other"})["Location"] == reverse("today:today")
    actions.begin(person=dan, name="Other", time_zone="UTC", language="en", at=clock.now())
    again = Person.objects.get(pk=dan.pk)
    assert (again.name, again.begun_at) == ("Dan", dan.begun_at)


def test_before_it_every_other_page_leads_here(browser: Client) -> None:
    for url in ("/today/", "/accounts/me/", "/journal/"):
        assert browser.get(url)["Location"].startswith(BEGIN)
