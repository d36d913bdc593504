"""A card of welcome touch: sent, over after seven days, taken back, never a common list."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from exercises.rituals.actions import slips
from exercises.rituals.models import Slip
from intima.accounts.models import Person
from reflections.journal.actions import sharing
from reflections.notes import actions as notes
from reflections.shares.models import Share
from reflections.spaces.actions import leave
from reflections.spaces.models import Space
from tests import cast
from tests.cast import EVENING
from tests.rituals import acts
from tests.spaces.walk import without_token

Open = Callable[[Person | None], Client]
WRITE = "/rituals/touch/write/"
NEVER = "A card is never consent: ask each time; no needs no reason."


@pytest.mark.parametrize("where", ["/rituals/touch/", WRITE, "slip", "the other's"])
def test_wherever_a_card_stands_it_says_what_it_never_is_and_leads_to_the_questions(
    ada: Person, ben: Person, space: Space, browser_of: Open, where: str
) -> None:
    pk = acts.given(ada, "touch")
    client = browser_of(ben if where == "the other's" else ada)
    page = client.get(where if where.startswith("/") else f"/rituals/{pk}/").content.decode()
    assert NEVER in page
    assert 'href="/safe/"' in page
    if where == WRITE:
        assert page.index(NEVER) < page.index('name="touch_0"')


def test_until_it_is_sent_the_other_sees_the_page_as_it_was(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    before = without_token(browser_of(ben).get("/rituals/touch/").content)
    pk = acts.keep(ada, "touch")
    assert without_token(browser_of(ben).get("/rituals/touch/").content) == before
    assert browser_of(ben).get(f"/rituals/{pk}/").status_code == 404
    acts.give(ada, pk)
    assert "A hand on my back." in browser_of(ben).get("/rituals/touch/").content.decode()


def test_ones_own_page_is_the_same_whatever_the_other_wrote(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    acts.given(ada, "touch")
    before = without_token(browser_of(ada).get("/rituals/touch/").content)
    acts.keep(ben, "touch", "A hand on my back.")
    browser_of(ben).get("/rituals/touch/")
    assert without_token(browser_of(ada).get("/rituals/touch/").content) == before


def test_after_seven_days_it_is_gone_for_both(ada: Person, ben: Person, space: Space) -> None:
    pk, over = acts.given(ada, "touch"), EVENING + slips.CARD_LASTS
    for person in (ada, ben):
        assert acts.sees(person, pk, over - acts.HOUR)
        assert not acts.sees(person, pk, over)
    slips.forget(at=over - acts.HOUR)
    assert Slip.objects.exists()
    slips.forget(at=over)
    assert not Slip.objects.exists()
    assert not Share.objects.exists()


def test_one_that_is_written_anew_as_it_is_over_stays(
    ada: Person, space: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    pk, over = acts.given(ada, "touch"), EVENING + slips.CARD_LASTS

    def written_anew(owner: Person) -> None:
        monkeypatch.undo()
        slips.keep(author=owner, kind="touch", key=pk, text="My feet in your lap.", at=over)

    monkeypatch.setattr(slips.shares, "one_after_the_other", written_anew)
    slips.forget(at=over)
    assert Slip.objects.get().text == "My feet in your lap."
    assert not Share.objects.exists()


def test_sent_twice_it_lasts_no_longer(ada: Person, space: Space) -> None:
    pk = acts.given(ada, "touch")
    acts.give(ada, pk, at=EVENING + acts.DAY)
    assert Slip.objects.get().due_at == EVENING + slips.CARD_LASTS


@pytest.mark.parametrize(
    "deed", ["take back", "take everything back", "throw away", "change", "another", "leave", "mute"]
)
def test_it_is_gone_for_the_other_at_once(ada: Person, ben: Person, space: Space, deed: str) -> None:
    pk = acts.given(ada, "touch")
    assert acts.sees(ben, pk)
    if deed == "take back":
        slips.take_back(author=ada, pk=pk, at=EVENING)
    elif deed == "take everything back":
        sharing.take_everything_back(tie=acts.tie(ada), at=EVENING)
    elif deed == "throw away":
        slips.throw_away(author=ada, pk=pk, at=EVENING)
    elif deed == "change":
        slips.keep(author=ada, kind="touch", key=pk, text="Your feet on mine.", at=EVENING)
    elif deed == "another":
        acts.keep(ada, "touch", "Your feet on mine.")
    elif deed == "leave":
        leave(person=ada, at=EVENING)
    else:
        notes.mute(tie=acts.tie(ben), on=True)
    assert not Slip.objects.visible_to(ben, EVENING).exists()
    assert Slip.objects.of(ada, EVENING).exists() == (deed != "throw away")


def test_an_old_card_does_not_revive_with_the_next_space(ada: Person, ben: Person, space: Space) -> None:
    pk = acts.given(ada, "touch")
    leave(person=ada, at=EVENING)
    cast.pair(ada, ben)
    assert not acts.sees(ben, pk)


def test_three_lines_are_one_card_and_a_blank_one_is_none(ada: Person, browser_of: Open) -> None:
    lines = {"touch_0": "A hand on my back.", "touch_1": " ", "touch_2": "Your feet on mine."}
    browser_of(ada).post(WRITE, {"key": str(uuid.uuid4()), **lines})
    assert Slip.objects.get().text == "A hand on my back.\nYour feet on mine."
    refused = browser_of(ada).post(WRITE, {"key": str(uuid.uuid4()), "touch_1": " "})
    assert refused.status_code == 422


def test_nothing_is_offered_to_choose_from(ada: Person, browser_of: Open) -> None:
    page = browser_of(ada).get(WRITE).content.decode()
    for list_of in ("<datalist", 'type="checkbox"', 'type="radio"', "<select"):
        assert list_of not in page


def test_for_somebody_alone_it_is_kept(cleo: Person, browser_of: Open) -> None:
    acts.keep(cleo, "touch")
    page = browser_of(cleo).get("/rituals/touch/").content.decode()
    assert "A hand on my back." in page
    assert "Only you" in page
