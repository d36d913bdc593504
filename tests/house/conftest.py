from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.table import furnished
from tests.world import World


@pytest.fixture(scope="module")
def here(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One furnished world for a whole file, whose tests leave it as they found it: each has a savepoint of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield furnished()
        transaction.set_rollback(True)
