"""Other ways to Ada's words than Ben's page of them: formats, headers, kept copies, ids and fields of a forged form."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from intima.accounts.models import Person
from reflections.journal.models import Entry
from reflections.shares.models import Share
from reflections.spaces.models import Space
from tests import cast
from tests.journal import acts
from tests.spaces.walk import without_token

Browser = Callable[[Person | None], Client]
WORDS = "In the car I could feel it start."
HTMX = {"HX-Request": "true"}


def test_no_format_opens_what_the_page_does_not(ada: Person, ben: Person, space: Space, browser_of: Browser) -> None:
    entry, bens = acts.keep(ada, WORDS), browser_of(ben)
    addresses = ["", "?format=json", "?shown=1&draft=1", ".json", "export/", "text/", "..;/", "%2e"]
    headers = [HTMX, {"Accept": "application/json"}, {"Range": "bytes=0-99"}, {"X-HTTP-Method-Override": "GET"}]
    for after, sent in [*((after, {}) for after in addresses), *(("", sent) for sent in headers)]:
        there = bens.get(f"/journal/{entry.pk}/{after}", headers=sent)
        never = bens.get(f"/journal/{uuid.uuid4()}/{after}", headers=sent)
        assert there.status_code == never.status_code == 404, (after, sent)
        assert without_token(there.content) == without_token(never.content), (after, sent)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_nothing_is_answered_from_a_kept_copy(
    headers: dict[str, str], ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    """No page has a mark by which a browser could be told that its own copy is still good."""
    entry, bens = acts.shared(ada, WORDS), browser_of(ben)
    page = f"/journal/{entry.pk}/"
    seen = bens.get(page, headers=headers)
    assert WORDS in seen.content.decode()
    assert seen["Cache-Control"] == "no-store"
    assert not {"ETag", "Last-Modified", "Expires"} & set(seen.headers)
    browser_of(ada).post(f"{page}take-back/")
    for mark in ({"If-None-Match": "*"}, {"If-Modified-Since": "Fri, 31 Dec 2100 23:59:59 GMT"}):
        assert bens.get(page, headers={**headers, **mark}).status_code == 404
        assert bens.get("/journal/?from=partner", headers={**headers, **mark}).status_code == 200


def test_htmx_keeps_no_page_to_go_back_to(ada: Person, browser_of: Browser) -> None:
    assert '"historyCacheSize":0' in browser_of(ada).get("/journal/").content.decode()


def test_what_is_saved_by_the_way_while_it_is_shared_and_taken_back_stays_adas(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    entry, adas, bens = acts.keep(ada, WORDS), browser_of(ada), browser_of(ben)
    page, unsaid = f"/journal/{entry.pk}/", "It was his mother."

    def saved_by_the_way() -> None:
        sent = adas.post(f"{page}draft/", {"text": unsaid, "base": "1"}, headers=HTMX)
        assert sent.status_code == 200
        for url in (page, "/journal/?from=partner"):
            assert unsaid not in bens.get(url).content.decode()

    saved_by_the_way()
    preview = adas.get(f"{page}share/")
    assert unsaid not in preview.content.decode()
    saved_by_the_way()
    adas.post(f"{page}share/", {"revision": "1", "space": str(space.pk)})
    saved_by_the_way()
    assert WORDS in bens.get(page).content.decode()
    adas.post(f"{page}take-back/")
    saved_by_the_way()
    assert bens.get(page).status_code == 404


def test_another_spaces_id_in_the_form_shares_nothing(
    ada: Person, ben: Person, cleo: Person, space: Space, browser_of: Browser
) -> None:
    theirs, entry = cast.pair(cleo, cast.person("Dan")), acts.keep(ada, WORDS)
    url = f"/journal/{entry.pk}/share/"
    assert browser_of(ada).post(url, {"revision": "1", "space": str(theirs.pk)}).status_code == 422
    assert browser_of(cleo).post(url, {"revision": "1", "space": str(theirs.pk)}).status_code == 404
    assert not Share.objects.exists()


def test_a_form_sets_nothing_but_its_fields(ada: Person, ben: Person, space: Space, browser_of: Browser) -> None:
    adas, chosen = browser_of(ada), uuid.uuid4()
    more: dict[str, Any] = {"author": ben.pk, "author_id": ben.pk, "id": chosen, "pk": chosen, "shown": "Seen."}
    more |= {"revision": "9", "written_at": "2001-01-01", "owner": ben.pk, "version": "9"}
    adas.post("/journal/write/", {"who": "me", "text": WORDS, "key": str(uuid.uuid4()), **more})
    entry = Entry.objects.get()
    assert (entry.author, entry.shown, entry.revision, entry.pk == chosen) == (ada, None, 1, False)
    adas.post(f"/journal/{entry.pk}/edit/", {"text": "Otherwise.", "base": "1", "lens": "", **more})
    entry.refresh_from_db()
    assert (entry.author, entry.shown, entry.revision) == (ada, None, 2)
    adas.post(f"/journal/{entry.pk}/share/", {**more, "revision": "2", "space": str(space.pk)})
    share = Share.objects.get()
    assert (share.owner, share.space, share.subject_id) == (ada, space, entry.pk)


def test_words_cannot_become_markup_nor_ask_for_a_page(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    """What Ben reads of Ada's neither runs nor presses a button in his name."""
    hostile = (
        """<b hx-post="/journal/take-back/" hx-trigger="load">a</b>" hx-get="/us/" data-hx-on:load='x' autofocus"""
    )
    entry = acts.shared(ada, hostile)
    for browser in (browser_of(ada), browser_of(ben)):
        page = browser.get(f"/journal/{entry.pk}/").content.decode()
        assert "&lt;b hx-post=&quot;" in page
        assert '<b hx-post="' not in page
        assert 'hx-trigger="load"' not in page
        assert "data-hx-on:load='" not in page
