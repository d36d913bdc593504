from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from intima.accounts.models import Person
from intima.content import actions as content
from reflections.spaces.models import Space
from tests import cast


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The tables, and the content as the start-up command loads it: every test finds the site as one that started."""
    with django_db_blocker.unblock():
        content.load(at=cast.EVENING)


@pytest.fixture(autouse=True)
def _no_throttle_from_the_last_test() -> None:
    cache.clear()


@pytest.fixture
def ada(db: None) -> Person:
    return cast.person("Ada")


@pytest.fixture
def ben(db: None) -> Person:
    return cast.person("Ben")


@pytest.fixture
def cleo(db: None) -> Person:
    return cast.person("Cleo")


@pytest.fixture
def space(ada: Person, ben: Person) -> Space:
    """Ada and Ben's open space."""
    return cast.pair(ada, ben)


@pytest.fixture
def browser_of() -> Callable[[Person | None], Client]:
    """A test client signed in as the person, with CSRF checks off as in Django's own client."""

    def open_as(person: Person | None) -> Client:
        client = Client(headers={"host": "localhost"})
        if person is not None:
            client.force_login(person)
        return client

    return open_as
