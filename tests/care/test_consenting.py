import pytest

from intima.accounts.models import Person
from reflections.care import actions
from reflections.care.models import CareLink, Therapist
from reflections.spaces.models import Space
from tests import cast
from tests.cast import EVENING


@pytest.fixture
def dee(db: None) -> Therapist:
    return cast.therapist("Dr Dee")


def test_two_are_a_couple_for_their_therapist_once_both_let_them_know(
    ada: Person, ben: Person, cleo: Person, space: Space, dee: Therapist
) -> None:
    adas = cast.care(ada, dee, knows_partner=True)
    bens = cast.care(ben, dee)
    cast.care(cleo, dee, knows_partner=True)
    assert actions.couples_of(dee) == []
    bens.knows_partner = True
    bens.save()
    (couple,) = actions.couples_of(dee)
    assert couple.links == (adas, bens)
    actions.end(link=bens, by=ben, at=EVENING)
    assert actions.couples_of(dee) == []


def test_either_ends_it_at_once_and_nobody_else_does(ada: Person, ben: Person, dee: Therapist) -> None:
    link = cast.care(ada, dee)
    with pytest.raises(actions.NotOpen):
        actions.end(link=link, by=ben, at=EVENING)
    assert actions.client_of(dee, link.pk) == link
    actions.end(link=link, by=ada, at=EVENING)
    with pytest.raises(CareLink.DoesNotExist):
        actions.client_of(dee, link.pk)
    with pytest.raises(actions.NotOpen):
        actions.end(link=link, by=dee.person, at=EVENING)
