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
from intima.mail.models import Letter, State
from reflections.checkins import actions as checkins
from reflections.journal.actions import entries, exchanges, sharing
from reflections.journal.models import Entry, Exchange
from reflections.notes import actions as notes
from reflections.reminders import actions, letters, posting
from reflections.reminders.models import Reminder, Want
from reflections.shares.models import Share
from reflections.spaces import actions as spaces
from reflections.spaces.models import Space
from tests import cast
from tests.cast import EVENING
from tests.checkins import acts as days
from tests.journal import acts
from tests.reminders.conftest import Hand, remind

Arrive = Callable[..., list[EmailMessage]]

AFTERNOON = EVENING - timedelta(hours=5)
DAY = timedelta(days=1)
CHECKIN, SHARED, QUESTION = Want.CHECKIN, Want.SHARED, Want.QUESTION


def share(by: Person, at: datetime = AFTERNOON) -> Entry:
    entry = acts.keep(by, "We laughed at the toast.", at=at)
    space = acts.tie(by).space
    sharing.share(author=by, pk=entry.pk, space_id=space.pk, revision=entry.revision, at=at)
    return entry


def ask(by: Person, at: datetime = AFTERNOON) -> Exchange:
    return acts.propose(by, at=at)


def wait(person: Person, wants: list[Want], **fields: object) -> None:
    """They asked for it long ago, and are due at their next time from now on."""
    remind(person, wants=wants, at=EVENING - timedelta(minutes=30), **fields)
    Reminder.objects.filter(person=person).update(news_from=EVENING - 30 * DAY)


def open_both(ada: Person, ben: Person) -> Exchange:
    asked = ask(ada)
    acts.answer(asked, ada, "I go after it.")
    acts.answer(asked, ben, "I look at the tap.")
    return asked


# --- What happened before Ada's time; each gives what the outbox then says of her letter -------------------------

SENT, NOTHING = (State.SENT, ""), (State.DROPPED, "nothing new")
CHECKED = (State.DROPPED, "already checked in")


def quiet(ada: Person, ben: Person) -> None:
    """Nothing at all."""


def shared(ada: Person, ben: Person) -> None:
    share(ben)


def something_else_shared(ada: Person, ben: Person) -> None:
    """Of a kind that nobody has said is news."""
    space = acts.tie(ben).space
    Share.objects.create(
        subject_kind="a.kind.to.come", subject_id=uuid.uuid4(), owner=ben, space=space, shared_at=AFTERNOON
    )


def shared_by_ada(ada: Person, ben: Person) -> None:
    share(ada)


def shared_and_taken_back(ada: Person, ben: Person) -> None:
    sharing.take_back(author=ben, pk=share(ben).pk)


def shared_and_all_taken_back(ada: Person, ben: Person) -> None:
    share(ben)
    open_both(ada, ben)
    sharing.take_everything_back(tie=acts.tie(ben), at=AFTERNOON)


def shared_and_deleted(ada: Person, ben: Person) -> None:
    entries.delete(author=ben, pk=share(ben).pk)


def shared_and_left(ada: Person, ben: Person) -> None:
    shared(ada, ben)
    asked_with_bens_answer(ada, ben)
    spaces.leave(person=ben, at=AFTERNOON)


def shared_long_ago(ada: Person, ben: Person) -> None:
    share(ben, EVENING - 8 * DAY)


def kept_private(ada: Person, ben: Person) -> None:
    acts.keep(ben, "Mine alone.", at=AFTERNOON)


def asked(ada: Person, ben: Person) -> None:
    ask(ben)


def asked_by_ada(ada: Person, ben: Person) -> None:
    ask(ada)


def asked_with_bens_answer(ada: Person, ben: Person) -> None:
    acts.answer(ask(ben), ben, "I look at the tap.")


def asked_and_begun(ada: Person, ben: Person) -> None:
    acts.answer(ask(ben), ada, "I go", confirmed=False)


def asked_and_set_aside(ada: Person, ben: Person) -> None:
    exchanges.set_aside(author=ada, pk=ask(ben).pk, at=AFTERNOON)


def asked_and_closed(ada: Person, ben: Person) -> None:
    ask(ben, EVENING - 7 * DAY)


def confirmed_by_ben_alone(ada: Person, ben: Person) -> None:
    acts.answer(ask(ada), ben, "I look at the tap.")


def opened(ada: Person, ben: Person) -> None:
    open_both(ada, ben)


def opened_and_taken_back(ada: Person, ben: Person) -> None:
    exchanges.take_answer_back(author=ben, pk=open_both(ada, ben).pk, at=AFTERNOON)


def opened_and_ada_took_hers_back(ada: Person, ben: Person) -> None:
    exchanges.take_answer_back(author=ada, pk=open_both(ada, ben).pk, at=AFTERNOON)


def sent_a_message(ada: Person, ben: Person) -> None:
    long_ago = ask(ada, EVENING - 6 * DAY)
    acts.answer(long_ago, ada, "I go after it.")
    acts.answer(long_ago, ben, "I look at the tap.")
    Exchange.objects.update(opened_at=EVENING - 20 * DAY)
    exchanges.ask(author=ben, pk=long_ago.pk, text="Which tap?", at=AFTERNOON)


def sent_a_note(ada: Person, ben: Person) -> None:
    notes.send(tie=spaces.tie_of(ben), key=uuid.uuid4(), text="I kept you some toast.", at=AFTERNOON)


def sent_a_message_unread(ada: Person, ben: Person) -> None:
    notes.mute(tie=acts.tie(ada), on=True)
    sent_a_message(ada, ben)


def sent_a_note_unread(ada: Person, ben: Person) -> None:
    notes.mute(tie=acts.tie(ada), on=True)
    sent_a_note(ada, ben)


def sent_a_note_before_a_pause(ada: Person, ben: Person) -> None:
    notes.send(tie=spaces.tie_of(ben), key=uuid.uuid4(), text="Back at nine.", at=AFTERNOON, kind=notes.KIND.PAUSE)


def sent_a_note_and_left(ada: Person, ben: Person) -> None:
    sent_a_note(ada, ben)
    spaces.leave(person=ben, at=AFTERNOON)


def sent_a_note_by_ada(ada: Person, ben: Person) -> None:
    notes.send(tie=spaces.tie_of(ada), key=uuid.uuid4(), text="Thank you for the toast.", at=AFTERNOON)


def shared_a_day(ada: Person, ben: Person) -> None:
    days.share(checkins.keep(person=ben, at=AFTERNOON, energy=4), at=AFTERNOON)


def shared_trends(ada: Person, ben: Person) -> None:
    for each in range(30):
        checkins.keep(person=ben, at=AFTERNOON - each * DAY, energy=4)
    days.share_trends(ben, "energy", at=AFTERNOON)


def checked_in(ada: Person, ben: Person) -> None:
    checkins.keep(person=ada, at=AFTERNOON, energy=5)


def checked_in_and_shared(ada: Person, ben: Person) -> None:
    checked_in(ada, ben)
    share(ben)


def checked_in_and_asked(ada: Person, ben: Person) -> None:
    checked_in(ada, ben)
    ask(ben)


def everything(ada: Person, ben: Person) -> None:
    share(ben)
    ask(ben)


@pytest.mark.parametrize(
    ("wants", "happened", "outcome"),
    [
        ([SHARED, QUESTION], quiet, NOTHING),
        ([SHARED], shared, SENT),
        ([SHARED], something_else_shared, NOTHING),
        ([SHARED], shared_by_ada, NOTHING),
        ([SHARED], shared_and_taken_back, NOTHING),
        ([SHARED, QUESTION], shared_and_all_taken_back, NOTHING),
        ([SHARED], shared_and_deleted, NOTHING),
        ([SHARED, QUESTION], shared_and_left, NOTHING),
        ([SHARED], shared_long_ago, NOTHING),
        ([SHARED], kept_private, NOTHING),
        ([SHARED], asked, NOTHING),
        ([SHARED], opened, SENT),
        ([SHARED], opened_and_taken_back, NOTHING),
        ([SHARED], opened_and_ada_took_hers_back, SENT),
        ([SHARED, QUESTION], confirmed_by_ben_alone, NOTHING),
        ([SHARED], sent_a_message, SENT),
        ([SHARED, QUESTION], sent_a_message_unread, NOTHING),
        ([SHARED], sent_a_note, SENT),
        ([SHARED, QUESTION], sent_a_note_unread, NOTHING),
        ([SHARED, QUESTION], sent_a_note_before_a_pause, NOTHING),
        ([SHARED, QUESTION], sent_a_note_and_left, NOTHING),
        ([SHARED, QUESTION], sent_a_note_by_ada, NOTHING),
        ([QUESTION], sent_a_note, NOTHING),
        ([SHARED], shared_a_day, SENT),
        ([SHARED, QUESTION], shared_trends, NOTHING),
        ([QUESTION], shared, NOTHING),
        ([QUESTION], asked, SENT),
        ([QUESTION], asked_with_bens_answer, SENT),
        ([QUESTION], asked_by_ada, NOTHING),
        ([QUESTION], asked_and_begun, NOTHING),
        ([QUESTION], asked_and_set_aside, NOTHING),
        ([QUESTION], asked_and_closed, NOTHING),
        ([SHARED, QUESTION], everything, SENT),
        ([CHECKIN], quiet, SENT),
        ([CHECKIN, SHARED, QUESTION], quiet, SENT),
        ([CHECKIN, SHARED, QUESTION], everything, SENT),
        ([CHECKIN], checked_in_and_shared, CHECKED),
        ([CHECKIN, SHARED, QUESTION], checked_in, CHECKED),
        ([CHECKIN, SHARED], checked_in_and_shared, SENT),
        ([CHECKIN, SHARED], checked_in_and_asked, CHECKED),
        ([CHECKIN, QUESTION], checked_in_and_asked, SENT),
    ],
)
def test_the_letter_of_the_day(
    wants: list[Want],
    happened: Callable[[Person, Person], None],
    outcome: tuple[str, str],
    ada: Person,
    ben: Person,
    space: Space,
    arrive: Arrive,
) -> None:
    wait(ada, wants)
    happened(ada, ben)
    come = arrive(EVENING)
    letter = Letter.objects.get()
    assert (letter.state, letter.reason) == outcome
    assert len(come) == (outcome == SENT)


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
