"""What another site, or a made-up request, tries on every door: no form without its token, no way off the site."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.accounts.walk import PASSWORD, by_password
from tests.table import DOORS
from tests.world import Door, World

pytestmark = [pytest.mark.tables, pytest.mark.django_db]

FORMS = [door for door in DOORS if door.post not in (None, 405)]
# One-click unsubscribe comes from a mail program, its token in the address; a mail provider's events with their secret.
WITHOUT = {"reminders:stop", "reminders:snooze", "pause:stop_letters", "mail:events"}
EVIL = [
    "//evil.example",
    "///evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "https://evil.example",
    "https:evil.example",
    "http:///evil.example",
    "%2F%2Fevil.example",
    "/%5Cevil.example/..//evil.example",
    "javascript:alert(1)",
    "\u2215\u2215evil.example",
]


def visit(here: World, role: str, **more: Any) -> Client:
    browser = Client(headers={"host": "localhost"}, **more)
    if person := here.who(role):
        browser.force_login(person)
    return browser


@pytest.mark.parametrize("door", FORMS, ids=lambda door: door.url)
def test_no_form_is_taken_without_its_token(door: Door, here: World) -> None:
    url, data = reverse(door.url, kwargs=door.args(here)), door.data(here)
    as_text = "\r\n".join(f"{name}={value}" for name, value in data.items())
    for role in ("nobody", "author"):
        for headers in ({}, {"HX-Request": "true"}, {"X-Requested-With": "XMLHttpRequest"}):
            with transaction.atomic():
                status = visit(here, role, enforce_csrf_checks=True).post(url, data, headers=headers).status_code
                transaction.set_rollback(True)
            assert (status == 403) == (door.url not in WITHOUT), (role, headers)
        plain = visit(here, role, enforce_csrf_checks=True).post(url, as_text, content_type="text/plain")
        assert (plain.status_code == 403) == (door.url not in WITHOUT)


@pytest.mark.parametrize("door", FORMS, ids=lambda door: door.url)
def test_too_many_fields_and_what_is_no_form_are_refused_plainly(door: Door, here: World) -> None:
    url, browser = reverse(door.url, kwargs=door.args(here)), visit(here, "author")
    many = "&".join(f"field{number}=1" for number in range(1500))
    with transaction.atomic():
        assert browser.post(url, many, content_type="application/x-www-form-urlencoded").status_code == 400
        deep = "[" * 100_000 + "]" * 100_000
        for body in (deep, json.dumps(door.data(here), default=str)):
            assert browser.post(url, body, content_type="application/json").status_code < 500
        transaction.set_rollback(True)


def ways_off(answer: Any) -> Iterator[str]:
    for name in ("Location", "HX-Redirect", "HX-Location", "HX-Push-Url", "HX-Replace-Url"):
        to = answer.headers.get(name, "/")
        parts = urlsplit(to)
        if parts.scheme or parts.netloc or not to.startswith("/") or to[1:2] in {"/", "\\"}:
            yield to


@pytest.mark.parametrize("role", ["nobody", "author"])
def test_no_next_leads_off_the_site(role: str, here: World) -> None:
    wrong = []
    for door in DOORS:
        url, data = reverse(door.url, kwargs=door.args(here)), door.data(here)
        at_the_entrance = "account" in door.url  # all of them are tried there, and one at each of the author's others
        one = len(door.url) % len(EVIL)
        tried = EVIL if at_the_entrance else EVIL[one : one + 1] if role == "author" else []
        for number, evil in enumerate(tried):
            headers = {"HX-Request": "true", "HX-Current-URL": evil} if number % 2 else {"Referer": evil}
            with transaction.atomic():
                browser = visit(here, role)
                got = [browser.get(f"{url}?next={quote(evil)}", headers=headers)]
                got += [browser.post(f"{url}?next={quote(evil)}", {**data, "next": evil}, headers=headers)]
                transaction.set_rollback(True)
            wrong += [(door.url, evil, to) for answer in got for to in ways_off(answer)]
    assert not wrong


@pytest.mark.parametrize("evil", EVIL)
def test_signing_in_leads_to_our_own_paths_alone(evil: str, here: World) -> None:
    here.author.set_password(PASSWORD)
    here.author.save()
    answer = by_password(visit(here, "nobody"), here.author.email, next=evil)
    assert answer.status_code == 302
    assert list(ways_off(answer)) == []
