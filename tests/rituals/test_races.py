"""Two who press at the same moment, on real concurrent connections."""

import uuid

import pytest

from exercises.rituals.actions import slips, slots
from exercises.rituals.models import Slip, Slot
from intima.accounts.models import Person
from reflections.notes.models import Note
from reflections.shares.models import Share
from reflections.spaces.actions import leave
from tests import cast
from tests.at_once import ON_REAL_CONNECTIONS, at_once
from tests.cast import EVENING
from tests.rituals import acts

pytestmark = ON_REAL_CONNECTIONS


@pytest.fixture
def couple(transactional_db: None) -> tuple[Person, Person]:
    ada, ben = cast.person("Ada"), cast.person("Ben")
    cast.pair(ada, ben)
    return ada, ben


@pytest.mark.parametrize("_again", range(4))
def test_agreeing_while_it_is_taken_back_ends_in_one_of_the_two(couple: tuple[Person, Person], _again: int) -> None:
    ada, ben = couple
    pk = acts.suggest(ada).pk
    agreed, dropped = at_once(
        lambda: slots.agree(person=ben, pk=pk, at=EVENING),
        lambda: slots.drop(person=ada, pk=pk, at=EVENING),
        refusing=(Slot.DoesNotExist,),
    )
    # Either it was gone before it was agreed to, or both happened: agreed, then given up.
    assert dropped is None
    assert not Slot.objects.exists()
    assert agreed is None or isinstance(agreed, Slot.DoesNotExist)


@pytest.mark.parametrize("_again", range(6))
def test_agreeing_while_another_is_suggested_loses_nothing_that_is_agreed(
    couple: tuple[Person, Person], _again: int
) -> None:
    ada, ben = couple
    pk = acts.suggest(ada).pk
    agreed, _ = at_once(
        lambda: slots.agree(person=ben, pk=pk, at=EVENING),
        lambda: acts.suggest(ada, starts_at=EVENING + acts.DAY),
        refusing=(Slot.DoesNotExist,),
    )
    assert Slot.objects.filter(pk=pk, agreed_at=EVENING).exists() == (agreed is None)
    assert Slot.objects.filter(agreed_at=None).count() == 1


def test_eight_yeses_are_one(couple: tuple[Person, Person]) -> None:
    ada, ben = couple
    pk = acts.suggest(ada).pk
    at_once(*(lambda: slots.agree(person=ben, pk=pk, at=EVENING) for _ in range(8)))
    assert Slot.objects.get().agreed_at == EVENING


def test_eight_presses_suggest_once(couple: tuple[Person, Person]) -> None:
    tie, key = acts.tie(couple[0]), uuid.uuid4()
    asked = {"person": couple[0], "tie": tie, "key": key, "starts_at": EVENING + acts.HOUR, "minutes": 30}
    at_once(*(lambda: slots.suggest(**asked, at=EVENING) for _ in range(8)))
    assert Slot.objects.count() == 1


def test_eight_presses_keep_one_card_and_two_cards_are_one(couple: tuple[Person, Person]) -> None:
    ada, key = couple[0], uuid.uuid4()
    kept = {"author": ada, "kind": "touch", "text": "A hand.", "at": EVENING}
    at_once(
        *(lambda: slips.keep(key=key, **kept) for _ in range(4)), *(lambda: acts.keep(ada, "touch") for _ in range(4))
    )
    assert Slip.objects.count() == 1


def test_sent_by_hand_and_by_the_evening_it_goes_once(couple: tuple[Person, Person]) -> None:
    ada, _ben = couple
    pk = acts.keep(ada, "thanks")
    acts.give(ada, pk, tonight=True)
    at = slips.evening(ada, EVENING)
    tie = acts.tie(ada)
    at_once(
        *(lambda: slips.give(tie=tie, pk=pk, at=at) for _ in range(3)),
        *(lambda: slips.send_due(at=at) for _ in range(3)),
    )
    assert Note.objects.count() == 1
    assert not Slip.objects.exists()


@pytest.mark.parametrize("_again", range(4))
def test_sharing_while_throwing_away_leaves_no_share_behind(couple: tuple[Person, Person], _again: int) -> None:
    ada, _ben = couple
    pk, tie = acts.keep(ada, "promise"), acts.tie(ada)
    at_once(
        lambda: slips.give(tie=tie, pk=pk, at=EVENING),
        lambda: slips.throw_away(author=ada, pk=pk, at=EVENING),
        refusing=(Slip.DoesNotExist,),
    )
    assert not Share.objects.exists()


def test_agreeing_while_the_other_leaves_shows_nobody_anything(couple: tuple[Person, Person]) -> None:
    ada, ben = couple
    pk = acts.suggest(ada).pk
    at_once(
        lambda: slots.agree(person=ben, pk=pk, at=EVENING),
        lambda: leave(person=ada, at=EVENING),
        refusing=(Slot.DoesNotExist,),
    )
    for person in couple:
        assert slots.standing(person, EVENING).agreed == []
