"""The demo's mailbox: the letters of one folder and nothing else, and who can be visited."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from intima.accounts.models import Person
from intima.demo import mailbox, people

pytestmark = [pytest.mark.tables, pytest.mark.django_db]


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


def test_it_names_each_person_with_what_can_be_seen_as_them(
    said: str, browser_of: Callable[[Person | None], Client]
) -> None:
    page = browser_of(None).get("/mailbox/").content.decode()
    for key, seen in people.CAST.items():
        assert people.address(key) in page
        assert str(seen) in page
    assert people.PASSWORD in page


def test_where_nobody_of_the_demo_lives_it_names_nobody(browser_of: Callable[[Person | None], Client]) -> None:
    page = browser_of(None).get("/mailbox/").content.decode()
    assert people.PASSWORD not in page
