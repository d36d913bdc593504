"""As many queries with a thousand notes as with ten."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from intima.accounts.models import Person
from intima.kit import seal
from reflections.notes.models import Note
from reflections.spaces.models import Space
from tests.cast import EVENING

pytestmark = pytest.mark.tables


@pytest.mark.parametrize("rows", [10, 1000])
def test_the_notes_cost_ten_queries_at_most(
    ada: Person, ben: Person, space: Space, browser_of: Callable[[Person | None], Client], rows: int
) -> None:
    with seal.keyring():
        Note.objects.bulk_create(
            Note(author=author, receiver=receiver, space=space, text="Soup.", sent_at=EVENING)
            for author, receiver in ((ada, ben), (ben, ada))
            for _ in range(rows // 2)
        )
    client = browser_of(ada)
    for url in ("/notes/", f"/notes/{Note.objects.order_by('pk')[0].pk}/", "/notes/write/"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(url).status_code == 200
        assert len(asked) <= 10, url
