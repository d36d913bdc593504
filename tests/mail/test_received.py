"""A letter of each kind in each language, byte for byte as a real SMTP server was given it."""

import re
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import translation
from django.utils.translation import pgettext

from exercises.pause import actions as pauses
from exercises.pause import letters as of_pauses
from intima.accounts import letters as of_accounts
from intima.accounts.models import Person
from intima.mail import account, kinds
from intima.mail.models import Letter, State
from intima.wsgi import application
from reflections.reminders import actions as reminders
from reflections.reminders import keys, posting
from reflections.reminders.models import Reminder, Want
from tests import cast
from tests.accounts import test_letters
from tests.cast import EVENING
from tests.homework import acts
from tests.mail.conftest import NOTE
from tests.mail.office import PostOffice
from tests.mail.telling import TELLING
from tests.reminders.conftest import remind

BACK = EVENING + timedelta(minutes=70)
ORIGIN = "https://evenings.example.org"
Receive = Callable[[str, str], list[EmailMessage]]


def of_the_day(ada: Person) -> datetime:
    remind(ada)
    posting.post_due(at=EVENING)
    return EVENING


def for_homework(ada: Person) -> datetime:
    remind(ada, wants=[Want.HOMEWORK], at=EVENING - timedelta(hours=4))
    acts.give((cast.care(ada, cast.therapist()), acts.STAY), at=EVENING - timedelta(hours=3))
    posting.post_due(at=EVENING)
    return EVENING


def asked_for(ada: Person) -> datetime:
    remind(ada)
    reminders.send_now(person=ada, key=uuid.uuid4(), at=EVENING)
    return EVENING


def of_a_pause(ada: Person) -> datetime:
    pauses.allow_letters(person=ada, on=True)
    pauses.start(asker=ada, tie=None, words="Some air.", back_at=BACK, at=EVENING)
    return BACK


def of_the_account(ada: Person) -> datetime:
    with translation.override(ada.language):
        for name in test_letters.NAMES:
            of_accounts.write(name, to=ada.email, context=test_letters.FILLED).send()
    return Letter.objects.latest("due_at").due_at


POSTED: dict[str, tuple[str, Callable[[Person], datetime]]] = {
    "reminder": (keys.DAILY, of_the_day),
    "reminder of homework": (keys.DAILY, for_homework),
    "reminder asked for": (keys.NOW, asked_for),
    "pause": (of_pauses.KIND, of_a_pause),
    "account": (account.KIND, of_the_account),
}
SUBSCRIBED = sorted(set(POSTED) - {"account"})  # what is sent because somebody once said so
each_kind = pytest.mark.parametrize("name", sorted(POSTED))
each_subscribed = pytest.mark.parametrize("name", SUBSCRIBED)
each_language = pytest.mark.parametrize("language", ["en", "es"])


@pytest.fixture
def receive(ada: Person, office: PostOffice, ring: Callable[..., None], settings: Any) -> Receive:
    """Has a kind of letter posted for Ada in a language, and rings; gives what arrived, each parsed strictly."""
    settings.EMAIL_BACKEND, settings.ORIGIN = "intima.mail.backend.Outbox", ORIGIN

    def of_kind(name: str, language: str) -> list[EmailMessage]:
        ada.language = language
        ada.save()
        ring(POSTED[name][1](ada))
        assert set(Letter.objects.values_list("kind", "state")) == {(POSTED[name][0], State.SENT)}
        assert {to for to, _raw in office.taken} == {ada.email}
        return [message_from_bytes(raw, policy=policy.strict) for _to, raw in office.taken]

    return of_kind


def test_every_kind_of_letter_is_in_the_table() -> None:
    assert {kind for kind, _post in POSTED.values()} == set(kinds._kinds) - {NOTE}


# --- What both parts say --------------------------------------------------------------------------


class Page(HTMLParser):
    """The visible text of an HTML letter, each link followed by where it leads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.unseen = 0
        self.leads: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen += tag == "head"
        if tag == "a":
            self.leads.append(str(dict(attrs)["href"]))

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag == "head"
        if tag == "a":
            self.said.append(self.leads[-1])

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.said.append(data)


def words(text: str, language: str) -> str:
    """The text without what only sets it: spaces, the dots and dashes between links, and the button's own label."""
    with translation.override(language):
        button = pgettext("letter", "Open the page")
    return " ".join(re.sub(r"(^|\s)(--|·)(?=\s)|:(?=\s|$)", " ", text).replace(button, " ").split())


def parts(letter: EmailMessage) -> tuple[str, str]:
    text, html = letter.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    return text.get_content(), " ".join(Page(html.get_content()).said)


@each_kind
@each_language
def test_both_parts_say_the_same_and_neither_tells(name: str, language: str, receive: Receive, ada: Person) -> None:
    letters = receive(name, language)
    assert len(letters) == (len(test_letters.NAMES) if name == "account" else 1)
    for letter in letters:
        text, html = parts(letter)
        assert words(text, language) == words(html, language)
        title = letter.get_body(("html",)).get_content().partition("<title>")[2].partition("</title>")[0]  # type: ignore[union-attr]
        for seen in (str(letter["Subject"]), str(letter["From"]), title, text, html):
            assert not TELLING.search(seen), TELLING.search(seen)
        everything = letter.as_string() + text + html
        assert str(ada.pk) not in everything
        assert ada.pk.hex not in everything
        assert all(url.startswith(f"{ORIGIN}/") for url in re.findall(r"https?://\S+", text))


# --- What mail programs act on ----------------------------------------------------------------------


@each_kind
def test_it_has_the_headers_that_mail_programs_act_on(name: str, receive: Receive) -> None:
    listed = name != "account"
    letters = receive(name, "es")
    for letter in letters:
        assert [header.defects for header in letter.values() if header.defects] == []
        assert sorted(letter.keys()) == sorted(set(letter.keys()))
        assert letter["From"] == (settings.REMINDER_SENDER if listed else settings.DEFAULT_FROM_EMAIL)
        assert letter["To"] == "ada@example.org"
        assert letter["Auto-Submitted"] == "auto-generated"
        assert letter["X-Auto-Response-Suppress"] == "All"
        if listed:
            assert letter["List-Id"] == settings.LIST_ID
            assert re.fullmatch(rf"<{ORIGIN}/[\w/.-]+>", letter["List-Unsubscribe"])
            assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
            assert letter["List-Unsubscribe"].strip("<>") in parts(letter)[0]
    assert {letter["Message-ID"] for letter in letters} == {letter.message_id for letter in Letter.objects.all()}


class Quiet(WSGIRequestHandler):
    def log_message(self, *arguments: Any) -> None:
        """The requests are the test's own."""


def ask(method: str, url: str) -> tuple[int, str]:
    """One request over a real socket, as a mail program makes it (RFC 8058), without cookies: status and page."""
    with make_server("127.0.0.1", 0, application, handler_class=Quiet) as server:
        line = HTTPConnection("127.0.0.1", server.server_port)
        body = "List-Unsubscribe=One-Click" if method == "POST" else None
        form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        line.request(method, urlsplit(url).path, body, {"Host": "localhost", **form})
        server.handle_request()
        answer = line.getresponse()
        return answer.status, answer.read().decode().partition("<main")[2].partition("</main>")[0]


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """The site keeps the test's connection to the database, as it does for Django's own test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def wanted(ada: Person) -> bool:
    """Whether Ada is still sent any letter but those of her account."""
    return Reminder.objects.active().filter(person=ada).exists() or pauses.allows_letters(ada)


@each_subscribed
@pytest.mark.usefixtures("_one_connection")
def test_one_click_stops_it_twice_alike_and_opening_the_link_does_not(name: str, receive: Receive, ada: Person) -> None:
    [letter] = receive(name, "en")
    link = letter["List-Unsubscribe"].strip("<>")
    status, page = ask("GET", link)
    assert (status, page.count('<form method="post">'), page.count("<button")) == (200, 1, 1)
    assert "Ada" not in page
    assert wanted(ada)
    first, second = ask("POST", link), ask("POST", link)
    assert first[0] == second[0] == 200
    assert first[1] == second[1]
    assert "The letters have stopped" in first[1]
    assert not wanted(ada)
