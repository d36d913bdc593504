"""The two ways out: which one EMAIL_URL names, and letters as files."""

import stat
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from intima.mail import delivery, transports
from intima.mail.models import Letter, State
from intima.mail.transports import Folder
from intima.mail.transports.smtp import Server, parse
from tests.cast import EVENING


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://127.0.0.1:1025", Server("smtp", "127.0.0.1", 1025)),
        ("smtp://mail.example.org", Server("smtp", "mail.example.org", 25)),
        ("smtp+tls://us%40er:p%3Aw@mail.example.org", Server("smtp+tls", "mail.example.org", 587, "us@er", "p:w")),
        ("smtp+ssl://mail.example.org/", Server("smtp+ssl", "mail.example.org", 465)),
    ],
)
def test_an_address_names_its_server(url: str, server: Server) -> None:
    assert parse(url) == server


@pytest.mark.parametrize(
    "url", ["mail.example.org", "http://x", "smtp://", "smtp://x:port", "smtp://x/path", "smtp://x:99999"]
)
def test_a_bad_address_stops_the_start_and_says_what_it_should_look_like(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL must look like"):
        transports.check(url)


def test_without_an_address_letters_are_whole_files_in_the_mailbox(post: Callable[..., Letter], tmp_path: Path) -> None:
    letter = post("ada@example.org")
    delivery.ring(Folder(tmp_path / "mailbox"), now=lambda: EVENING)
    letter.refresh_from_db()
    assert letter.state == State.SENT
    [file] = (tmp_path / "mailbox").iterdir()
    assert file.name == f"20260312-203000-{letter.pk}.eml"
    assert stat.S_IMODE((tmp_path / "mailbox").stat().st_mode) == 0o700
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert message["To"] == "ada@example.org"
    assert message["Message-ID"] == letter.message_id


def test_a_folder_that_cannot_be_written_makes_letters_wait(post: Callable[..., Letter], tmp_path: Path) -> None:
    (tmp_path / "mailbox").write_text("a file where the folder would be")
    letter = post()
    delivery.ring(Folder(tmp_path / "mailbox"), now=lambda: EVENING)
    letter.refresh_from_db()
    assert letter.state == State.WAITING
