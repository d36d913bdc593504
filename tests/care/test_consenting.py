from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

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


def test_letting_them_know_of_a_partner_asks_like_consent_and_taking_it_back_never_does(
    ada: Person, dee: Therapist, browser_of: Callable[[Person | None], Client]
) -> None:
    link = cast.care(ada, dee)
    browser, door = browser_of(ada), reverse("care:partner", args=[link.pk])
    assert browser.post(door, {"on": "1"})["Location"].startswith(reverse("accounts:again"))
    link.refresh_from_db()
    assert not link.knows_partner
    CareLink.objects.update(knows_partner=True)
    assert browser.post(door, {"on": "0"})["Location"] == reverse("care:link", args=[link.pk])
    link.refresh_from_db()
    assert not link.knows_partner
