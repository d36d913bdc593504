"""Small promises: one's own, moved in time, done, noticed, and never counted."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from exercises.rituals.actions import promises, slips
from exercises.rituals.models import Slip
from intima.accounts.models import Person
from reflections.notes.models import Note
from reflections.spaces.actions import leave
from reflections.spaces.models import Space
from tests.cast import EVENING
from tests.rituals import acts
from tests.spaces.walk import without_token

Open = Callable[[Person | None], Client]
WRITE = "/rituals/promise/write/"
LATER = EVENING + 2 * acts.DAY
NEVER_SAID = re.compile(r"missed|broken|failed|overdue|late\b|not done|undone|\d+ (promises|kept)", re.IGNORECASE)


def form(**more: str) -> dict[str, str]:
    words = {"text": "Ring the plumber.", "more": "He has a date.", "due_at": "2026-03-13T12:00", "small": "on"}
    return {"key": str(uuid.uuid4()), **words, **more}


def test_it_is_private_until_it_is_shared_and_again_after_taking_back(ada: Person, ben: Person, space: Space) -> None:
    pk = acts.keep(ada, "promise")
    assert not acts.sees(ben, pk)
    acts.give(ada, pk)
    assert acts.sees(ben, pk)
    slips.take_back(author=ada, pk=pk, at=EVENING)
    assert not acts.sees(ben, pk)
    assert acts.sees(ada, pk)


def test_leaving_takes_it_away(ada: Person, ben: Person, space: Space) -> None:
    pk = acts.given(ada, "promise")
    leave(person=ben, at=EVENING)
    assert not acts.sees(ben, pk)
    assert acts.sees(ada, pk)


def test_it_must_be_small_enough_and_what_was_typed_is_kept(ada: Person, browser_of: Open) -> None:
    words = form()
    del words["small"]
    refused = browser_of(ada).post(WRITE, words)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Make it smaller until you are nearly sure" in page
    for typed in ("Ring the plumber.", "He has a date.", "2026-03-13T12:00"):
        assert typed in page


@pytest.mark.parametrize("when", ["2026-03-11T12:00", "", "soon", "2026-03-29T01:30", "99999-01-01T00:00"])
def test_a_time_that_cannot_be_is_answered(ada: Person, browser_of: Open, when: str) -> None:
    assert browser_of(ada).post(WRITE, form(due_at=when)).status_code == 422


@pytest.mark.parametrize("when", ["9999-12-31T23:59", "2027-03-14T21:00"])
def test_a_time_more_than_a_year_away_is_answered_and_the_partners_page_stays_whole(
    ada: Person, ben: Person, space: Space, browser_of: Open, when: str
) -> None:
    ben.time_zone = "Pacific/Kiritimati"
    ben.save()
    assert "within a year" in browser_of(ada).post(WRITE, form(due_at=when)).content.decode()
    pk = acts.given(ada, "promise")
    moved = browser_of(ada).post(f"/rituals/{pk}/move/", {"due_at": when})
    assert moved.status_code == 422
    assert when in moved.content.decode()
    assert browser_of(ben).get("/rituals/promises/").status_code == 200


def test_its_time_is_on_its_makers_clock(ada: Person, browser_of: Open) -> None:
    ada.time_zone = "America/New_York"
    ada.save()
    browser_of(ada).post(WRITE, form())
    assert Slip.objects.get().due_at.isoformat() == "2026-03-13T16:00:00+00:00"


def test_moved_in_time_is_keeping_it_for_both_to_see(ada: Person, ben: Person, space: Space, browser_of: Open) -> None:
    pk = acts.given(ada, "promise")
    browser_of(ada).post(f"/rituals/{pk}/move/", {"due_at": "2026-03-14T09:00"})
    for person in (ada, ben):
        page = browser_of(person).get(f"/rituals/{pk}/").content.decode()
        assert "moved in time, which is keeping it" in page
        assert "09:00" in page


def test_beside_another_time_it_says_who_sees_it(ada: Person, ben: Person, space: Space, browser_of: Open) -> None:
    for pk, shared in ((acts.keep(ada, "promise"), False), (acts.given(ada, "promise"), True)):
        page = browser_of(ada).get(f"/rituals/{pk}/").content.decode()
        assert ("<bdi>Ben</bdi> sees the new time at once." in page) is shared


def test_moved_after_its_time_it_has_another_time_and_nothing_is_said(ada: Person) -> None:
    pk = acts.keep(ada, "promise")
    promises.move(author=ada, pk=pk, due_at=LATER + acts.DAY, at=LATER)
    assert Slip.objects.get().state == Slip.State.OPEN


def test_when_its_time_goes_by_it_leaves_the_others_page_and_comes_back_once_done(
    ada: Person, ben: Person, space: Space
) -> None:
    pk = acts.given(ada, "promise")
    assert acts.sees(ben, pk, EVENING + acts.DAY - timedelta(seconds=1))
    assert not acts.sees(ben, pk, EVENING + acts.DAY)
    assert acts.sees(ada, pk, LATER)
    promises.done(author=ada, pk=pk, at=LATER)
    assert acts.sees(ben, pk, LATER)


def test_no_page_ever_says_what_was_not_done(ada: Person, ben: Person, space: Space, browser_of: Open) -> None:
    long_ago = EVENING - 5 * acts.DAY
    pk = acts.given(ada, "promise", at=long_ago)
    for person, url in ((ada, f"/rituals/{pk}/"), (ada, "/rituals/promises/"), (ben, "/rituals/promises/")):
        page = browser_of(person).get(url).content.decode()
        assert not NEVER_SAID.search(page[page.index("<main") : page.index("</main>")]), url
    assert "Ring the plumber." not in browser_of(ben).get("/rituals/promises/").content.decode()


def test_only_its_maker_moves_it_and_marks_it_done(ada: Person, ben: Person, space: Space, browser_of: Open) -> None:
    pk = acts.given(ada, "promise")
    for deed in ("done", "move", "give", "take-back", "throw-away"):
        data = {"due_at": "2026-03-14T09:00", "space": str(space.pk)}
        assert browser_of(ben).post(f"/rituals/{pk}/{deed}/", data).status_code == 404, deed
    assert Slip.objects.get().state == Slip.State.OPEN


def test_the_receiver_may_say_that_they_noticed_once_and_cannot_say_anything_else(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    pk, client = acts.given(ada, "promise"), browser_of(ben)
    assert client.post(f"/rituals/{pk}/notice/").status_code == 404  # nothing to notice yet
    promises.done(author=ada, pk=pk, at=EVENING)
    page = client.get(f"/rituals/{pk}/").content.decode()
    assert page.count("/notice/") == 1
    assert "I noticed what you did. Thank you." in page  # exactly what is sent
    for _ in range(2):
        client.post(f"/rituals/{pk}/notice/")
    assert Note.objects.visible_to(ada).get().text == "I noticed what you did. Thank you."
    assert "/notice/" not in client.get(f"/rituals/{pk}/").content.decode()
    leave(person=ben, at=EVENING)
    assert Note.objects.visible_to(ada).exists()


def test_there_is_nothing_to_notice_about_what_was_taken_back(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    """Not even from a page that was opened before."""
    pk, bens = acts.given(ada, "promise"), browser_of(ben)
    promises.done(author=ada, pk=pk, at=EVENING)
    assert "/notice/" in bens.get(f"/rituals/{pk}/").content.decode()
    browser_of(ada).post(f"/rituals/{pk}/take-back/")
    assert bens.post(f"/rituals/{pk}/notice/").status_code == 404
    assert not Note.objects.exists()


def test_whether_the_other_noticed_or_looked_changes_nothing_on_the_makers_page(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    pk = acts.given(ada, "promise")
    promises.done(author=ada, pk=pk, at=EVENING)
    before = without_token(browser_of(ada).get(f"/rituals/{pk}/").content)
    browser_of(ben).get(f"/rituals/{pk}/")
    assert without_token(browser_of(ada).get(f"/rituals/{pk}/").content) == before


def test_changed_words_are_private_again_and_the_same_words_are_not(ada: Person, ben: Person, space: Space) -> None:
    pk = acts.given(ada, "promise")
    same = {"author": ada, "kind": "promise", "key": pk, "due_at": EVENING + acts.DAY, "at": EVENING}
    slips.keep(text="Ring the plumber.", **same)
    assert acts.sees(ben, pk)
    slips.keep(text="Ring the plumber and the school.", **same)
    assert not acts.sees(ben, pk)


def test_it_works_alone(cleo: Person, browser_of: Open) -> None:
    client = browser_of(cleo)
    went = client.post(WRITE, form()).headers["Location"]
    client.post(f"{went}done/")
    assert "Done" in client.get("/rituals/promises/").content.decode()
