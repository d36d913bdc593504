"""Letters that something new brings: at the reader's own time, once, if it still stands, and telling nothing of it."""

import re
import threading
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from email.message import EmailMessage

import pytest
from django.db import connection, connections
from django.test import Client

from intima.accounts.models import Person
from intima.mail import delivery
from intima.mail.models import Letter
from reflections.checkins import actions as checkins
from reflections.journal.actions import sharing
from reflections.reminders import actions, letters, posting
from reflections.reminders.models import Want
from reflections.spaces.models import Space
from tests import cast
from tests.cast import EVENING
from tests.journal import acts
from tests.reminders.acts import AFTERNOON, DAY, ask, share, wait
from tests.reminders.conftest import Hand, remind

Arrive = Callable[..., list[EmailMessage]]

CHECKIN, SHARED, QUESTION = Want.CHECKIN, Want.SHARED, Want.QUESTION


# --- Once, and at whose time -------------------------------------------------------------------------------------


@pytest.fixture
def waiting(ada: Person, ben: Person, space: Space) -> Person:
    """Ada, who waits for all news and for nothing else, each evening at half past eight."""
    wait(ada, [SHARED, QUESTION])
    return ada


def evenings(arrive: Arrive, number: int) -> list[int]:
    """How many letters came on each of so many evenings."""
    return [len(arrive(EVENING + each * DAY)) for each in range(number)]


def test_what_a_letter_told_of_is_not_told_again(waiting: Person, ben: Person, arrive: Arrive) -> None:
    share(ben), ask(ben)
    assert evenings(arrive, 4) == [1, 0, 0, 0]


def test_something_new_after_it_is_told_the_next_evening(waiting: Person, ben: Person, arrive: Arrive) -> None:
    share(ben)
    share(ben, EVENING + timedelta(hours=1))
    assert evenings(arrive, 3) == [1, 1, 0]


def test_the_same_thing_shared_again_is_new(waiting: Person, ben: Person, arrive: Arrive) -> None:
    entry = share(ben)
    assert len(arrive(EVENING)) == 1
    sharing.take_back(author=ben, pk=entry.pk)
    at = EVENING + timedelta(hours=1)
    sharing.share(author=ben, pk=entry.pk, space_id=acts.tie(ben).space.pk, revision=entry.revision, at=at)
    assert len(arrive(EVENING + DAY)) == 1


def test_a_letter_that_the_day_brought_told_of_it_too(ada: Person, ben: Person, space: Space, arrive: Arrive) -> None:
    wait(ada, [CHECKIN, SHARED])
    share(ben)
    assert len(arrive(EVENING)) == 1
    checkins.keep(person=ada, at=EVENING + DAY, energy=5)
    assert arrive(EVENING + DAY) == []


def test_a_letter_that_did_not_go_told_of_nothing(waiting: Person, ben: Person, arrive: Arrive) -> None:
    share(ben)
    assert arrive(EVENING + timedelta(hours=3, minutes=1)) == []
    assert Letter.objects.get().reason == "too late"
    assert len(arrive(EVENING + DAY)) == 1


def test_a_letter_sent_at_once_does_not_count(waiting: Person, ben: Person, arrive: Arrive) -> None:
    share(ben)
    actions.send_now(person=waiting, key=uuid.uuid4(), at=EVENING - timedelta(minutes=10))
    assert len(arrive(EVENING - timedelta(minutes=9))) == 1
    assert len(arrive(EVENING)) == 1


def test_what_was_there_when_news_was_asked_for_is_not_new(
    ada: Person, ben: Person, space: Space, arrive: Arrive
) -> None:
    share(ben)
    remind(ada, wants=[SHARED])
    assert arrive(EVENING) == []


def test_a_rest_day_brings_nothing_and_what_is_new_waits(
    ada: Person, ben: Person, space: Space, arrive: Arrive
) -> None:
    wait(ada, [SHARED], weekdays=[4])  # Fridays; it is Thursday
    share(ben)
    assert evenings(arrive, 2) == [0, 1]


def test_while_letters_rest_nothing_comes_and_what_is_new_waits(waiting: Person, ben: Person, arrive: Arrive) -> None:
    actions.pause(person=waiting, until=date(2026, 3, 15), at=AFTERNOON)
    share(ben)
    assert evenings(arrive, 4) == [0, 0, 0, 1]


def test_a_rest_begun_after_it_was_posted_keeps_it_back(waiting: Person, ben: Person, arrive: Arrive) -> None:
    share(ben)
    posting.post_due(at=EVENING)
    actions.pause(person=waiting, until=date(2026, 3, 15), at=EVENING)
    assert arrive(EVENING) == []
    assert Letter.objects.get().reason == "paused"


def test_taken_back_after_it_was_posted_it_is_not_sent(waiting: Person, ben: Person, arrive: Arrive) -> None:
    entry = share(ben)
    posting.post_due(at=EVENING)
    sharing.take_back(author=ben, pk=entry.pk)
    assert arrive(EVENING) == []


def test_what_was_taken_back_leaves_no_trace(waiting: Person, ben: Person, arrive: Arrive) -> None:
    def row(evening: datetime) -> dict[str, object]:
        arrive(evening)
        told = Letter.objects.filter(due_at=evening).values().get()
        return {name: value for name, value in told.items() if not isinstance(value, datetime | uuid.UUID)}

    nothing = row(EVENING)
    sharing.take_back(author=ben, pk=share(ben, EVENING + timedelta(hours=1)).pk)
    taken_back = row(EVENING + DAY)
    assert nothing.pop("key") != taken_back.pop("key")
    assert nothing == taken_back


def test_two_in_two_zones_each_get_theirs_at_their_own_time(
    ada: Person, ben: Person, space: Space, arrive: Arrive
) -> None:
    ben.time_zone = "America/New_York"
    ben.save()
    share(ada), share(ben)
    wait(ada, [SHARED]), wait(ben, [SHARED])
    came = {hour: [str(letter["To"]) for letter in arrive(EVENING + timedelta(hours=hour))] for hour in range(26)}
    assert {hour: to for hour, to in came.items() if to} == {0: ["ada@example.org"], 4: ["ben@example.org"]}


def test_after_a_move_it_is_still_one_a_local_date(waiting: Person, ben: Person, arrive: Arrive) -> None:
    share(ben)
    assert len(arrive(EVENING)) == 1
    waiting.time_zone = "America/Los_Angeles"
    waiting.save()
    actions.move_zone(person=waiting, at=EVENING + timedelta(hours=1))
    share(ben, EVENING + timedelta(hours=1))
    hours = [hour for hour in range(2, 48) if arrive(EVENING + timedelta(hours=hour))]
    assert hours == [31]  # half past eight on the 13th in Los Angeles, where summer time has begun


def test_after_a_move_a_letter_of_the_day_before_still_told_of_it(
    ada: Person, ben: Person, space: Space, arrive: Arrive
) -> None:
    ada.time_zone = "America/Los_Angeles"
    ada.save()
    wait(ada, [SHARED])
    share(ben, EVENING + timedelta(hours=6, minutes=30))  # eight in the evening of the 12th; in Auckland it is the 13th
    assert len(arrive(EVENING + timedelta(hours=7))) == 1
    ada.time_zone = "Pacific/Auckland"
    ada.save()
    actions.move_zone(person=ada, at=EVENING + timedelta(hours=8))
    assert [hour for hour in range(8, 60) if arrive(EVENING + timedelta(hours=hour))] == []
    assert Letter.objects.filter(reason="nothing new").exists()


# --- What it tells ------------------------------------------------------------------------------------------------


def test_nobody_can_read_from_it_what_brought_it(
    ada: Person, ben: Person, cleo: Person, space: Space, arrive: Arrive
) -> None:
    eve, dee = cast.person("Eve"), cast.person("Dee")
    cast.pair(eve, dee)
    share(ben), ask(dee)
    wait(ada, [SHARED]), wait(eve, [QUESTION]), wait(cleo, [CHECKIN])
    actions.send_now(person=ben, key=uuid.uuid4(), at=EVENING)
    came = arrive(EVENING)
    assert {str(letter["To"]).partition("@")[0] for letter in came} == {"ada", "ben", "eve", "cleo"}
    own = re.compile(r"/(stop|snooze)/[\w.-]+/|[\w.-]+@[\w.]+|boundary=.+")

    def read(letter: EmailMessage) -> str:
        parts = [part.get_content() for part in letter.iter_parts()]
        return own.sub("", "\n".join([*(f"{name}: {value}" for name, value in letter.items()), *parts]))

    assert len({read(letter) for letter in came}) == 1


def test_whoever_shared_learns_nothing(
    ada: Person, ben: Person, space: Space, arrive: Arrive, browser_of: Callable[..., Client], time_machine: object
) -> None:
    share(ben), ask(ben)
    bens = browser_of(ben)

    def seen() -> list[str]:
        time_machine.move_to(EVENING + timedelta(hours=1), tick=False)  # type: ignore[attr-defined]
        pages = [bens.get(path).content.decode() for path in ("/today/", "/us/", "/journal/", "/you/", "/reminders/")]
        return [re.sub(r'value="[^"]{36,}"|X-CSRFToken": "\w+"', "", page) for page in pages]

    before = seen()
    wait(ada, [SHARED, QUESTION])
    assert len(arrive(EVENING)) == 1
    assert seen() == before


# --- What it costs ------------------------------------------------------------------------------------------------


def couples(number: int) -> None:
    """So many couples; the first of each waits for news, and the second shares something and asks something."""
    for each in range(number):
        first, second = cast.person(f"First{each}"), cast.person(f"Second{each}")
        cast.pair(first, second)
        share(second), ask(second)
        wait(first, [SHARED, QUESTION])


@pytest.mark.django_db
@pytest.mark.parametrize("number", [2, 12])
def test_news_is_asked_for_all_at_once(number: int, django_assert_num_queries: Callable[..., object]) -> None:
    couples(number)
    posting.post_due(at=EVENING)
    waiting = list(Letter.objects.all())
    with django_assert_num_queries(3 + 4 + 1):  # type: ignore[attr-defined]  # as always; each source; letters sent
        facts = letters.gather(waiting, EVENING)
    assert [each.not_wanted for each in facts.values()] == [""] * number


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL: SQLite has one writer at a time")
def test_two_beats_and_two_workers_at_once_bring_each_one_letter() -> None:
    couples(20)
    given: list[Hand] = [Hand() for _ in range(2)]
    together = threading.Barrier(2)

    def work(hand: Hand) -> None:
        together.wait()
        posting.post_due(at=EVENING, batch=3)
        together.wait()
        delivery.ring(hand, now=lambda: EVENING)
        connections.close_all()

    threads = [threading.Thread(target=work, args=[hand]) for hand in given]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    addresses = sorted(to for hand in given for to, _message in hand.given)
    assert addresses == sorted(f"first{each}@example.org" for each in range(20))
