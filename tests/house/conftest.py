from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.table import furnished
from tests.world import ROLES, World


@pytest.fixture(scope="module")
def here(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One furnished world for a whole file, whose tests leave it as they found it: each has a savepoint of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield furnished()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def client_of(here: World) -> Callable[..., Client]:
    """A fresh client of a role: signed in once for the whole file, since signing in costs as much as a page."""
    cookies = {}
    for role in ROLES:
        client = Client(headers={"host": "localhost"})
        if person := here.who(role):
            client.force_login(person)
        cookies[role] = {name: morsel.value for name, morsel in client.cookies.items()}

    def of(role: str, **options: Any) -> Client:
        client = Client(**{"headers": {"host": "localhost"}, **options})
        client.cookies.load(cookies[role])
        return client

    return of
