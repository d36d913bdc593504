"""What the pages and the letters cost in queries."""

from collections.abc import Callable

import pytest
from django.test import Client

from intima.accounts.models import Person
from reflections.reminders import letters, posting
from reflections.reminders.models import Reminder
from tests.cast import EVENING
from tests.reminders.test_posting import many

pytestmark = pytest.mark.tables


@pytest.mark.parametrize("number", [10, 1000])
def test_the_page_costs_the_same_with_10_and_1000_reminders(
    number: int,
    ada: Person,
    reminder: Reminder,
    browser_of: Callable[..., Client],
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    Person.objects.bulk_create(Person(email=f"reader{index}@example.org") for index in range(number))
    Reminder.objects.bulk_create(Reminder(person=person) for person in Person.objects.exclude(pk=ada.pk))
    adas = browser_of(ada)
    adas.get("/reminders/")
    with django_assert_max_num_queries(6):  # type: ignore[attr-defined]
        assert adas.get("/reminders/").status_code == 200


@pytest.mark.django_db
def test_what_letters_need_is_gathered_in_two_queries(django_assert_num_queries: Callable[..., object]) -> None:
    from intima.mail.models import Letter

    many(10)
    posting.post_due(at=EVENING)
    waiting = list(Letter.objects.all())
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        assert len(letters.gather(waiting, EVENING)) == 10
