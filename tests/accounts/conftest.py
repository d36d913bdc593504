from collections.abc import Callable

import pytest
from django.test import Client

from intima.accounts.doors import SIGNED_IN_AT
from intima.accounts.models import Person
from intima.kit import clock
from intima.mail import account
from intima.mail.kinds import Filled
from intima.mail.models import Letter

Letters = Callable[[], list[Filled]]


@pytest.fixture
def letters(db: None, settings: pytest.FixtureRequest) -> Letters:
    """What the outbox holds, oldest first, opened as its worker opens it."""
    settings.EMAIL_BACKEND = "intima.mail.backend.Outbox"  # type: ignore[attr-defined]
    return lambda: [account.fill(letter) for letter in Letter.objects.order_by("posted_at")]


@pytest.fixture
def browser(db: None) -> Client:
    """Somebody signed out."""
    return Client(headers={"host": "localhost"})


@pytest.fixture
def just_signed_in() -> Callable[[Person], Client]:
    """A browser whose sign-in is a moment old."""

    def open_as(person: Person) -> Client:
        client = Client(headers={"host": "localhost"})
        client.force_login(person)
        session = client.session
        session[SIGNED_IN_AT] = int(clock.now().timestamp())
        session.save()
        return client

    return open_as
