from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command

from intima.accounts.models import Person
from intima.demo import people


def load() -> str:
    """What `load_demo` prints."""
    printed = StringIO()
    call_command("load_demo", stdout=printed)
    return printed.getvalue()


@pytest.fixture
def said(db: None) -> str:
    """What the first start printed, once everybody is there."""
    return load()


@pytest.fixture
def who(said: str) -> Callable[[str], Person]:
    """A person of the demo by the name of their file."""
    return lambda key: Person.objects.get(email=people.address(key))
