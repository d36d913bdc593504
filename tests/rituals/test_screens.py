"""Times without screens: suggested, agreed or not, running, over, and a word afterwards."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exercises.rituals.actions import slips, slots
from exercises.rituals.models import LINGERS, Slip, Slot
from intima.accounts.models import Person
from reflections.notes import actions as notes
from reflections.spaces.actions import NotTogether, leave
from reflections.spaces.models import Space
from tests import cast
from tests.cast import EVENING
from tests.rituals import acts
from tests.spaces.walk import without_token

Open = Callable[[Person | None], Client]
URL = "/rituals/screens/"
STARTS = EVENING + acts.HOUR


def form(who: str = "partner", space: Space | None = None, **more: str) -> dict[str, str]:
    asked = {"key": str(uuid.uuid4()), "starts_at": "2026-03-12T21:30", "minutes": "30", "who": who}
    return {**asked, "space": str(space.pk) if space else "", **more}


def running(person: Person) -> bool:
    return slots.standing(person, STARTS + timedelta(minutes=1)).running is not None


def test_one_suggests_the_other_agrees_and_both_have_a_clock(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    browser_of(ada).post(URL, form(space=space))
    assert "suggests" in browser_of(ben).get(URL).content.decode()
    browser_of(ben).post(f"{URL}{Slot.objects.get().pk}/agree/")
    with time_machine.travel(STARTS, tick=False):
        for person in (ada, ben):
            page = browser_of(person).get(URL).content.decode()
            assert ">22:00</time>" in page
            main = page[page.index("<main") : page.index("</main>")]
            assert "<form" not in main
            assert 'class="tabs"' not in page


def test_without_a_yes_nothing_begins_and_nothing_is_said(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    acts.suggest(ada)
    assert not running(ada)
    with time_machine.travel(STARTS, tick=False):
        for person in (ada, ben):
            assert "21:30" not in browser_of(person).get(URL).content.decode()


def test_not_this_time_tells_nobody(ada: Person, ben: Person, space: Space) -> None:
    slot = acts.suggest(ada)
    before = slots.standing(ada, EVENING)
    slots.put_away(person=ben, pk=slot.pk, at=EVENING)
    assert slots.standing(ben, EVENING).suggested == []
    assert slots.standing(ada, EVENING) == before


def test_while_one_reads_nothing_a_suggestion_waits_unseen(ada: Person, ben: Person, space: Space) -> None:
    notes.mute(tie=acts.tie(ben), on=True)
    slot = acts.suggest(ada)
    assert slots.standing(ben, EVENING).suggested == []
    with pytest.raises(Slot.DoesNotExist):
        slots.agree(person=ben, pk=slot.pk, at=EVENING)
    assert len(slots.standing(ada, EVENING).suggested) == 1
    notes.mute(tie=acts.tie(ben), on=False)
    assert len(slots.standing(ben, EVENING).suggested) == 1


def test_while_one_reads_nothing_a_word_afterwards_waits_unseen_and_a_promise_does_not(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    slot = acts.suggest(ada)
    slots.agree(person=ben, pk=slot.pk, at=EVENING)
    word, promise = acts.given(ada, "word", "Slow as snow.", slot=slot), acts.given(ada, "promise")
    hers = without_token(browser_of(ada).get(f"{URL}words/").content)
    notes.mute(tie=acts.tie(ben), on=True)
    assert not acts.sees(ben, word)
    assert "Slow as snow." not in browser_of(ben).get(f"{URL}words/").content.decode()
    assert acts.sees(ben, promise)
    assert without_token(browser_of(ada).get(f"{URL}words/").content) == hers
    notes.mute(tie=acts.tie(ben), on=False)
    assert acts.sees(ben, word)


def test_nobody_agrees_with_themselves_or_too_late(ada: Person, ben: Person, space: Space) -> None:
    slot = acts.suggest(ada)
    for person, at in ((ada, EVENING), (ben, STARTS)):
        with pytest.raises(Slot.DoesNotExist):
            slots.agree(person=person, pk=slot.pk, at=at)


def test_a_second_suggestion_takes_the_place_of_the_first_and_of_nothing_agreed(
    ada: Person, ben: Person, space: Space
) -> None:
    agreed = acts.suggest(ada)
    slots.agree(person=ben, pk=agreed.pk, at=EVENING)
    acts.suggest(ada, starts_at=EVENING + acts.DAY)
    last = acts.suggest(ada, starts_at=EVENING + 2 * acts.DAY)
    assert set(Slot.objects.values_list("pk", flat=True)) == {agreed.pk, last.pk}


def test_pressed_twice_it_is_suggested_once(ada: Person, space: Space, browser_of: Open) -> None:
    asked = form(space=space)
    for _ in range(2):
        browser_of(ada).post(URL, asked)
    assert Slot.objects.count() == 1


def test_an_open_page_hears_when_it_begins_and_when_it_is_over_and_nothing_in_between(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    slot = acts.suggest(ada)
    slots.agree(person=ben, pk=slot.pk, at=EVENING)
    client, turns = browser_of(ben), re.compile(r"/rituals/screens/now/\?seen=[^\"]+")
    part = {"HX-Request": "true"}
    before, during, after = STARTS - acts.HOUR, STARTS + timedelta(minutes=1), STARTS + timedelta(minutes=30)
    with time_machine.travel(before, tick=False):
        asks = turns.findall(client.get(URL).content.decode())[0]
        assert client.get(asks, headers=part).status_code == 204
    with time_machine.travel(during, tick=False):
        assert turns.findall(client.get(URL).content.decode()) != [asks]
        begun = client.get(asks, headers=part).content.decode()
        assert "Screens away until" in begun
        asks = turns.findall(begun)[0]
        with CaptureQueriesContext(connection) as asked:
            assert client.get(asks, headers=part).status_code == 204
        assert len(asked) <= 4
    with time_machine.travel(after, tick=False):
        over = client.get(asks, headers=part).content.decode()
        assert "The time without screens is over" in over
        assert client.get(turns.findall(over)[0], headers=part).status_code == 204


def test_either_gives_up_what_is_agreed(ada: Person, ben: Person, space: Space, browser_of: Open) -> None:
    slot = acts.suggest(ada)
    assert browser_of(ben).post(f"{URL}{slot.pk}/drop/").status_code == 404  # not agreed: it is the proposer's
    slots.agree(person=ben, pk=slot.pk, at=EVENING)
    browser_of(ben).post(f"{URL}{slot.pk}/drop/")
    assert not running(ada)


def test_leaving_takes_it_from_both(ada: Person, ben: Person, space: Space) -> None:
    slot = acts.suggest(ada)
    slots.agree(person=ben, pk=slot.pk, at=EVENING)
    leave(person=ben, at=EVENING)
    assert not running(ada)
    assert not running(ben)


def test_alone_it_is_set_at_once_and_nobody_else_sees_it(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    browser_of(ada).post(URL, form("me", space))
    assert running(ada)
    assert not running(ben)


def test_somebody_without_a_partner_has_it_too(cleo: Person, browser_of: Open) -> None:
    page = browser_of(cleo).get(URL).content.decode()
    assert 'value="partner"' not in page
    browser_of(cleo).post(URL, form("me"))
    assert running(cleo)


def test_a_page_made_for_one_asks_nobody_else(
    ada: Person, ben: Person, cleo: Person, space: Space, browser_of: Open
) -> None:
    tie = acts.tie(ada)
    leave(person=ben, at=EVENING)
    cast.pair(ada, cleo)
    browser_of(ada).post(URL, form(space=space))
    with pytest.raises(NotTogether):
        slots.suggest(person=ada, tie=tie, key=uuid.uuid4(), starts_at=STARTS, minutes=30, at=EVENING)
    assert not Slot.objects.exists()


@pytest.mark.parametrize("when", ["2026-03-12T20:00", "2026-04-12T20:00", "soon", ""])
def test_a_time_that_cannot_be_is_answered_and_kept(ada: Person, space: Space, browser_of: Open, when: str) -> None:
    refused = browser_of(ada).post(URL, form(space=space, starts_at=when, minutes="90"))
    assert refused.status_code == 422
    page = refused.content.decode()
    assert f'value="{when}"' in page or not when
    assert re.search(r'value="90"\s+checked', page)
    assert not Slot.objects.exists()


# --- A word afterwards ----------------------------------------------------------------------------


@pytest.fixture
def over(ada: Person, ben: Person, space: Space) -> Slot:
    slot = acts.suggest(ada, starts_at=EVENING - acts.HOUR, at=EVENING - acts.DAY)
    slots.agree(person=ben, pk=slot.pk, at=EVENING - acts.DAY)
    return slot


def test_each_has_a_word_for_it_private_until_shared(
    ada: Person, ben: Person, over: Slot, space: Space, browser_of: Open
) -> None:
    assert f"{URL}{over.pk}/word/" in browser_of(ada).get(URL).content.decode()
    before = browser_of(ben).get(f"{URL}words/").content.decode().partition("<main")[2]
    went = browser_of(ada).post(f"{URL}{over.pk}/word/", {"key": str(uuid.uuid4()), "text": "Slow."})
    assert browser_of(ben).get(f"{URL}words/").content.decode().partition("<main")[2] == before
    client, url = browser_of(ada), went.headers["Location"]
    client.post(f"{url}give/", acts.looked_at(client, url))
    assert "Slow." in browser_of(ben).get(f"{URL}words/").content.decode()
    leave(person=ada, at=EVENING)
    assert "Slow." not in browser_of(ben).get(f"{URL}words/").content.decode()
    assert "Slow." in browser_of(ada).get(f"{URL}words/").content.decode()


def test_one_word_each_and_another_takes_its_place(ada: Person, ben: Person, over: Slot) -> None:
    for person in (ada, ben):
        for word in ("Slow.", "Warm."):
            pk = acts.keep(person, "word", word, slot=over)
        assert Slip.objects.get(author=person).pk == pk
        assert Slip.objects.get(author=person).text == "Warm."


def test_one_key_for_two_times_is_two_words(ada: Person, over: Slot, browser_of: Open) -> None:
    another = acts.suggest(ada, starts_at=over.starts_at + acts.HOUR, at=over.starts_at, alone=True)
    words = {"key": str(uuid.uuid4()), "text": "Slow."}
    with time_machine.travel(another.ends_at, tick=False):
        for slot in (over, another):
            assert browser_of(ada).post(f"{URL}{slot.pk}/word/", words).status_code == 302
    assert Slip.objects.filter(author=ada).count() == 2


def test_before_its_end_and_a_week_after_there_is_no_word_to_give(ada: Person, over: Slot, browser_of: Open) -> None:
    acts.keep(ada, "word", slot=over)
    for at in (over.starts_at, over.ends_at + LINGERS):
        with time_machine.travel(at, tick=False):
            assert browser_of(ada).get(f"{URL}{over.pk}/word/").status_code == 404
    slots.forget(at=over.ends_at + LINGERS)
    assert not Slot.objects.exists()
    assert Slip.objects.get().text == "Slow."  # the word stays its author's


def test_what_nobody_agreed_to_is_forgotten_when_it_would_have_begun(ada: Person, space: Space) -> None:
    acts.suggest(ada)
    slots.forget(at=STARTS - timedelta(seconds=1))
    assert Slot.objects.exists()
    slots.forget(at=STARTS)
    assert not Slot.objects.exists()


def test_a_word_that_was_shared_and_changes_is_private_again(ada: Person, ben: Person, over: Slot) -> None:
    pk = acts.given(ada, "word", slot=over)
    assert acts.sees(ben, pk)
    slips.keep(author=ada, kind="word", key=uuid.uuid4(), text="Warm.", slot=over, at=EVENING)
    assert not acts.sees(ben, pk)
