"""As many queries with hundreds of rows as with a few."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exercises.rituals.models import Slip, Slot
from intima.accounts.models import Person
from intima.kit import seal
from reflections.notes.models import Note
from reflections.shares.models import Share
from reflections.spaces.models import Space
from tests.cast import EVENING
from tests.rituals import acts


@pytest.mark.parametrize("rows", [4, 400])
def test_every_page_costs_ten_queries_at_most(
    ada: Person, ben: Person, space: Space, browser_of: Callable[[Person | None], Client], rows: int
) -> None:
    with seal.keyring():
        Note.objects.bulk_create(
            Note(author=author, receiver=receiver, space=space, kind="thanks", text="Soup.", sent_at=EVENING)
            for author, receiver in ((ada, ben), (ben, ada))
            for _ in range(rows // 2)
        )
        made = Slip.objects.bulk_create(
            Slip(author=author, kind=kind, text="Soup.", written_at=EVENING, due_at=due)
            for author in (ada, ben)
            for kind, due in (("thanks", None), ("promise", EVENING + acts.DAY), ("word", None))
            for _ in range(rows // 2)
        )
        Share.objects.bulk_create(
            Share(subject_kind=Slip.share_kind, subject_id=slip.pk, owner=slip.author, space=space, shared_at=EVENING)
            for slip in made
            if slip.kind != "thanks"
        )
    Slot.objects.bulk_create(
        Slot(
            proposer=ben,
            space=space,
            starts_at=EVENING + timedelta(hours=hour),
            ends_at=EVENING + timedelta(hours=hour + 1),
            agreed_at=EVENING,
        )
        for hour in range(-rows // 2, rows // 2)
        if hour
    )
    acts.suggest(ben)
    for person in (ada, ben):
        acts.given(person, "touch")
    client = browser_of(ada)
    theirs = Slip.objects.filter(author=ben, kind="promise")[0].pk
    own = Slip.objects.filter(author=ada, kind="promise")[0].pk
    urls = ["", "thanks/", "thanks/?from=me", "thanks/one/", "touch/", "promises/", "screens/", "screens/words/"]
    urls += [f"{own}/", f"{theirs}/", f"promise/write/?change={own}"]
    for url in urls:
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(f"/rituals/{url}")
        assert answer.status_code == 200, url
        assert len(asked) <= 10, (url, len(asked))
