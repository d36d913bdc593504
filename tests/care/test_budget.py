"""Ten queries at most, however many were released and opened."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intima.accounts.models import Person
from intima.kit import seal
from reflections.care.actions import notes
from reflections.spaces.models import Space
from tests import cast
from tests.care.acts import opened
from tests.cast import EVENING
from tests.journal import acts as journal
from tests.releases.acts import release

pytestmark = pytest.mark.tables


@pytest.mark.parametrize("rows", [3, 60])
def test_the_pages_of_care_cost_ten_queries_at_most(
    ada: Person, ben: Person, space: Space, browser_of: Callable[[Person | None], Client], rows: int
) -> None:
    dee = cast.therapist("Dr Dee")
    link = cast.care(ada, dee)
    with seal.keyring():
        for number in range(rows):
            released = release(link, journal.keep(ada, "A line."))
            at = EVENING + timedelta(hours=number)
            opened(link, released.origin, at=at)
            note = notes.keep(therapist=dee, link=link, key=released.pk, text="A note.", at=at)
    pages = {
        ada: [
            reverse("care:care"),
            reverse("care:link", args=[link.pk]),
            reverse("releases:seen", args=[link.pk]),
            reverse("releases:ledger"),
            reverse("releases:release", args=["journal.entry", released.origin]),
        ],
        dee.person: [
            reverse("care:profile"),
            reverse("care:invite_client"),
            reverse("care:notes", args=[link.pk]),
            reverse("care:note", args=[link.pk, note.pk]),
        ],
    }
    for person, urls in pages.items():
        client = browser_of(person)
        client.get(urls[0])  # the first page of a visit writes the visit down
        for url in urls:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url).status_code == 200
            assert len(asked) <= 10, "\n".join([url, *(each["sql"][:120] for each in asked.captured_queries)])
