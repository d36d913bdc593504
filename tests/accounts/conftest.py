import time
from collections.abc import Callable

import pytest
from allauth.account.internal.flows import login
from django.test import Client

from intima.accounts.models import Person
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
    """A browser that somebody signed in with a moment ago, by means of their own."""

    def open_as(person: Person) -> Client:
        client = Client(headers={"host": "localhost"})
        client.force_login(person)
        session = client.session
        session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
        session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.pk)
        session.save()
        return client

    return open_as
