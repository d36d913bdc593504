"""The demo's people: made once, with a life that the rooms themselves would allow."""

from datetime import time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from intima.accounts.models import Person
from intima.demo import mailbox, people
from intima.kit import clock
from reflections.reminders import actions as reminders
from reflections.spaces.actions import tie_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def said() -> str:
    call_command("load_content", verbosity=0, stdout=StringIO())
    return load()


def load() -> str:
    printed = StringIO()
    call_command("load_demo", stdout=printed)
    return printed.getvalue()


def test_the_start_prints_who_can_sign_in_and_how(said: str) -> None:
    for name in ("Ada", "Ben", "Cleo"):
        assert people.address(name) in said
        assert Client().login(email=people.address(name), password=people.PASSWORD)
    assert people.PASSWORD in said


def test_ada_and_ben_share_a_space_and_cleo_does_not(said: str) -> None:
    ada, ben, cleo = (Person.objects.get(email=people.address(name)) for name in ("Ada", "Ben", "Cleo"))
    tie = tie_of(ada)
    assert tie is not None
    assert tie.partner == ben
    assert tie_of(cleo) is None


def test_every_main_page_of_the_pair_has_something_on_it(said: str) -> None:
    browser = Client(headers={"host": "localhost"})
    browser.force_login(Person.objects.get(email=people.address("Ada")))
    assert "toast cold" in browser.get("/journal/").content.decode()
    assert "What helps you come back" in browser.get("/today/").content.decode()
    assert "Two alarms" in browser.get("/today/").content.decode()


def test_adas_reminder_is_due_within_two_minutes_of_the_first_start(said: str) -> None:
    next_at = reminders.schedule_of(Person.objects.get(email=people.address("Ada"))).next_at
    assert next_at is not None
    assert 0 < (next_at - clock.now()).total_seconds() < 120


def test_a_second_start_makes_nobody_and_leaves_what_a_visitor_chose(said: str) -> None:
    ada = Person.objects.get(email=people.address("Ada"))
    reminders.set_schedule(person=ada, local_time=time(7), weekdays=[6], at=clock.now(), on=False)
    everybody = set(Person.objects.values_list("pk", flat=True))
    assert "Ada's next reminder: off." in load()
    assert set(Person.objects.values_list("pk", flat=True)) == everybody
    assert not reminders.schedule_of(ada).on


def test_the_mailbox_shows_letters_and_nothing_else(settings: Any, tmp_path: Path) -> None:
    settings.MAILBOX = tmp_path / "mailbox"
    assert mailbox.letters() == []
    settings.MAILBOX.mkdir()
    (tmp_path / "secret.eml").write_text("Subject: Outside\n\nNo.\n")
    (settings.MAILBOX / "one.eml").write_text("From: a@example.org\nTo: b@example.org\nSubject: Hello\n\nCome in.\n")
    (settings.MAILBOX / "half.part").write_text("Subject: Not yet")
    assert [letter.subject for letter in mailbox.letters()] == ["Hello"]
    found = mailbox.letter("one")
    assert found is not None
    assert found.text.strip() == "Come in."
    for name in ("../secret", "two", "half", ""):
        assert mailbox.letter(name) is None
