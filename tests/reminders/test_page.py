"""The page where a person chooses when letters come."""

import html
import re
import threading
import uuid
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from intima.accounts.models import Person
from intima.kit import clock
from intima.mail import outbox
from intima.mail.models import Letter
from reflections.checkins import actions as checkins
from reflections.reminders import actions, keys
from reflections.reminders.models import Reminder, Want
from reflections.spaces.models import Space
from tests import cast
from tests.cast import EVENING
from tests.reminders.conftest import remind

PAGE = "/reminders/"
CHOSEN = {"local_time": "07:15", "weekdays": ["0", "6"]}
EVERY_DAY = [str(day) for day in range(7)]


def turn(browser: Client, want: Want, on: bool = True) -> None:
    data = {"want": want.value} | ({"on": "1"} if on else {})
    assert browser.post("/reminders/turn/", data).status_code == 302


def choose(browser: Client, local_time: str = "07:15", weekdays: Sequence[str] = ("0", "6")) -> None:
    """Days without a check-in bring letters, at this time."""
    turn(browser, Want.CHECKIN)
    assert browser.post(PAGE, {"local_time": local_time, "weekdays": weekdays}).status_code == 302


def words(browser: Client) -> str:
    """The page's main part as one line of text."""
    page = browser.get(PAGE).content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


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


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_shows_the_very_letter_without_its_links(
    language: str, adas: Client, ada: Person, arrive: Callable[..., list[EmailMessage]]
) -> None:
    ada.language = language
    ada.save()
    page = adas.get(PAGE).content.decode()
    [sample] = re.findall(r'<figure class="sample">(.+?)</figure>', page, re.DOTALL)
    assert "href" not in sample
    turn(adas, Want.CHECKIN)
    [letter] = arrive(EVENING)
    body = letter.get_body(("html",)).get_content().partition("<body")[2]  # type: ignore[union-attr]

    def said(part: str) -> list[str]:
        return re.sub(r"<[^>]+>", " ", part.partition(">")[2]).split()

    assert " ".join(said(body)) in " ".join(said(sample))
    assert letter["Subject"] in sample
    assert html.escape(letter["From"]) in sample


def test_it_says_which_language_the_letter_is_in_and_where_to_choose_another(adas: Client, ada: Person) -> None:
    ada.language = "es"
    ada.save()
    page = adas.get(PAGE).content.decode()
    assert "Español" in page
    assert page.count('href="/accounts/me/"') == 2


def test_choosing_time_and_days_is_kept_and_said_back(adas: Client, ada: Person) -> None:
    choose(adas)
    schedule = actions.schedule_of(ada)
    assert schedule.wants == {Want.CHECKIN}
    assert f"{schedule.local_time:%H:%M}" == "07:15"
    assert schedule.weekdays == {0, 6}
    page = adas.get(PAGE).content.decode()
    assert "The next letter comes on Sunday 15 March at 07:15." in page


def test_on_a_day_with_a_check_in_the_letter_after_it_is_promised(adas: Client, ada: Person) -> None:
    choose(adas, "20:30", ["3", "5"])  # Thursdays, Saturdays
    assert "The next letter comes on Thursday 12 March at 20:30." in adas.get(PAGE).content.decode()
    checkins.keep(person=ada, at=EVENING, energy=3)
    page = adas.get(PAGE).content.decode()
    assert "You checked in today, so the next letter comes on Saturday 14 March at 20:30." in page
    assert "Thursday 12 March" not in page


def test_a_check_in_after_todays_letter_changes_nothing_that_was_promised(adas: Client, ada: Person) -> None:
    choose(adas, "20:29", EVERY_DAY)
    checkins.keep(person=ada, at=EVENING, energy=3)
    page = adas.get(PAGE).content.decode()
    assert "The next letter comes on Friday 13 March at 20:29." in page


def test_after_days_in_which_nothing_was_sent_one_to_come_is_promised(
    adas: Client,
    ada: Person,
    time_machine: Any,
    django_assert_max_num_queries: Callable[..., AbstractContextManager[object]],
) -> None:
    choose(adas, "20:30", EVERY_DAY)
    for days in range(9):
        checkins.keep(person=ada, at=EVENING + timedelta(days=days), energy=3)
    time_machine.move_to(EVENING + timedelta(days=10), tick=False)
    assert "The next letter comes on Sunday 22 March at 20:30." in adas.get(PAGE).content.decode()
    with django_assert_max_num_queries(10):
        adas.get(PAGE)


def test_a_day_checked_in_on_the_other_side_of_the_date_line_is_not_called_today(adas: Client, ada: Person) -> None:
    choose(adas, "07:00", EVERY_DAY)
    ada.time_zone = "Pacific/Auckland"  # where it is the 13th already
    checkins.keep(person=ada, at=EVENING, energy=3)
    page = adas.get(PAGE).content.decode()
    assert "The next letter comes on Saturday 14 March at 07:00." in page
    assert "You checked in today" not in page


def test_turning_the_last_one_off_turns_letters_off_and_keeps_the_time(adas: Client, ada: Person) -> None:
    choose(adas)
    turn(adas, Want.CHECKIN, on=False)
    schedule = actions.schedule_of(ada)
    assert not schedule.on
    assert f"{schedule.local_time:%H:%M}" == "07:15"
    assert "No letters come." in words(adas)


def test_keeping_time_and_days_turns_nothing_on(adas: Client, ada: Person) -> None:
    adas.post(PAGE, CHOSEN)
    schedule = actions.schedule_of(ada)
    assert (schedule.on, schedule.weekdays) == (False, {0, 6})


def test_whoever_is_here_alone_is_offered_no_news(adas: Client, ada: Person) -> None:
    assert adas.get(PAGE).content.decode().count('role="switch"') == 1
    actions.turn(person=ada, want=Want.SHARED, on=True, at=EVENING)  # from a time when she was not
    assert adas.get(PAGE).content.decode().count('role="switch"') == 2


def test_two_are_offered_each_kind_of_news_and_all_of_it_is_off(adas: Client, space: Space) -> None:
    page = adas.get(PAGE).content.decode()
    assert page.count('role="switch"') == page.count('aria-checked="false"') == 3
    assert "All of it is off until you turn it on" in page


def test_somebody_who_waits_for_news_reads_when_a_letter_may_come(adas: Client, space: Space) -> None:
    turn(adas, Want.SHARED)
    said = words(adas)
    assert "If something is new for you by then, a letter comes on Thursday 12 March at 20:30." in said
    assert "What is new waits for the next letter." in said


def test_with_both_news_may_come_on_a_day_with_a_check_in_too(adas: Client, ada: Person, space: Space) -> None:
    choose(adas, "20:30", EVERY_DAY)
    turn(adas, Want.SHARED)
    assert "sooner" not in words(adas)
    checkins.keep(person=ada, at=EVENING, energy=3)
    said = words(adas)
    assert "so the next letter comes on Friday 13 March at 20:30. One comes sooner if something is new for you." in said


@pytest.mark.parametrize("data", [{}, {"on": "1"}, {"want": "3"}, {"want": "0"}, {"want": "pause"}, {"want": "16"}])
def test_a_switch_that_is_not_there_is_a_forged_request(data: dict[str, str], adas: Client) -> None:
    assert adas.post("/reminders/turn/", data).status_code == 400


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"local_time": "25:00"}, "Write the time like 20:30."),
        ({"local_time": ""}, "Choose a time of day, such as 20:30."),
        ({"weekdays": []}, "Choose a day. Letters are turned off further up."),
    ],
)
def test_what_cannot_be_kept_is_said_beside_the_field(adas: Client, typed: dict[str, object], said: str) -> None:
    answer = adas.post(PAGE, {**CHOSEN, **typed})
    assert answer.status_code == 422
    page = " ".join(answer.content.decode().split())
    field = next(iter(typed))
    assert re.search(rf'<div class="field-error" id="id_{field}_error"> <p>{re.escape(said)}', page)
    assert f'aria-describedby="id_{field}_error"' in page
    assert re.search(rf'role="alert" tabindex="-1" autofocus>.+<a href="#id_{field}(_0)?"> ?{re.escape(said)}', page)
    assert not Reminder.objects.exists()


def test_resting_for_a_week_and_ending_the_rest(adas: Client, ada: Person) -> None:
    choose(adas)
    assert adas.post("/reminders/pause/", {"week": "1"}).status_code == 302
    assert actions.schedule_of(ada).paused_until == ada.today(EVENING) + timedelta(days=7)
    assert "Resting until Thursday 19 March." in adas.get(PAGE).content.decode()
    adas.post("/reminders/resume/")
    assert actions.schedule_of(ada).paused_until is None


def test_resting_until_a_day(adas: Client, ada: Person) -> None:
    choose(adas)
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
    choose(adas)
    answer = adas.post("/reminders/pause/", {"until": until})
    assert answer.status_code == 422
    page = " ".join(answer.content.decode().split())
    assert page.count("autofocus") == 1
    assert re.search(rf'<a href="#id_until"> ?{re.escape(said)}', page)
    assert re.search(rf'id="id_until_error"> ?<p>{re.escape(said)}', page)


def refuse_three(person: Person) -> None:
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
            refused_by=outbox.mark_of(person.email),
        )


def test_an_address_that_refused_three_letters_is_told_and_tried_again(adas: Client, ada: Person) -> None:
    choose(adas)
    refuse_three(ada)
    assert "Your letters are resting." in adas.get(PAGE).content.decode()
    adas.post(PAGE, CHOSEN)
    assert "Your letters are resting." not in adas.get(PAGE).content.decode()


def test_bens_page_says_nothing_of_adas_letters(
    adas: Client, ben: Person, space: object, browser_of: Callable[..., Client]
) -> None:
    choose(adas)
    assert "07:15" not in browser_of(ben).get(PAGE).content.decode()


def test_times_are_by_the_persons_own_clock(adas: Client, ada: Person) -> None:
    ada.time_zone = "Asia/Kathmandu"
    ada.save()
    choose(adas, "06:00", EVERY_DAY)
    page = adas.get(PAGE).content.decode()
    assert "The next letter comes on Friday 13 March at 06:00." in page
    assert "Kathmandu" in page
    assert clock.now() == EVENING


# --- 'Send me one now' --------------------------------------------------------------------------------------------


def key_on_the_page(browser: Client) -> str:
    [key] = re.findall(r'name="key" value="([^"]+)"', browser.get(PAGE).content.decode())
    return str(key)


def ask_for_one(browser: Client) -> str:
    """What the page says after it was asked for a letter."""
    browser.post("/reminders/now/", {"key": key_on_the_page(browser)})
    return words(browser)


def test_one_comes_at_once_though_letters_are_off(
    adas: Client, ada: Person, arrive: Callable[..., list[EmailMessage]]
) -> None:
    assert "It is on its way to ada@example.org." in ask_for_one(adas)
    [letter] = arrive(EVENING)
    assert letter["To"] == "ada@example.org"
    assert letter["List-Unsubscribe"]
    assert not actions.schedule_of(ada).on


def test_pressed_twice_it_is_one_letter(adas: Client) -> None:
    key = key_on_the_page(adas)
    for _ in range(2):
        assert adas.post("/reminders/now/", {"key": key}).status_code == 302
    assert Letter.objects.count() == 1


def test_it_goes_before_the_letters_of_the_day_and_does_not_stand_for_one(
    adas: Client, ada: Person, ben: Person, arrive: Callable[..., list[EmailMessage]]
) -> None:
    remind(ben), remind(ada)
    ask_for_one(adas)
    first, *others = arrive(EVENING)
    assert first["Message-ID"] == Letter.objects.get(kind=keys.NOW).message_id
    assert len(others) == 2
    assert Letter.objects.filter(person_id=ada.pk, state="sent").count() == 2


def test_after_three_in_an_hour_it_says_kindly_when_the_next_can_go(adas: Client, time_machine: object) -> None:
    for minutes in range(3):
        time_machine.move_to(EVENING + timedelta(minutes=10 * minutes), tick=False)  # type: ignore[attr-defined]
        assert "on its way" in ask_for_one(adas)
    assert "Three went to you within the hour. The next one can go at 21:30." in ask_for_one(adas)
    assert Letter.objects.count() == 3
    time_machine.move_to(EVENING + timedelta(hours=1), tick=False)  # type: ignore[attr-defined]
    assert "on its way" in ask_for_one(adas)


def test_adas_three_are_not_bens(adas: Client, ben: Person, browser_of: Callable[..., Client]) -> None:
    for _ in range(3):
        ask_for_one(adas)
    assert "on its way to ben@example.org" in ask_for_one(browser_of(ben))


@pytest.mark.parametrize("key", ["", "x", "1234"])
def test_without_the_pages_key_it_is_a_forged_request(key: str, adas: Client) -> None:
    assert adas.post("/reminders/now/", {"key": key}).status_code == 400
    assert not Letter.objects.exists()


def test_asked_for_while_its_address_is_not_verified_it_stays(
    adas: Client, ada: Person, arrive: Callable[..., list[EmailMessage]]
) -> None:
    ask_for_one(adas)
    ada.emailaddress_set.update(verified=False)
    assert arrive(EVENING) == []
    assert Letter.objects.get().reason == "the address is not verified"


def test_one_that_arrives_ends_the_rest_of_an_address_that_refused(
    adas: Client, ada: Person, arrive: Callable[..., list[EmailMessage]]
) -> None:
    choose(adas, "21:00", EVERY_DAY)
    refuse_three(ada)
    assert "Your letters are resting." in ask_for_one(adas)
    assert len(arrive(EVENING)) == 1
    assert "Your letters are resting." not in words(adas)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL: SQLite has one writer at a time")
def test_of_many_asked_for_at_once_three_go() -> None:
    ada = cast.person("Ada")
    said: list[str] = []
    together = threading.Barrier(6)

    def work() -> None:
        together.wait()
        try:
            actions.send_now(person=ada, key=uuid.uuid4(), at=EVENING)
            said.append("sent")
        except actions.EnoughForNow:
            said.append("enough")
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["enough"] * 3 + ["sent"] * 3
    assert Letter.objects.count() == 3
