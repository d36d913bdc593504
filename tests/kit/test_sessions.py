"""A dump of the database signs nobody in and tells nothing of whoever is signed in."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client
from django.utils import timezone

from intima.accounts.models import Person
from intima.accounts.tasks import forget_visits
from intima.kit.models import Visit
from intima.kit.sessions import SHARED, SessionStore, row_key, whose

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(ada: Person) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(ada)
    return client


def test_the_site_uses_it(browser: Client) -> None:
    assert import_module(site.SESSION_ENGINE).SessionStore is SessionStore
    assert browser.get("/today/").status_code == 200


def test_the_key_of_a_row_is_no_cookie(browser: Client) -> None:
    row = Visit.objects.get()
    cookie = browser.cookies["session"].value
    assert row.session_key == row_key(cookie) != cookie
    thief = Client(headers={"host": "localhost"})
    thief.cookies["session"] = row.session_key
    assert thief.get("/today/").status_code == 302


def test_nothing_of_a_visit_can_be_read_from_its_row(browser: Client, ada: Person) -> None:
    browser.post("/accounts/login/", {"login": "dora@example.org"})
    held = "".join(f"{row.session_key} {row.session_data} {row.whose}" for row in Visit.objects.all())
    store = SessionStore(browser.cookies["session"].value)
    assert store["_auth_user_id"] == str(ada.pk)
    for told in (str(ada.pk), "dora", "example.org", "_auth_user_id"):
        assert told not in held


def test_a_new_master_key_reads_what_the_old_one_wrote(browser: Client, settings: Any) -> None:
    settings.MASTER_KEYS = [b"n" * 32, *settings.MASTER_KEYS]
    assert browser.get("/today/").status_code == 200
    settings.MASTER_KEYS = [b"x" * 32]
    assert browser.get("/today/").status_code == 302  # no key opens it: the visit is over


def test_signing_out_deletes_the_row(browser: Client) -> None:
    browser.post("/accounts/logout/")
    assert not Visit.objects.exists()


def test_a_key_is_cycled_at_sign_in_and_an_old_one_is_dead(browser: Client) -> None:
    store = SessionStore(browser.cookies["session"].value)
    store.cycle_key()
    assert browser.get("/today/").status_code == 302
    assert SessionStore(store.session_key)["_auth_user_id"]


def test_visits_that_ran_out_are_forgotten(browser: Client) -> None:
    Visit.objects.create(session_key="0" * 40, session_data="", expire_date=timezone.now() - timedelta(seconds=1))
    forget_visits()
    assert Visit.objects.count() == 1


def test_whose_a_row_is_can_be_asked_with_the_sites_key_alone(browser: Client, ada: Person, ben: Person) -> None:
    assert Visit.objects.get(whose=whose(ada.pk))
    assert not Visit.objects.filter(whose=whose(ben.pk)).exists()
    browser.post("/accounts/logout/")
    browser.post("/accounts/login/", {"login": "dora@example.org"})
    assert Visit.objects.get().whose == ""  # nobody is signed in yet


@pytest.mark.parametrize(("shared", "lasts"), [(False, timedelta(days=14)), (True, timedelta(hours=1))])
def test_a_visit_lasts_two_weeks_after_the_last_page_and_an_hour_on_a_shared_device(
    browser: Client, shared: bool, lasts: timedelta
) -> None:
    store = SessionStore(browser.cookies["session"].value)
    store[SHARED] = shared
    store.set_expiry(timedelta(days=90))  # a library's wish
    store.save()
    cookie = browser.get("/today/").cookies["session"]
    assert (cookie["max-age"] == "") == (cookie["expires"] == "") == shared  # such a one goes with the browser
    left = Visit.objects.get().expire_date - timezone.now()
    assert lasts - timedelta(minutes=1) < left <= lasts


def test_a_page_that_asks_by_itself_is_no_visit(browser: Client) -> None:
    browser.get("/us/invite/", headers={"HX-Request": "true"})
    assert "touched" not in SessionStore(browser.cookies["session"].value)
    browser.get("/us/invite/")
    assert "touched" in SessionStore(browser.cookies["session"].value)
