"""Posting a letter: once, sealed, and Django's own mail too."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, connection

from intima.mail import account, kinds, outbox
from intima.mail.models import Letter, State
from intima.mail.outbox import Post
from tests.cast import EVENING
from tests.mail.conftest import NOTE, minutes

pytestmark = pytest.mark.django_db


@pytest.fixture
def _our_backend(settings: object) -> None:
    settings.EMAIL_BACKEND = "intima.mail.backend.Outbox"  # type: ignore[attr-defined]  (pytest put its own there)


def test_the_same_key_is_one_letter(post: Callable[..., Letter]) -> None:
    first, second = post(key="once"), post("ben@example.org", key="once")
    assert first.pk == second.pk
    assert Letter.objects.get().payload == "ada@example.org"


def test_many_are_posted_in_one_statement_and_known_keys_left_alone(
    ada: object, django_assert_num_queries: Callable[..., object]
) -> None:
    posts = [Post(f"note:{number}", ada.pk, EVENING) for number in range(50)]  # type: ignore[attr-defined]
    outbox.post_many(posts[:10], kind=NOTE, at=EVENING)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        outbox.post_many(posts, kind=NOTE, at=EVENING)
    assert Letter.objects.count() == 50


def test_an_unknown_kind_is_refused_when_it_is_posted(post: Callable[..., Letter]) -> None:
    with pytest.raises(kinds.UnknownKind):
        post(kind="no such kind")


def test_what_a_letter_says_is_sealed_in_the_database(post: Callable[..., Letter]) -> None:
    post(kind=account.KIND)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM mail_letter")
        row = b"".join(
            bytes(value) if isinstance(value, memoryview) else str(value).encode() for value in cursor.fetchone()
        )
    assert b"123456" not in row
    assert b"ada@example.org" not in row


def test_a_finished_letter_cannot_keep_its_words(post: Callable[..., Letter]) -> None:
    letter = post()
    letter.state, letter.finished_at = State.SENT, EVENING
    with pytest.raises(IntegrityError):
        letter.save()


@pytest.mark.usefixtures("_our_backend")
def test_djangos_mail_becomes_account_letters_one_for_each_receiver() -> None:
    message = EmailMultiAlternatives("Your code", "It is 123456.", "Site <site@example.org>", ["ada@example.org"])
    message.bcc = ["ben@example.org"]
    message.attach_alternative("<p>It is 123456.</p>", "text/html")
    assert message.send() == 1
    letters = list(Letter.objects.all())
    filled = {account.fill(letter).to: account.fill(letter) for letter in letters}
    assert set(filled) == {"ada@example.org", "ben@example.org"}
    assert filled["ada@example.org"].text == "It is 123456."
    assert filled["ada@example.org"].html == "<p>It is 123456.</p>"
    assert filled["ada@example.org"].sender == "Site <site@example.org>"
    assert all(letter.priority == kinds.ACCOUNT_FIRST and letter.kind == account.KIND for letter in letters)


@pytest.mark.usefixtures("_our_backend")
def test_send_mail_has_no_other_way_out() -> None:
    mail.send_mail("Hello", "Words", None, ["ada@example.org"])
    assert Letter.objects.get().state == State.WAITING


def test_account_mail_goes_before_everything_that_waits(post: Callable[..., Letter]) -> None:
    post(due_at=EVENING - minutes(60))
    late = post(kind=account.KIND)
    assert Letter.objects.ready(EVENING).first() == late


def test_nothing_is_ready_before_it_is_due(post: Callable[..., Letter]) -> None:
    post(due_at=EVENING + minutes(1))
    assert not Letter.objects.ready(EVENING).exists()
    assert Letter.objects.ready(EVENING + minutes(1)).exists()
