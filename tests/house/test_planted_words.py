"""A marker in everything that somebody writes, looked for in all that anybody else, or anything else, gets to hold.

What is planted, by whom, and who may find it stands in `tests.house.planted`.
"""

import json
import logging
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from django.urls import resolve, reverse

from exercises.pause import actions as pauses
from intima.accounts.models import Person
from intima.kit import clock, seal
from intima.kit.models import Visit
from intima.kit.seal import SealedTextField
from intima.mail import writing
from intima.mail.models import Letter
from intima.own.zipping import stream
from tests import world
from tests.house.planted import MARK, PLANTED, WORDS, Planted
from tests.spaces.walk import dump
from tests.table import DOORS, NO_PAGE
from tests.world import World

pytestmark = [pytest.mark.tables, pytest.mark.django_db]

SHOWS = {"loop:picture", "pause:now", "authoring:file", "care:notes_file"}  # no pages, yet with words
ELSEWHERE = (
    "/journal/?from=partner",
    "/journal/?page=2",
    "/checkin/trends/?for=year",
    "/rituals/thanks/?from=me",
    "/practice/draw-our-loop/",
    "/practice/two-alarms/",
)
OURS = ("intima.", "reflections.", "exercises.")
# Sealed too, though nobody writes them freely.
NO_WORDS = {
    "mail.letter.payload",  # what a letter is about, and no letter says a word of anybody's
    "care.link.kept_name",  # the client's name beside notes that outlive the consent
    "practices.judgement.marks",  # one of four answers to a guess
}


# --- Where it is looked for ----------------------------------------------------------------------


@dataclass(frozen=True)
class Garden:
    """A world with everything planted in it: where its author finds each, and what was logged meanwhile."""

    here: World
    pages: dict[str, str]
    log: StringIO

    def asked(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Every page of the doors table and those of the planted things, plain and through htmx.

        Then each planted thing at every other address of its room that takes one: there the page alone.
        """
        found = [resolve(page.partition("?")[0]) for page in self.pages.values()]
        planted = {(each.app_name, each.kwargs["pk"]) for each in found if "pk" in each.kwargs}
        doors = [door for door in DOORS if door.get is not None and door.url not in NO_PAGE - SHOWS]
        pages = {reverse(door.url, kwargs=door.args(self.here)) for door in doors} | {*ELSEWHERE, *self.pages.values()}
        for url in pages:
            yield url, {}
            yield url, {"HX-Request": "true"}
        for door in doors:
            args = door.args(self.here)
            for room, pk in planted:
                if "pk" in args and door.url.startswith(f"{room}:"):
                    yield reverse(door.url, kwargs={**args, "pk": pk}), {}


@pytest.fixture(scope="module")
def garden(here: World) -> Iterator[Garden]:
    log = StringIO()
    handler = logging.StreamHandler(log)
    loggers = [logging.getLogger(name) for name in ("", "intima", "reflections", "exercises")]
    levels = [logger.level for logger in loggers]
    loggers[0].addHandler(handler)
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    try:
        for person in (here.author, here.partner):
            pauses.allow_letters(person=person, on=True)
        browsers = {role: signed_in(here.who(role)) for role in ("author", "therapist")}
        pages = {each.name: each.plant(browsers[each.by], here, WORDS[each.name]) for each in PLANTED}
        browsers["author"].post("/journal/search/", {"q": MARK})
        yield Garden(here, pages, log)
    finally:
        loggers[0].removeHandler(handler)
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def signed_in(person: Person | None) -> Client:
    client = Client(headers={"host": "localhost"})
    if person is not None:
        client.force_login(person)
    return client


@pytest.mark.parametrize("thing", PLANTED, ids=lambda thing: thing.name)
def test_its_author_finds_it(thing: Planted, garden: Garden) -> None:
    browser = signed_in(garden.here.who(thing.by))
    assert WORDS[thing.name] in browser.get(garden.pages[thing.name]).content.decode()


def hidden_from(role: str) -> list[str]:
    return [each.name for each in PLANTED if role not in (each.by, *each.readers)]


@pytest.mark.parametrize("role", world.ROLES)
def test_nobody_finds_any_of_it_on_any_page_but_who_may(role: str, garden: Garden) -> None:
    browser, found = signed_in(garden.here.who(role)), []
    hidden = {WORDS[name] for name in hidden_from(role)}
    for url, headers in garden.asked():
        page = browser.get(url, headers=headers).content.decode()
        found += [(word, url) for word in hidden if word in page]
    if role != "author":
        answer = browser.post("/journal/search/", {"q": MARK[:5]}).content.decode()
        assert MARK not in answer
    assert not found


def test_every_kind_of_words_was_planted(garden: Garden) -> None:
    """A room that seals words of another kind plants them too."""
    sealed = [
        (model, field)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, SealedTextField)
    ]
    with seal.keyring():
        planted = {
            field.seal_name
            for model, field in sealed
            for row in model._default_manager.all()
            if MARK in (getattr(row, field.name) or "")
        }
    assert planted == {field.seal_name for _model, field in sealed} - NO_WORDS


def taken_along(person: Person) -> str:
    """All files of somebody's own, as one text."""
    with ZipFile(BytesIO(b"".join(stream(person, clock.now())))) as zipped:
        return " ".join(zipped.read(name).decode() for name in zipped.namelist())


@pytest.mark.parametrize("role", [role for role in world.ROLES if role != "nobody"])
def test_everybody_takes_their_own_along_and_nothing_that_is_hidden_from_them(role: str, garden: Garden) -> None:
    person = garden.here.who(role)
    assert person
    held = taken_along(person)
    assert person.email in held
    assert not [each.name for each in PLANTED if each.by == role and WORDS[each.name] not in held]
    assert not [name for name in hidden_from(role) if WORDS[name] in held]


def test_it_lies_in_no_log_no_session_and_no_letter(garden: Garden) -> None:
    said = garden.log.getvalue()
    assert said
    assert MARK not in said
    assert Visit.objects.exists()
    assert MARK not in " ".join(str(visit.get_decoded()) for visit in Visit.objects.all())
    letters, _others = writing.write(list(Letter.objects.all()), at=clock.now() + timedelta(minutes=21))
    assert letters
    assert MARK not in " ".join(letter.message.decode() for letter in letters)


def test_it_lies_in_no_table_and_in_nothing_that_is_written_out_of_them(garden: Garden) -> None:
    for held in (dump(), exported()):
        assert garden.here.author.email in held  # what lies in the open is found
        assert MARK not in held


def exported() -> str:
    """What `dumpdata` writes, and what its base64 stands for."""
    out = StringIO()
    call_command("dumpdata", stdout=out)
    for row in json.loads(out.getvalue()):
        for field in apps.get_model(row["model"])._meta.get_fields():
            if isinstance(field, SealedTextField) and row["fields"].get(field.name):
                out.write(b64decode(row["fields"][field.name]).decode("latin-1"))
    return out.getvalue()


def test_no_row_is_named_by_its_words(garden: Garden) -> None:
    for model in apps.get_models():
        for row in model._default_manager.all() if model.__module__.startswith(OURS) else ():
            assert MARK not in f"{row} {row!r}"
