"""A journal that is locked asks before the loop too, and takes what is written all the same."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from exercises.loop.words import CardWords
from intima.accounts import actions as accounts
from intima.accounts.models import Person
from tests.accounts.walk import PASSWORD
from tests.loop import acts

Open = Callable[[Person | None], Client]
PLANTED = "quincemarmalade"


def test_who_locks_their_words_is_asked_before_the_loop_and_loses_nothing_by_writing(
    ada: Person, space: object, browser_of: Open
) -> None:
    acts.keep(ada, CardWords(does=PLANTED))
    ada.set_password(PASSWORD)
    ada.save()
    accounts.lock_journal(person=ada, on=True)
    client = browser_of(ada)
    asks = reverse("accounts:open_journal")
    for url in ("/loop/", "/loop/card/", "/loop/share/", "/loop/picture.svg"):
        assert client.get(url).headers["Location"].startswith(asks), url
    page = {"base": "1", "page": "3f1f7a52-5c1e-4a60-9a5e-2f7a9a4c1a11"}
    refused = client.post("/loop/card/", {**page, "does": "so very long " * 20})
    assert refused.status_code == 422
    assert PLANTED not in refused.content.decode()
    assert client.post("/loop/card/", {**page, "does": "follows"}).headers["Location"] == "/loop/"
    assert client.get("/loop/").headers["Location"].startswith(asks)
