"""What every answer carries, whatever it is and whoever asks."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.table import DOORS, expected
from tests.world import ROLES, World

pytestmark = [pytest.mark.tables, pytest.mark.django_db]

CARRIED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
}
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "font-src": "'self'",
    "form-action": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
NO_DOORS = ["/no-such-page/", "/?x=%00", "/admin/", "/static/icons/lamp.svg", "/static/nothing.css"]


def answers(here: World) -> Iterator[tuple[str, Any]]:
    for role in ("nobody", "author", "staff"):
        person = here.who(role)
        for method, url in asked(here, role):
            browser = Client(headers={"host": "localhost"})  # some of the doors sign out
            if person:
                browser.force_login(person)
            yield f"{role} {method} {url}", getattr(browser, method)(url, secure=True)


def asked(here: World, role: str) -> Iterator[tuple[str, str]]:
    number = ROLES.index(role)
    for door in DOORS if role != "staff" else []:
        method = "post" if expected(door.get, number) == 405 else "get"
        yield method, reverse(door.url, kwargs=door.args(here))
    yield from (("get", url) for url in NO_DOORS)


def test_every_answer_carries_the_headers_of_safety(here: World, settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 3600  # as with ORIGIN at https
    wrong = []
    for said, answer in answers(here):
        carried = {name: answer.headers.get(name) for name in CARRIED}
        policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
        wrong += [(said, name, carried[name]) for name in CARRIED if carried[name] != CARRIED[name]]
        wrong += [(said, "policy", policy)] if policy != POLICY else []
        kept = answer.headers["Cache-Control"]
        if answer.status_code != 200 or "/static/" not in said:
            wrong += [(said, "kept", kept)] if "no-store" not in kept else []
        wrong += [(said, "read elsewhere", "")] if "Access-Control-Allow-Origin" in answer.headers else []
    assert not wrong
