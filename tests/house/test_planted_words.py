"""A marker in everything that is somebody's alone, looked for in all that anybody else, or anything else, gets to hold.

Each thing is planted as its author would: through the pages, with words that are refused for their length before.
"""

import json
import logging
import uuid
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from django.urls import resolve, reverse

from exercises.loop.actions import own
from exercises.pause import actions as pauses
from intima.accounts.models import Person
from intima.kit import clock
from intima.kit.models import Visit
from intima.kit.seal import SealedTextField
from intima.mail import writing
from intima.mail.models import Letter
from intima.own.zipping import stream
from reflections.checkins import actions as checkins
from reflections.checkins.actions.sharing import Part
from tests import world
from tests.checkins import acts as days
from tests.checkins.doors import page_of_today
from tests.journal import acts as journal
from tests.journal.doors import written
from tests.practices import acts as practices
from tests.releases.acts import release
from tests.rituals import acts as rituals
from tests.spaces.walk import dump
from tests.table import DOORS, NO_PAGE
from tests.world import World

pytestmark = [pytest.mark.tables, pytest.mark.django_db]

MARK = "quincemarmalade"
TOO_LONG = 2_000  # times the marker, which no field has room for
OTHERS = [role for role in world.ROLES if role != "author"]
ELSEWHERE = (
    "/journal/?from=partner",
    "/journal/?page=2",
    "/checkin/trends/?for=year",
    "/rituals/thanks/?from=me",
    "/practice/draw-our-loop/",
    "/practice/two-alarms/",
)
OURS = ("intima.", "reflections.", "exercises.")
Browser = Client


def posted(browser: Browser, url: str, data: dict[str, Any]) -> str:
    """Where a form that was taken leads."""
    answer = browser.post(url, data)
    assert answer.status_code == 302, (url, answer.status_code)
    return str(answer.headers["Location"]).partition("#")[0]


def wordy(browser: Browser, url: str, data: dict[str, Any], **words: str) -> str:
    """The same after the page refused far too many of these words."""
    refused = browser.post(url, data | {name: text * TOO_LONG for name, text in words.items()})
    assert refused.status_code == 422, (url, refused.status_code)
    return posted(browser, url, data | words)


# --- What is planted: each leads to the page on which its author finds it -----------------------


def an_entry(ada: Browser, here: World, word: str) -> str:
    return wordy(ada, "/journal/write/", written(here), text=word)


def words_being_written(ada: Browser, here: World, word: str) -> str:
    key = uuid.uuid4()
    ada.post("/journal/draft/", {"text": word, "key": str(key)})
    return f"/journal/write/?draft={key}"


def an_entry_changed_after_sharing(ada: Browser, here: World, word: str) -> str:
    entry = journal.shared(here.author, "Fit for Ben.")
    page = f"/journal/{entry.pk}/edit/"
    return wordy(ada, page, {"lens": "", "base": "1"}, text=word)


def an_entry_changed_after_releasing(ada: Browser, here: World, word: str) -> str:
    entry = journal.keep(here.author, "Fit for Dr Dee.")
    release(here.things["care"], entry)
    page = f"/journal/{entry.pk}/edit/"
    return wordy(ada, page, {"lens": "", "base": "1"}, text=word)


def an_entry_that_a_therapist_could_once_open(ada: Browser, here: World, word: str) -> str:
    entry = journal.keep(here.author, word)
    released = release(here.things["care"], entry)
    posted(ada, f"/care/released/{released.pk}/take-back/", {})
    return f"/journal/{entry.pk}/"


def an_answer_begun(ada: Browser, here: World, word: str) -> str:
    page = f"/journal/together/{here.things['asked'].pk}/"
    ada.post(f"{page}answer/", {"text": word, "next": "later"})
    return page


def the_line_of_a_day(ada: Browser, here: World, word: str) -> str:
    wordy(ada, "/checkin/", page_of_today(here) | {"closeness": "9"}, line=word)
    days.share(here.things["day"], Part.CLOSENESS, at=clock.now())
    return f"/checkin/days/{here.things['day'].pk}/"


def a_line_changed_after_sharing(ada: Browser, here: World, word: str) -> str:
    shared = here.things["shared_day"]
    shared.refresh_from_db()
    checkins.keep(person=here.author, at=shared.checked_at, closeness=7, line=word)
    return f"/checkin/days/{shared.pk}/"


def an_answer_of_a_run(ada: Browser, here: World, word: str) -> str:
    page = f"/practice/run/{here.things['run']}/moment/"
    wordy(ada, page, {}, text=word)
    return page


def a_card_kept_of_a_run(ada: Browser, here: World, word: str) -> str:
    page = posted(ada, "/practice/what-helps-me-back/begin/", {})
    answers = {"helps": {"place_tea": "1"}, "please-not": {"own_0": word}, "card": {"helps": word, "sign": word}}
    for answer in answers.values():
        page = posted(ada, page, answer)
    assert page.endswith("/done/")
    return "/practice/cards/what-helps/"


def what_was_handed_in_and_not_confirmed(ada: Browser, here: World, word: str) -> str:
    practices.put(here.partner, "two-alarms")
    run = practices.done(here.author, "two-alarms", {"moment": {"text": word}})
    posted(ada, f"/practice/run/{run}/hand-in/", {"part": "moment"})
    return f"/practice/run/{run}/done/"


def a_part_of_the_loop(ada: Browser, here: World, word: str) -> str:
    return _card(ada, here, under=word)


def an_exit_of_the_loop(ada: Browser, here: World, word: str) -> str:
    return _card(ada, here, so="asks", exit=word)


def _card(ada: Browser, here: World, **parts: str) -> str:
    """A card that Ben sees, changed since."""
    kept = own(here.author)
    assert kept is not None
    before = {name: getattr(kept.words, name) for name in ("does", "under", "so", "exit")}
    page = {"base": str(kept.revision), "page": str(uuid.uuid4()), **before}
    return wordy(ada, "/loop/card/", page, **parts)


def a_thank_you_kept(ada: Browser, here: World, word: str) -> str:
    return _slip(ada, "thanks", text=word, more=word)


def a_thank_you_for_tonight(ada: Browser, here: World, word: str) -> str:
    page = _slip(ada, "thanks", text=word, more=word)
    return posted(ada, f"{page}give/", {**rituals.looked_at(ada, page), "when": "tonight"})


def a_touch_not_sent(ada: Browser, here: World, word: str) -> str:
    return _slip(ada, "touch", touch_0=word, touch_2=word)


def a_promise_to_oneself(ada: Browser, here: World, word: str) -> str:
    due = clock.now() + timedelta(days=2)
    return _slip(ada, "promise", {"due_at": f"{due:%Y-%m-%dT%H:%M}", "small": "on"}, text=word, more=word)


def _slip(ada: Browser, kind: str, rest: dict[str, str] | None = None, **words: str) -> str:
    return wordy(ada, f"/rituals/{kind}/write/", {"key": str(uuid.uuid4())} | (rest or {}), **words)


def a_word_afterwards(ada: Browser, here: World, word: str) -> str:
    return wordy(ada, f"/rituals/screens/{here.things['over']}/word/", {"key": str(uuid.uuid4())}, text=word)


def what_was_told_of_homework(ada: Browser, here: World, word: str) -> str:
    """Told and not shown, of homework of which something else was."""
    page = wordy(ada, f"/homework/{here.things['half']}/", {"said": "part"}, in_the_way=word, to_bring=word)
    ada.get(f"{page}show/?item=in-the-way")
    return page


def a_pause_of_ones_own(ada: Browser, here: World, word: str) -> str:
    """From a page that named nobody, so that its words go to nobody, though there is a partner."""
    pauses.end(asker=here.author, pk=here.things["pause"], at=clock.now())
    return wordy(ada, "/pause/", {"minutes": "20", "space": ""}, words=word)


PLANTED: list[Callable[[Browser, World, str], str]] = [
    an_entry,
    words_being_written,
    an_entry_changed_after_sharing,
    an_entry_changed_after_releasing,
    an_entry_that_a_therapist_could_once_open,
    an_answer_begun,
    the_line_of_a_day,
    a_line_changed_after_sharing,
    an_answer_of_a_run,
    a_card_kept_of_a_run,
    what_was_handed_in_and_not_confirmed,
    a_part_of_the_loop,
    an_exit_of_the_loop,
    a_thank_you_kept,
    a_thank_you_for_tonight,
    a_touch_not_sent,
    a_promise_to_oneself,
    a_word_afterwards,
    what_was_told_of_homework,
    a_pause_of_ones_own,
]
WORDS = {plant.__name__: f"{MARK}{chr(ord('a') + number)}" for number, plant in enumerate(PLANTED)}


# --- Where it is looked for ----------------------------------------------------------------------


@dataclass(frozen=True)
class Garden:
    """A world with everything planted in it: where its author finds each, and what was logged meanwhile."""

    here: World
    pages: dict[str, str]
    log: StringIO

    def addresses(self) -> Iterator[str]:
        """Every page of the doors table, and those of the planted things, by every address that takes one."""
        found = [resolve(page.partition("?")[0]) for page in self.pages.values()]
        planted = {(each.app_name, each.kwargs["pk"]) for each in found if "pk" in each.kwargs}
        for door in DOORS:
            if door.get is None or door.url in NO_PAGE - {"loop:picture", "pause:now"}:
                continue
            args = door.args(self.here)
            yield reverse(door.url, kwargs=args)
            for room, pk in planted:
                if "pk" in args and door.url.startswith(f"{room}:"):
                    yield reverse(door.url, kwargs={**args, "pk": pk})
        yield from ELSEWHERE
        yield from self.pages.values()


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
        ada = signed_in(here.author)
        pages = {plant.__name__: plant(ada, here, WORDS[plant.__name__]) for plant in PLANTED}
        ada.post("/journal/search/", {"q": MARK})
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


@pytest.mark.parametrize("thing", WORDS)
def test_its_author_finds_it(thing: str, garden: Garden) -> None:
    assert WORDS[thing] in signed_in(garden.here.author).get(garden.pages[thing]).content.decode()


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_finds_any_of_it_on_any_page(role: str, garden: Garden) -> None:
    browser, found = signed_in(garden.here.who(role)), []
    for url in garden.addresses():
        for headers in ({}, {"HX-Request": "true"}):
            page = browser.get(url, headers=headers).content.decode()
            found += [(thing, url) for thing, word in WORDS.items() if word in page]
    answer = browser.post("/journal/search/", {"q": MARK[:5]}).content.decode()
    assert MARK not in answer
    assert not found


def taken_along(person: Person) -> str:
    """All files of somebody's own, as one text."""
    with ZipFile(BytesIO(b"".join(stream(person, clock.now())))) as zipped:
        return " ".join(zipped.read(name).decode() for name in zipped.namelist())


def test_its_author_takes_all_of_it_along(garden: Garden) -> None:
    held = taken_along(garden.here.author)
    assert [thing for thing, word in WORDS.items() if word not in held] == []


@pytest.mark.parametrize("role", [role for role in OTHERS if role != "nobody"])
def test_nobody_else_takes_any_of_it_along(role: str, garden: Garden) -> None:
    person = garden.here.who(role)
    assert person
    held = taken_along(person)
    assert person.email in held
    assert MARK not in held


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
