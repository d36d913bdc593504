"""Which doors ask again who is there, and which never do: one table, for somebody who signed in long ago."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse

from tests.table import DOORS
from tests.world import Door, World

pytestmark = [pytest.mark.tables, pytest.mark.django_db]

AGAIN = reverse("accounts:again")
# How somebody signs in, the lock on their words, and giving a therapist consent.
ASK = {
    "account_email",
    "account_set_password",
    "accounts:app",
    "accounts:codes",
    "accounts:lock",
    "accounts:passkey",
    "accounts:recovery",
    "accounts:remove_factor",
    "accounts:rename_passkey",
    "care:terms",
}
# Whoever wants out is not held up: a space, consent, what was shared, and a second factor that is to stay.
NEVER = {
    "accounts:keep_factor",
    "accounts:end_visit",
    "accounts:end_other_visits",
    "care:end",
    "care:end_all",
    "journal:take_all_back",
    "rituals:take_back",
    "safety:exit",
    "spaces:leave",
}
BY_NAME = {door.url: door for door in DOORS}


def where_it_leads(door: Door, here: World) -> list[str]:
    """What each way of knocking leads to: read and sent, plain and by htmx."""
    url, found = reverse(door.url, kwargs=door.args(here)), []
    for method in ("get", "post"):
        for headers in ({}, {"HX-Request": "true"}):
            browser = Client(headers={"host": "localhost", **headers})
            browser.force_login(here.author)
            with transaction.atomic():
                answer = getattr(browser, method)(url, door.data(here) if method == "post" else None)
                transaction.set_rollback(True)
            if answer.status_code != 405:
                found.append(answer.headers.get("HX-Redirect") or answer.headers.get("Location", ""))
    return found


@pytest.mark.parametrize("name", sorted(ASK))
def test_it_asks_first_whatever_is_sent(name: str, here: World) -> None:
    led = where_it_leads(BY_NAME[name], here)
    assert led
    assert all(to.startswith(AGAIN) for to in led), led


@pytest.mark.parametrize("name", sorted(NEVER))
def test_it_never_asks(name: str, here: World) -> None:
    led = where_it_leads(BY_NAME[name], here)
    assert led
    assert not any(to.startswith((AGAIN, reverse("accounts:open_journal"))) for to in led), led


def test_a_password_is_changed_with_the_one_of_now(here: World) -> None:
    browser = Client(headers={"host": "localhost"})
    here.author.set_password("lamplight by the window")
    here.author.save()
    browser.force_login(here.author)
    answer = browser.post(
        reverse("account_change_password"), {"oldpassword": "", "password1": "another fifteen and more"}
    )
    assert answer.status_code == 422
    here.author.refresh_from_db()
    assert here.author.check_password("lamplight by the window")


def test_the_table_names_every_door_of_ways_in_that_asks(here: World) -> None:
    """Other rooms, of export and deletion, say for themselves that theirs ask."""
    asks = {door.url for door in DOORS if resolve(reverse(door.url, kwargs=door.args(here))).func.door == "proven"}
    assert {name for name in asks if name.startswith(("account", "care:"))} == ASK
