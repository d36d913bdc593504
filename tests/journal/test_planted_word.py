"""A marker written privately is looked for in everything that anybody else, or anything else, gets to hold."""

import json
import logging
from base64 import b64decode
from collections.abc import Callable
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from intima.accounts.models import Person
from tests import cast, world
from tests.journal import acts, doors

PLANTED = "quincemarmalade"


def every_page(browser: Client, here: world.World) -> dict[str, str]:
    """What this browser gets at every address of the journal, and where else words might be gathered."""
    found = {}
    for door in doors.ROWS:
        url = reverse(door.url, kwargs=door.args(here))
        found[url] = browser.get(url).content.decode()
        found[f"{url} htmx"] = browser.get(url, headers={"HX-Request": "true"}).content.decode()
    for url in ("/journal/?from=partner", "/journal/?page=2", "/today/", "/us/"):
        found[url] = browser.get(url).content.decode()
    found["search"] = browser.post("/journal/search/", {"q": PLANTED[:5]}).content.decode()
    return found


@pytest.fixture
def here(db: None) -> world.World:
    made = world.build()
    doors.furnish(made)
    return made


def test_a_private_word_is_found_nowhere_but_with_its_author(
    here: world.World, browser_of: Callable[[Person | None], Client], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ada, browser = here.author, browser_of(here.author)
    # Planted through the pages themselves: kept, half-written, half-answered, edited after sharing, searched for.
    browser.post("/journal/write/", doors.written(here) | {"text": f"{PLANTED} kept"})
    browser.post("/journal/draft/", {"text": f"{PLANTED} begun", "key": "12345678123456781234567812345678"})
    browser.post(f"/journal/together/{here.things['asked'].pk}/answer/", {"text": f"{PLANTED} answered"})
    shared = acts.shared(ada, "Fit for Ben.")
    browser.post(f"/journal/{shared.pk}/edit/", {"text": f"{PLANTED} later", "lens": "", "base": "1"})
    browser.post(f"/journal/{shared.pk}/edit/", {"text": f"{PLANTED} twice", "lens": "", "base": "1"})
    browser.post("/journal/write/", doors.written(here) | {"text": PLANTED * 2_000})
    browser.post("/journal/search/", {"q": PLANTED})

    assert any(PLANTED in page for page in every_page(browser, here).values())  # the test can find it
    for role in ("partner", "former", "stranger", "staff", "nobody"):
        pages = every_page(browser_of(here.who(role)), here)
        assert [url for url, page in pages.items() if PLANTED in page] == [], role
    assert PLANTED not in caplog.text
    assert all(PLANTED not in str(session.get_decoded()) for session in Session.objects.all())
    assert PLANTED not in dump()


def dump() -> str:
    """Everything in the database, as `dumpdata` writes it and as the rows lie in their tables."""
    out = StringIO()
    call_command("dumpdata", stdout=out)
    for row in json.loads(out.getvalue()):
        if row["model"].startswith("journal."):  # sealed fields are dumped in base64
            sealed = [row["fields"][name] for name in ("text", "shown") if row["fields"].get(name)]
            out.write(" ".join(b64decode(value).decode("latin-1") for value in sealed))
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            for row in cursor.fetchall():
                out.write(" ".join(_raw(value) for value in row))
    return out.getvalue()


def _raw(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("latin-1")
    return str(value)


def test_no_row_names_its_words(ada: Person, ben: Person) -> None:
    cast.pair(ada, ben)
    entry, exchange = acts.keep(ada, PLANTED), acts.opened(ada, ben, adas=PLANTED)
    for thing in (entry, exchange, *exchange.answers.all()):
        assert PLANTED not in f"{thing} {thing!r}"


def test_the_staff_admin_does_not_know_the_journal() -> None:
    from django.contrib import admin

    assert not [model for model in admin.site._registry if model._meta.app_label == "journal"]
