"""The main job as two new people do it on their phones, against the whole site as `make run` starts it."""

import re
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import psycopg
import pytest
from playwright.sync_api import Browser, expect

from intima.kit import clock
from tests import services, site
from tests.browser.visitor import Visitor
from tests.site import wait_until
from tests.smtp import Sink

Stack = tuple[str, Callable[[str], list[EmailMessage]]]


@pytest.fixture(scope="module")
def running(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[Stack]:
    """The site on its embedded parts, and on PostgreSQL, Redis and an SMTP server: (origin, letters to an address)."""
    var = tmp_path_factory.mktemp(request.param) / "var"
    number = int(worker_id.removeprefix("gw")) if worker_id.startswith("gw") else 0  # each worker its own site
    with ExitStack() as stack:
        environment, letters = {}, None
        if request.param == "grown":
            postgres = services.needed(services.postgres_url(), "PostgreSQL")
            redis = services.needed(services.redis_url(database=11 + number), "Redis")
            server = stack.enter_context(psycopg.connect(postgres, autocommit=True))
            name = f"intima_main_job_{number}"
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            server.execute(f"CREATE DATABASE {name}")
            stack.callback(server.execute, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            sink = stack.enter_context(Sink())
            environment = {
                "DATABASE_URL": postgres.rsplit("/", 1)[0] + f"/{name}",
                "REDIS_URL": redis,
                "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
            }

            def letters(address: str) -> list[EmailMessage]:
                return [message_from_bytes(raw, policy=policy.default) for raw in sink.to(address)]

        started = site.make_run(var, **environment)
        stack.callback(started.stop)
        wait_until(started.answers, 90, "first page")
        yield started.url, letters or started.letters_to


@pytest.mark.parametrize(
    ("running", "script"),
    [
        pytest.param("embedded", True, id="embedded, with JavaScript"),
        pytest.param("grown", False, id="grown, without"),
        pytest.param("embedded", False, id="embedded, without", marks=pytest.mark.long),
        pytest.param("grown", True, id="grown, with JavaScript", marks=pytest.mark.long),
    ],
    indirect=["running"],
    scope="module",
)
def test_two_new_people_do_the_whole_main_job(running: Stack, chrome: Browser, script: bool) -> None:
    origin, letters = running
    ada, ben = (
        Visitor(chrome, origin, letters, f"{name}{'' if script else '-plain'}", script=script)
        for name in ("Ada", "Ben")
    )

    # Ada signs up and invites; Ben follows the link, signs up and accepts; Ada confirms.
    ada.go("/")
    ada.press("Begin")
    ada.sign_up(then="Begin and invite a partner")
    if script:
        ada.press("Copy the link")
        ada.sees("Copied.")
    else:
        ada.sees_not("Copy the link")
    link = ada.page.input_value("#link")
    ben.go(link)
    ben.sees(f"{ada.name} invites you to share a space")
    ben.press("Begin with your email")
    ben.sign_up()
    ben.press("Accept")
    if not script:
        ada.go("/us/invite/")
    ada.sees(f"{ben.name} accepted. Is this the person you invited?")
    ada.sees(ben.address)
    ada.press("Yes, open our space")
    ada.sees("Your space is open for both of you.")
    if not script:
        ben.go("/us/invitation/")
    ben.sees(f"Your space with {ada.name} is open")
    for visitor, other in ((ada, ben), (ben, ada)):
        visitor.go("/us/")
        visitor.sees(f"{other.name} sees your name, your colour and what you share.")

    read_a_lesson_to_its_end(ada)
    answer_apart_and_open_together(ada, ben)
    share_and_take_back(ada, ben)

    # Ada checks in. Ben has not, so his reminder comes; its header stops the letters.
    ada.go("/checkin/")
    ada.page.fill("#line", "The good laugh again.")
    ada.press("Keep this check-in")
    ada.sees("The good laugh again.")
    reminder = be_reminded(ben)
    stop = re.fullmatch(r"<(.+)>", reminder["List-Unsubscribe"])
    assert stop
    assert stop[1].startswith(origin)
    for _again in range(2):
        with urllib.request.urlopen(stop[1], b"List-Unsubscribe=One-Click") as answer:
            assert answer.status == 200
            assert answer.url == stop[1]
    ben.go("/reminders/")
    for switch in ben.page.get_by_role("switch").all():
        expect(switch).not_to_be_checked()

    # Ada leaves; Ben reads one neutral sentence. Exit ends a session at once.
    ada.go("/us/leave/")
    ada.press("Leave now")
    ben.go("/us/")
    ben.sees("is closed. What you wrote is still yours.")
    ben.sees_not("sees your name, your colour and what you share")
    ben.page.get_by_role("link", name="Exit").click()
    ben.page.wait_for_load_state()
    ben.go("/today/")
    assert "/accounts/login/" in ben.page.url
    assert ada.complaints + ben.complaints == []


def read_a_lesson_to_its_end(reader: Visitor) -> None:
    reader.go("/learn/two-alarms/")
    for _step in range(12):
        if "/done/" in reader.page.url:
            break
        reader.primary()
    assert "/done/" in reader.page.url
    reader.sees("Raquel Perez")


def answer_apart_and_open_together(ada: Visitor, ben: Visitor) -> None:
    """Both answer the first question apart; neither sees a thing until both confirmed; Ada takes hers back."""
    ada.go("/us/")
    ada.press("Begin with this question")
    ada.press("Put it to both of us")
    question = ada.page.url
    for visitor, other, words in ((ada, ben, "I go after it."), (ben, ada, "I look at the tap.")):
        visitor.go(question)
        visitor.sees_not(f"{other.name} answered")
        visitor.page.fill("main textarea", words)
        visitor.press("Go on")
        if visitor is ada:
            visitor.sees("I go after it.")
        visitor.press("Confirm my answer")
        if visitor is ada:
            visitor.sees_not("I look at the tap.")
    for visitor in (ada, ben):
        visitor.go(question)
        visitor.sees("I go after it.")
        visitor.sees("I look at the tap.")
    ada.press("Take my answer back")
    ada.primary()
    ben.go(question)
    ben.sees("I look at the tap.")
    ben.sees_not("I go after it.")


def share_and_take_back(ada: Visitor, ben: Visitor) -> None:
    ada.go("/journal/write/")
    ada.page.fill("main textarea", "We ate the toast cold.")
    ada.press("Keep it")
    ben.go("/journal/")
    ben.sees_not("We ate the toast cold.")
    ada.go("/journal/")
    ada.press("Share")
    ada.sees("We ate the toast cold.")
    ada.primary()
    entry = ada.page.url
    ben.go("/journal/")
    ben.press(f"From {ada.name}")
    ben.sees("We ate the toast cold.")
    shared = ben.page.url
    ada.go(entry)
    ada.press("Take back")
    ben.go(shared)
    ben.sees_not("We ate the toast cold.")


def be_reminded(person: Visitor) -> EmailMessage:
    """Set the reminder to the next minute but one, and wait for the letter."""
    before = len(person.letters())
    soon = (clock.now() + timedelta(seconds=65)).astimezone(ZoneInfo("Europe/London"))
    person.go("/reminders/")
    person.page.get_by_role("switch", name="A day without a check-in").click()
    person.page.fill("main input[type=time]", soon.strftime("%H:%M"))
    person.primary()
    wait_until(lambda: len(person.letters()) > before, 150, "reminder")
    return person.letters()[-1]
