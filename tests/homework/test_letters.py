"""Homework may bring the letter of the day: for whoever wants it, while it waits, and in words like any other day's."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from django.test import Client

from exercises.homework.actions.waiting import waiting_among
from intima.accounts.models import Person
from intima.mail import writing
from intima.mail.models import Letter, State
from reflections.care import actions as care
from reflections.care.models import CareLink
from reflections.reminders import actions as reminders
from reflections.reminders import posting
from reflections.reminders.models import Want
from tests.cast import EVENING
from tests.homework import acts

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def wants(person: Person) -> None:
    """Letters at half past eight, and for homework alone."""
    reminders.set_schedule(
        person=person,
        local_time=time(20, 30),
        weekdays=range(7),
        wants=[Want.HOMEWORK],
        at=EVENING - timedelta(hours=4),
    )


def goes(person: Person, at: datetime) -> bool:
    """Whether the letter of that day goes; it says nothing of homework, of a therapist or of anybody's name."""
    posting.post_due(at=at)
    letters = list(Letter.objects.filter(person_id=person.pk, state=State.WAITING))
    written, _others = writing.write(letters, at=at)
    for each in written:
        said = each.message.decode()
        for word in ("omework", "therap", "Dee", person.name, "Stay while", "sentence"):
            assert word not in said.partition("\n\n")[2], word
    gone = Letter.objects.filter(pk__in=[letter.pk for letter in letters])
    gone.update(state=State.SENT if written else State.DROPPED, finished_at=at)
    return bool(written)


def test_it_comes_when_it_is_given_and_on_its_last_day(adas: CareLink) -> None:
    ada = adas.client
    wants(ada)
    acts.give((adas, acts.STAY), due_on=ada.today(EVENING) + 2 * DAY, at=EVENING - timedelta(hours=3))
    assert goes(ada, EVENING)
    assert not goes(ada, EVENING + DAY)
    assert goes(ada, EVENING + 2 * DAY)


def test_each_day_of_a_daily_one_brings_it_until_it_was_told_of(adas: CareLink) -> None:
    ada = adas.client
    wants(ada)
    (half,) = acts.give((adas, "exercise:settle"), every="day", at=EVENING - timedelta(hours=3))
    assert goes(ada, EVENING)
    acts.tell(half, "rest", at=EVENING + DAY - timedelta(hours=1))
    assert not goes(ada, EVENING + DAY)
    assert goes(ada, EVENING + 2 * DAY)


def test_without_asking_for_it_no_letter_comes(adas: CareLink) -> None:
    acts.give((adas, acts.STAY), at=EVENING - timedelta(hours=3))
    assert not goes(adas.client, EVENING)


def test_between_posting_and_sending_it_can_still_be_stopped(adas: CareLink) -> None:
    ada = adas.client
    wants(ada)
    acts.give((adas, acts.STAY), at=EVENING - timedelta(hours=3))
    posting.post_due(at=EVENING)
    waiting = list(Letter.objects.filter(person_id=ada.pk))
    assert waiting
    care.end(link=adas, by=ada, at=EVENING)
    written, dropped = writing.write(waiting, at=EVENING)
    assert not written
    assert [each.reason for each in dropped] == ["nothing new"]


def test_a_round_that_was_told_of_is_no_news(adas: CareLink) -> None:
    (half,) = acts.give((adas, acts.STAY), at=EVENING - timedelta(hours=3))
    people = [adas.client_id]
    assert waiting_among(people, since=EVENING - 7 * DAY, at=EVENING)
    acts.tell(half, "done")
    assert not waiting_among(people, since=EVENING - 7 * DAY, at=EVENING)


def test_it_is_turned_on_and_off_where_homework_is_read(ada: Person, browser_of: Callable[..., Client]) -> None:
    browser = browser_of(ada)
    assert "Homework, where somebody" not in browser.get("/reminders/").content.decode()
    browser.post("/homework/letters/", {"on": "1"})
    assert reminders.schedule_of(ada).wants == {Want.HOMEWORK}
    assert "Homework, where somebody" in browser.get("/reminders/").content.decode()
    browser.post("/homework/letters/")
    assert reminders.schedule_of(ada).wants == set()


def test_under_the_lock_the_page_of_letters_does_not_tell_that_somebody_gives_her_some(
    ada: Person, browser_of: Callable[[Person | None], Client]
) -> None:
    reminders.turn(person=ada, want=Want.HOMEWORK, on=True, at=EVENING)
    assert "somebody gives you some" in browser_of(ada).get("/reminders/").content.decode()
    ada.locks_journal = True
    ada.save()
    assert "somebody gives you some" not in browser_of(ada).get("/reminders/").content.decode()
