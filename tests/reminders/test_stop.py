"""Stopping from the letter itself: one click, no sign-in, and the link can do nothing else (RFC 8058)."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from reflections.reminders import actions, tokens
from reflections.reminders.models import BY_PARTNER, Reminder, Want
from tests.cast import EVENING

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def mail_program() -> Client:
    """Posts as a mail program does: no cookies, no sign-in, no form's token; CSRF checks are on."""
    return Client(enforce_csrf_checks=True, headers={"host": "localhost"})


def stop_url(reminder: Reminder, act: str = tokens.STOP) -> str:
    return f"/reminders/{act}/{tokens.make(reminder.pk, act)}/"


def test_one_click_stops_and_a_second_one_answers_the_same(reminder: Reminder, mail_program: Client) -> None:
    answers = [mail_program.post(stop_url(reminder), ONE_CLICK) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert all("The letters have stopped" in answer.content.decode() for answer in answers)
    assert "Location" not in answers[0].headers
    reminder.refresh_from_db()
    assert reminder.state == Reminder.State.OFF


def test_it_stops_all_of_them_whatever_brings_them_and_says_so(reminder: Reminder, mail_program: Client) -> None:
    for want in Want:
        actions.turn(person=reminder.person, want=want, on=True, at=EVENING)
    page = " ".join(mail_program.post(stop_url(reminder), ONE_CLICK).content.decode().split())
    assert "None of them comes any more, whatever would have brought it." in page
    assert actions.schedule_of(reminder.person).wants == set()


@pytest.mark.parametrize("want", [Want.CHECKIN, *BY_PARTNER])  # those of homework are turned on where homework stands
def test_after_a_stop_either_is_one_tap_away(
    want: Want, reminder: Reminder, space: object, mail_program: Client, browser_of: Callable[..., Client]
) -> None:
    mail_program.post(stop_url(reminder), ONE_CLICK)
    page = browser_of(reminder.person).get("/reminders/").content.decode()
    [switch] = re.findall(
        rf'<form[^>]+/reminders/turn/"(?:(?!</form).)+name="want" value="{want}".+?</form>', page, re.DOTALL
    )
    assert 'aria-checked="false"' in switch
    assert 'name="on" value="1"' in switch


def test_the_end_of_a_rest_is_one_tap_away(
    reminder: Reminder, mail_program: Client, browser_of: Callable[..., Client]
) -> None:
    mail_program.post(stop_url(reminder, tokens.SNOOZE))
    assert 'action="/reminders/resume/"' in browser_of(reminder.person).get("/reminders/").content.decode()


def test_opening_the_link_changes_nothing(reminder: Reminder, mail_program: Client) -> None:
    for act in (tokens.STOP, tokens.SNOOZE):
        for method in (mail_program.get, mail_program.head):
            assert method(stop_url(reminder, act)).status_code == 200
    reminder.refresh_from_db()
    assert reminder.state == Reminder.State.ON
    assert reminder.paused_until is None


def test_the_page_has_one_button_and_says_no_name(reminder: Reminder, mail_program: Client) -> None:
    page = mail_program.get(stop_url(reminder)).content.decode()
    main = page.partition("<main")[2].partition("</main>")[0]
    assert main.count("<form") == main.count("<button") == 1
    assert "Ada" not in page
    assert "ada@" not in page


def test_the_snooze_link_rests_a_week_and_does_not_stop(reminder: Reminder, mail_program: Client) -> None:
    assert mail_program.post(stop_url(reminder, tokens.SNOOZE)).status_code == 200
    reminder.refresh_from_db()
    assert reminder.state == Reminder.State.ON
    assert str(reminder.paused_until) > str(reminder.last_day or "2026")


def test_a_token_for_one_act_is_none_for_the_other(reminder: Reminder, mail_program: Client) -> None:
    stop, snooze = (tokens.make(reminder.pk, act) for act in (tokens.STOP, tokens.SNOOZE))
    assert mail_program.post(f"/reminders/stop/{snooze}/").status_code == 404
    assert mail_program.post(f"/reminders/snooze/{stop}/").status_code == 404
    reminder.refresh_from_db()
    assert reminder.state == Reminder.State.ON


def test_a_token_changed_or_made_up_is_not_found(reminder: Reminder, mail_program: Client) -> None:
    token = tokens.make(reminder.pk, tokens.STOP)
    other = ("B" if token[0] == "A" else "A") + token[1:]
    for wrong in (other, token[:-1], "x", "x.y", "%F0%9F%92%A1", "a" * 2000):
        assert mail_program.post(f"/reminders/stop/{wrong}/").status_code == 404


def test_a_token_tells_nobody_whose_it_is(reminder: Reminder) -> None:
    token = tokens.make(reminder.pk, tokens.STOP)
    for secret in (str(reminder.person_id), reminder.person_id.hex, "ada", "@"):
        assert secret not in token
    assert tokens.read(token, tokens.STOP) == reminder.pk


def test_a_token_of_somebody_who_has_gone_still_answers(reminder: Reminder, mail_program: Client) -> None:
    url = stop_url(reminder)
    reminder.person.delete()
    assert mail_program.post(url, ONE_CLICK).status_code == 200


def test_it_works_the_same_for_somebody_who_is_signed_in(reminder: Reminder, browser_of: Callable[..., Client]) -> None:
    assert browser_of(reminder.person).post(stop_url(reminder), ONE_CLICK).status_code == 200
    reminder.refresh_from_db()
    assert reminder.state == Reminder.State.OFF
