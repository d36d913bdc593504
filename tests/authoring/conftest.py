from collections.abc import Iterator

import pytest

from exercises.authoring import readers
from intima.accounts.models import Person
from reflections.care.models import Therapist
from tests import cast

Given = set[tuple[Person, str]]


@pytest.fixture
def dee(db: None) -> Therapist:
    return cast.therapist("Dr Dee")


@pytest.fixture
def given() -> Iterator[Given]:
    """Who was given which exercise: what a room above would tell."""
    pairs: Given = set()

    def reads(person: Person, slug: str) -> bool:
        return (person, slug) in pairs

    readers.register(reads)
    yield pairs
    readers._readers.remove(reads)
