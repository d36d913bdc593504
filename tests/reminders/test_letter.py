"""The letter itself: its headers, its links, what it leaves out, and when it is not sent after all."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from email.message import EmailMessage

import pytest
from django.conf import settings

from intima.accounts.models import Person
from intima.mail.models import Letter, State
from reflections.checkins import actions as checkins
from reflections.reminders import actions, letters, posting
from reflections.reminders.models import Reminder
from tests.cast import EVENING
from tests.mail.telling import TELLING

Arrive = Callable[..., list[EmailMessage]]


def reason() -> tuple[str, str]:
    letter = Letter.objects.get()
    return letter.state, letter.reason


def test_the_letter_has_the_headers_that_mail_programs_act_on(reminder: Reminder, arrive: Arrive) -> None:
    [letter] = arrive()
    unsubscribe = letter["List-Unsubscribe"]
    assert re.fullmatch(rf"<{settings.ORIGIN}/reminders/stop/[\w.-]+/>", unsubscribe)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["List-Id"] == settings.LIST_ID
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["X-Auto-Response-Suppress"] == "All"
    assert letter["Message-ID"] == Letter.objects.get().message_id
    assert letter["To"] == "ada@example.org"
    assert letter["From"] == settings.REMINDER_SENDER != settings.DEFAULT_FROM_EMAIL


def test_both_parts_carry_the_same_links(reminder: Reminder, arrive: Arrive) -> None:
    [letter] = arrive()
    text, html = (letter.get_body((part,)).get_content() for part in ("plain", "html"))  # type: ignore[union-attr]
    stop = letter["List-Unsubscribe"].strip("<>")
    snooze = re.search(rf"{settings.ORIGIN}/reminders/snooze/[\w.-]+/", text)
    assert snooze
    for link in (stop, snooze.group(), f"{settings.ORIGIN}/today/", f"{settings.ORIGIN}/reminders/"):
        assert link in text
        assert f'href="{link}"' in html
    assert "@@" not in text + html


def test_the_html_part_has_one_button_fetches_nothing_and_follows_the_night(reminder: Reminder, arrive: Arrive) -> None:
    [letter] = arrive()
    html = letter.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert html.count('class="go"') == 1
    assert not re.search(r"src=|url\(|@import|<link|<script", html)
    assert "prefers-color-scheme: dark" in html
    assert settings.SITE_NAME not in html
    assert len(html) < 3000


@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_in_it_tells_what_it_is_about(language: str, reminder: Reminder, ada: Person, arrive: Arrive) -> None:
    ada.language = language
    ada.save()
    [letter] = arrive()
    everything = letter.as_string() + letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert not TELLING.search(everything)
    assert str(ada.pk) not in everything
    assert ada.pk.hex not in everything


def test_the_same_letter_reads_the_same_for_everybody(ada: Person, ben: Person, arrive: Arrive) -> None:
    from tests.reminders.conftest import remind

    remind(ada), remind(ben)
    texts = [
        re.sub(r"/(stop|snooze)/[\w.-]+/", r"/\1/", letter.get_body(("plain",)).get_content())  # type: ignore[union-attr]
        for letter in arrive()
    ]
    assert len(texts) == 2
    assert texts[0] == texts[1]


def test_after_a_check_in_the_letter_stays_away(reminder: Reminder, ada: Person, arrive: Arrive) -> None:
    posting.post_due(at=EVENING)
    checkins.keep(person=ada, at=EVENING, closeness=5)
    assert arrive() == []
    assert reason() == (State.DROPPED, "already checked in")


def test_yesterdays_check_in_keeps_nothing_away(reminder: Reminder, ada: Person, arrive: Arrive) -> None:
    checkins.keep(person=ada, at=EVENING - timedelta(days=1), closeness=5)
    assert len(arrive()) == 1


def test_stopped_after_it_was_posted_it_is_not_sent(reminder: Reminder, arrive: Arrive) -> None:
    posting.post_due(at=EVENING)
    actions.stop(reminder_id=reminder.pk, at=EVENING)
    assert arrive() == []
    assert reason() == (State.DROPPED, "stopped")


def test_paused_after_it_was_posted_it_is_not_sent(reminder: Reminder, ada: Person, arrive: Arrive) -> None:
    posting.post_due(at=EVENING)
    actions.pause(person=ada, until=date(2026, 3, 14), at=EVENING)
    assert arrive() == []
    assert reason() == (State.DROPPED, "paused")


def test_an_address_that_is_not_verified_gets_nothing(reminder: Reminder, ada: Person, arrive: Arrive) -> None:
    ada.emailaddress_set.update(verified=False)
    assert arrive() == []
    assert reason() == (State.DROPPED, "the address is not verified")


def test_somebody_who_has_gone_gets_nothing(reminder: Reminder, ada: Person, arrive: Arrive) -> None:
    posting.post_due(at=EVENING)
    ada.delete()
    assert arrive() == []
    assert reason() == (State.DROPPED, "nobody to write to")


def test_more_than_three_hours_late_it_stays_away(reminder: Reminder, arrive: Arrive) -> None:
    assert arrive(EVENING + timedelta(hours=3, minutes=1)) == []
    assert reason() == (State.DROPPED, "too late")


def test_a_week_of_evenings_is_a_week_of_letters(reminder: Reminder, arrive: Arrive) -> None:
    assert [len(arrive(EVENING + timedelta(days=day))) for day in range(7)] == [1] * 7


def test_templates_are_rendered_once_for_a_kind_and_a_language(reminder: Reminder, arrive: Arrive) -> None:
    letters.compile_letter.cache_clear()
    for day in range(3):
        arrive(EVENING + timedelta(days=day))
    assert letters.compile_letter.cache_info().misses == 1
