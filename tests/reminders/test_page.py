"""The page where a person chooses when letters come."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from intima.accounts.models import Person
from intima.kit import clock
from intima.mail import outbox
from intima.mail.models import Letter
from reflections.checkins import actions as checkins
from reflections.reminders import actions
from reflections.reminders.models import Reminder
from tests.cast import EVENING

PAGE = "/reminders/"
CHOSEN = {"on": "on", "local_time": "07:15", "weekdays": ["0", "6"]}


@pytest.fixture
def adas(ada: Person, browser_of: Callable[..., Client]) -> Client:
    return browser_of(ada)


@pytest.fixture(autouse=True)
def _evening(time_machine: object) -> None:
    time_machine.move_to(EVENING, tick=False)  # type: ignore[attr-defined]


def test_it_offers_half_past_eight_and_promises_nothing_until_it_is_chosen(adas: Client, ada: Person) -> None:
    page = adas.get(PAGE).content.decode()
    assert 'value="20:30"' in page
    assert "The next letter comes" not in page
    assert not Reminder.objects.exists()


def test_it_shows_what_the_letter_looks_like(adas: Client) -> None:
    page = adas.get(PAGE).content.decode()
    assert "A moment for today" in page
    assert "This is the note you asked for" in page


@pytest.mark.parametrize("language", ["en", "es"])
def test_its_links_are_shown_by_what_they_do(language: str, adas: Client, ada: Person) -> None:
    ada.language = language
    ada.save()
    shown = adas.get(PAGE).context["letter"]
    assert len(shown.words) == 2
    assert len(shown.links) == 4
    for text in (*shown.words, *shown.links):
        assert not re.search(r"[@/…]|:$|^-", text)
    assert "/…/" not in adas.get(PAGE).content.decode()


def test_choosing_time_and_days_is_kept_and_said_back(adas: Client, ada: Person) -> None:
    assert adas.post(PAGE, CHOSEN).status_code == 302
    schedule = actions.schedule_of(ada)
    assert schedule.on
    assert f"{schedule.local_time:%H:%M}" == "07:15"
    assert schedule.weekdays == {0, 6}
    page = adas.get(PAGE).content.decode()
    assert "The next letter comes on Sunday 15 March at 07:15." in page


def test_on_a_day_with_a_check_in_the_letter_after_it_is_promised(adas: Client, ada: Person) -> None:
    adas.post(PAGE, {"on": "on", "local_time": "20:30", "weekdays": ["3", "5"]})  # Thursdays, Saturdays
    assert "The next letter comes on Thursday 12 March at 20:30." in adas.get(PAGE).content.decode()
    checkins.keep(person=ada, at=EVENING, energy=3)
    page = adas.get(PAGE).content.decode()
    assert "You checked in today, so the next letter comes on Saturday 14 March at 20:30." in page
    assert "Thursday 12 March" not in page


def test_a_check_in_after_todays_letter_changes_nothing_that_was_promised(adas: Client, ada: Person) -> None:
    adas.post(PAGE, {"on": "on", "local_time": "20:29", "weekdays": [str(day) for day in range(7)]})
    checkins.keep(person=ada, at=EVENING, energy=3)
    page = adas.get(PAGE).content.decode()
    assert "The next letter comes on Friday 13 March at 20:29." in page


def test_a_day_checked_in_on_the_other_side_of_the_date_line_is_not_called_today(adas: Client, ada: Person) -> None:
    adas.post(PAGE, {"on": "on", "local_time": "07:00", "weekdays": [str(day) for day in range(7)]})
    ada.time_zone = "Pacific/Auckland"  # where it is the 13th already
    checkins.keep(person=ada, at=EVENING, energy=3)
    page = adas.get(PAGE).content.decode()
    assert "The next letter comes on Saturday 14 March at 07:00." in page
    assert "You checked in today" not in page


def test_taking_the_tick_away_turns_letters_off_and_keeps_the_time(adas: Client, ada: Person) -> None:
    adas.post(PAGE, CHOSEN)
    adas.post(PAGE, {"local_time": "07:15"})
    schedule = actions.schedule_of(ada)
    assert not schedule.on
    assert f"{schedule.local_time:%H:%M}" == "07:15"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"local_time": "25:00"}, "Write the time like 20:30."),
        ({"local_time": ""}, "Choose a time of day, such as 20:30."),
        ({"weekdays": []}, "Choose a day, or take the tick from"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_the_field(adas: Client, typed: dict[str, object], said: str) -> None:
    answer = adas.post(PAGE, {**CHOSEN, **typed})
    assert answer.status_code == 422
    page = " ".join(answer.content.decode().split())
    field = next(iter(typed))
    assert re.search(rf'<div class="field-error" id="id_{field}_error"> <p>{re.escape(said)}', page)
    assert f'aria-describedby="id_{field}_error"' in page
    assert re.search(rf'role="alert" tabindex="-1" autofocus>.+<a href="#id_{field}(_0)?">{re.escape(said)}', page)
    assert not Reminder.objects.exists()


def test_resting_for_a_week_and_ending_the_rest(adas: Client, ada: Person) -> None:
    adas.post(PAGE, CHOSEN)
    assert adas.post("/reminders/pause/", {"week": "1"}).status_code == 302
    assert actions.schedule_of(ada).paused_until == ada.today(EVENING) + timedelta(days=7)
    assert "Resting until Thursday 19 March." in adas.get(PAGE).content.decode()
    adas.post("/reminders/resume/")
    assert actions.schedule_of(ada).paused_until is None


def test_resting_until_a_day(adas: Client, ada: Person) -> None:
    adas.post(PAGE, CHOSEN)
    adas.post("/reminders/pause/", {"until": "2026-04-01"})
    assert str(actions.schedule_of(ada).paused_until) == "2026-04-01"


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("2026-03-12", "Choose a day after today."),
        ("2029-01-01", "Choose a day within a year"),
        ("soon", "Write the day like 2026-12-24."),
        ("", "Choose the day on which letters come again."),
    ],
)
def test_a_rest_that_cannot_be_is_said_beside_the_field(adas: Client, until: str, said: str) -> None:
    adas.post(PAGE, CHOSEN)
    answer = adas.post("/reminders/pause/", {"until": until})
    assert answer.status_code == 422
    page = " ".join(answer.content.decode().split())
    assert page.count("autofocus") == 1
    assert f'<a href="#id_until">{said}' in page
    assert re.search(rf'id="id_until_error"> ?<p>{re.escape(said)}', page)


def test_an_address_that_refused_three_letters_is_told_and_tried_again(adas: Client, ada: Person) -> None:
    adas.post(PAGE, CHOSEN)
    for number in range(3):
        Letter.objects.create(
            key=f"refused:{number}",
            kind="reminder",
            priority=5,
            state="refused",
            posted_at=EVENING,
            due_at=EVENING,
            next_try_at=EVENING,
            finished_at=EVENING,
            refused_by=outbox.mark_of(ada.email),
        )
    assert "Your letters are resting." in adas.get(PAGE).content.decode()
    adas.post(PAGE, CHOSEN)
    assert "Your letters are resting." not in adas.get(PAGE).content.decode()


def test_bens_page_says_nothing_of_adas_letters(
    adas: Client, ben: Person, space: object, browser_of: Callable[..., Client]
) -> None:
    adas.post(PAGE, CHOSEN)
    assert "07:15" not in browser_of(ben).get(PAGE).content.decode()


def test_times_are_by_the_persons_own_clock(adas: Client, ada: Person) -> None:
    ada.time_zone = "Asia/Kathmandu"
    ada.save()
    adas.post(PAGE, {"on": "on", "local_time": "06:00", "weekdays": [str(day) for day in range(7)]})
    page = adas.get(PAGE).content.decode()
    assert "The next letter comes on Friday 13 March at 06:00." in page
    assert "Kathmandu" in page
    assert clock.now() == EVENING
