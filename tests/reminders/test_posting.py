"""From due reminders to letters: one a local day, whatever happens, however many do it at once."""

import threading
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, connections, transaction

from intima.accounts.models import Person
from intima.mail import outbox
from intima.mail.models import Letter
from reflections.reminders import posting
from reflections.reminders.models import Reminder
from tests import cast
from tests.cast import EVENING
from tests.plans import plans
from tests.reminders.conftest import remind

DAY = timedelta(days=1)


def test_a_due_reminder_becomes_one_letter_and_moves_on(reminder: Reminder) -> None:
    assert posting.post_due(at=EVENING - timedelta(seconds=1)) == 0
    assert posting.post_due(at=EVENING) == 1
    assert posting.post_due(at=EVENING) == 0
    letter = Letter.objects.get()
    assert letter.key == f"reminder:{reminder.person_id}:daily:2026-03-12"
    assert letter.due_at == EVENING
    assert letter.payload is None
    reminder.refresh_from_db()
    assert (reminder.last_day, reminder.last_due_at) == (date(2026, 3, 12), EVENING)
    assert (reminder.next_day, reminder.next_due_at) == (date(2026, 3, 13), EVENING + DAY)


def test_the_database_makes_it_one_a_day_even_when_the_reminder_is_due_again(reminder: Reminder) -> None:
    posting.post_due(at=EVENING)
    Reminder.objects.update(next_day=date(2026, 3, 12), next_due_at=EVENING)
    assert posting.post_due(at=EVENING) == 1
    assert Letter.objects.count() == 1


def test_one_that_is_off_is_never_due(ada: Person) -> None:
    remind(ada, wants=[])
    assert posting.post_due(at=EVENING + 9 * DAY) == 0


def test_a_chosen_weekday_comes_each_week(ada: Person) -> None:
    remind(ada, weekdays=[3])
    assert posting.post_due(at=EVENING) == 1
    assert Reminder.objects.get().next_due_at == EVENING + 7 * DAY


def test_days_on_which_nobody_looked_bring_one_letter_and_then_the_next_that_can_come_in_time(
    reminder: Reminder,
) -> None:
    assert posting.post_due(at=EVENING + 3 * DAY + timedelta(hours=1)) == 1
    assert Letter.objects.get().due_at == EVENING
    reminder.refresh_from_db()
    assert reminder.next_due_at == EVENING + 3 * DAY


def test_a_year_across_both_changes_of_the_clocks_is_one_letter_a_local_day(ada: Person) -> None:
    ada.time_zone = "Europe/Berlin"
    ada.save()
    remind(ada, local_time=time(2, 30), at=EVENING)
    at = EVENING
    for _ in range(400):
        at = Reminder.objects.get().next_due_at
        posting.post_due(at=at)
    days = sorted(Letter.objects.values_list("key", flat=True))
    assert len(days) == 400
    wanted = [f"reminder:{ada.pk}:daily:{date(2026, 3, 13) + number * DAY}" for number in range(400)]
    assert days == wanted
    berlin = ZoneInfo("Europe/Berlin")
    odd = {
        due.astimezone(berlin).strftime("%m-%d %H:%M%z")
        for due in Letter.objects.values_list("due_at", flat=True)
        if due.astimezone(berlin).time() != time(2, 30) or due.date() == date(2026, 10, 25)
    }
    assert "03-29 03:00+0200" in odd
    assert "10-25 02:30+0200" in odd


def many(number: int) -> list[Person]:
    """People in three zones who all have a reminder due by EVENING."""
    zones = ["Europe/London", "Asia/Kathmandu", "America/New_York"]
    people = Person.objects.bulk_create(
        Person(email=f"reader{index}@example.org", time_zone=zones[index % 3], begun_at=EVENING)
        for index in range(number)
    )
    for person in people:
        local = EVENING.astimezone(person.zone).time()
        remind(person, local_time=local, at=EVENING - timedelta(minutes=30))
    return people


@pytest.mark.django_db
def test_batches_are_committed_one_by_one_until_nothing_is_due() -> None:
    many(25)
    assert posting.post_due(at=EVENING, batch=10) == 25
    assert Letter.objects.count() == 25
    assert Reminder.objects.filter(next_due_at__lte=EVENING).count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("number", [10, 200])
def test_a_batch_costs_the_same_queries_however_many_are_in_it(
    number: int, django_assert_max_num_queries: Callable[..., object]
) -> None:
    many(number)
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
        posting.post_due(at=EVENING)


@pytest.mark.django_db
def test_nothing_due_costs_one_query(django_assert_num_queries: Callable[..., object]) -> None:
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        posting.post_due(at=EVENING)


@pytest.mark.django_db
def test_when_the_letters_cannot_be_posted_the_reminders_stay_due(
    reminder: Reminder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object, **named: object) -> None:
        raise OSError

    monkeypatch.setattr(outbox, "post_many", fail)
    monkeypatch.setattr(outbox, "_POST_CLAIMED", outbox._POST_CLAIMED.replace("'waiting'", "NULL"))
    with pytest.raises((OSError, IntegrityError)), transaction.atomic():
        posting.post_due(at=EVENING)
    monkeypatch.undo()
    assert posting.post_due(at=EVENING) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL: SQLite has one writer at a time")
def test_four_who_claim_at_once_post_each_letter_once() -> None:
    many(300)
    counted = []
    together = threading.Barrier(4)

    def work() -> None:
        together.wait()
        counted.append(posting.post_due(at=EVENING, batch=7))
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counted) == 300
    assert sum(1 for count in counted if count) > 1  # they did share the work
    assert Letter.objects.count() == 300


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL: SQLite has one writer at a time")
def test_a_reminder_that_its_owner_is_changing_is_passed_over_not_waited_for() -> None:
    ada, ben = cast.person("Ada"), cast.person("Ben")
    held, free = remind(ada), remind(ben)
    done: list[int] = []

    def work() -> None:
        done.append(posting.post_due(at=EVENING))
        connections.close_all()

    with transaction.atomic():
        Reminder.objects.select_for_update().get(pk=held.pk)
        thread = threading.Thread(target=work)
        thread.start()
        thread.join(timeout=20)
    assert done == [1]
    free.refresh_from_db()
    assert free.last_due_at == EVENING


def test_instants_come_back_in_utc(reminder: Reminder) -> None:
    posting.post_due(at=EVENING)
    due: datetime = Letter.objects.get().due_at
    assert due.utcoffset() == timedelta(0)


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL: its planner is what is asked")
def test_the_claim_and_the_empty_ring_walk_the_index_of_what_is_due() -> None:
    people = Person.objects.bulk_create(Person(email=f"reader{number}@example.org") for number in range(3000))
    Reminder.objects.bulk_create(
        Reminder(
            person=person,
            state=Reminder.State.ON,
            wants=1,
            next_day=EVENING.date(),
            next_due_at=EVENING + timedelta(minutes=number // 10),
        )
        for number, person in enumerate(people)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with plans() as empty:
        posting.post_due(at=EVENING - timedelta(minutes=1))
    with plans() as full:
        assert posting.post_due(at=EVENING) == 10
    assert len(empty) == 1
    for plan in (empty[0], full[1]):
        assert "due_reminders" in plan
        assert "Seq Scan on reminders_reminder" not in plan
