"""As many queries with a thousand rows as with thirty, on every page of the journal."""

import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from intima.accounts.models import Person
from intima.kit import seal
from reflections.journal.models import Answer, Draft, Entry, Exchange
from reflections.shares.models import Share
from reflections.spaces.models import Space
from tests.cast import EVENING
from tests.journal import acts

pytestmark = pytest.mark.tables

BUDGET = 10


def fill(rows: int, ada: Person, ben: Person, space: Space) -> None:
    """Entries of both, every second shared; drafts; and exchanges that both answered."""
    with seal.keyring():
        for person in (ada, ben):
            made = Entry.objects.bulk_create(
                Entry(author=person, text="A line.", shown="A line.", day=EVENING.date(), written_at=EVENING)
                for _ in range(rows)
            )
            Share.objects.bulk_create(
                Share(subject_kind=Entry.share_kind, subject_id=entry.pk, owner=person, space=space, shared_at=EVENING)
                for entry in made[::2]
            )
        Draft.objects.bulk_create(
            Draft(pk=uuid.uuid4(), author=ada, key=uuid.uuid4(), text="Begun", saved_at=EVENING) for _ in range(rows)
        )
        asked = Exchange.objects.bulk_create(
            Exchange(space=space, prompt="how-i-protect", proposed_by=ben, proposed_at=EVENING, opened_at=EVENING)
            for _ in range(rows)
        )
        Answer.objects.bulk_create(
            Answer(exchange=each, author=person, text="Tea.", state="confirmed", saved_at=EVENING)
            for each in asked
            for person in (ada, ben)
        )


@pytest.mark.django_db
def test_every_page_costs_the_same_with_few_rows_and_with_a_thousand(
    ada: Person, ben: Person, space: Space, browser_of: Callable[[Person | None], Client]
) -> None:
    entry, theirs, opened = acts.shared(ada, "Mine."), acts.shared(ben, "His."), acts.opened(ada, ben)
    acts.edit(entry, "Mine, changed.")
    asked = acts.propose(ben, "signs-of-alarm")
    acts.answer(asked, ada, "He tidies.", confirmed=False)
    urls = [
        "/journal/",
        "/journal/?page=2",
        "/journal/?from=partner",
        "/journal/write/?prompt=how-i-protect",
        "/journal/questions/",
        "/journal/take-back/",
        "/journal/together/",
        f"/journal/together/{asked.pk}/",
        f"/journal/together/{asked.pk}/confirm/",
        f"/journal/together/{opened.pk}/",
        f"/journal/together/{opened.pk}/take-back/",
        f"/journal/{theirs.pk}/",
        *(f"/journal/{entry.pk}/{path}" for path in ("", "edit/", "share/", "delete/")),
    ]
    browser = browser_of(ada)
    browser.get("/journal/")  # the first visit in five minutes also writes down that there was one

    def cost() -> dict[str, int]:
        found = {}
        for url in urls:
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(url).status_code == 200, url
            found[url] = len(queries)
        with CaptureQueriesContext(connection) as queries:
            assert browser.post("/journal/search/", {"q": "line"}).status_code == 200
        return found | {"search": len(queries)}

    fill(30, ada, ben, space)  # thirty in the place of ten, so that every list has its second page
    with_few = cost()
    fill(970, ada, ben, space)
    assert cost() == with_few
    assert {url: number for url, number in with_few.items() if number > BUDGET} == {}
