"""What a therapist wrote is given like anything else, and is there for whom it was given to, while it goes on."""

from collections.abc import Callable

import pytest
from django.test import Client

from exercises.homework.models import Half
from intima.accounts.models import Person
from reflections.care import actions as care
from reflections.care.models import CareLink, Therapist
from tests import cast
from tests.authoring import acts as authoring
from tests.cast import EVENING
from tests.homework import acts

Open = Callable[[Person | None], Client]
pytestmark = pytest.mark.django_db


def test_it_is_given_and_opens_for_that_client_alone(
    adas: CareLink, bens: CareLink, dee: Therapist, browser_of: Open
) -> None:
    own = authoring.published(dee.person)
    dees, hers, his = (browser_of(person) for person in (dee.person, adas.client, bens.client))
    player = f"/practice/{own.slug}/"
    assert hers.get(player).status_code == 404
    assert "The doorway" in dees.get(f"/clients/{adas.pk}/assign/").content.decode()
    sent = acts.page(one=f"exercise:{own.slug}")
    assert dees.post(f"/clients/{adas.pk}/assign/", sent).status_code == 302
    for url in ("/today/", "/homework/", f"/homework/{Half.objects.get().pk}/", player):
        assert "The doorway" in hers.get(url).content.decode(), url
    assert his.get(player).status_code == 404
    care.end(link=adas, by=adas.client, at=EVENING)
    assert hers.get(player).status_code == 404


def test_another_therapist_cannot_give_it(dee: Therapist, cleo: Person, browser_of: Open) -> None:
    own = authoring.published(dee.person)
    other = cast.therapist("Dr Fay")
    cleos = cast.care(cleo, other)
    browser = browser_of(other.person)
    assert "The doorway" not in browser.get(f"/clients/{cleos.pk}/assign/").content.decode()
    sent = acts.page(one=f"exercise:{own.slug}")
    assert browser.post(f"/clients/{cleos.pk}/assign/", sent).status_code == 400


def test_behind_the_lock_nothing_tells_that_a_therapist_wrote_one(
    adas: CareLink, dee: Therapist, browser_of: Open
) -> None:
    own = authoring.published(dee.person)
    acts.give((adas, f"exercise:{own.slug}"))
    hers, player = browser_of(adas.client), f"/practice/{own.slug}/"
    hers.post(f"{player}begin/")
    assert "The doorway" in hers.get("/practice/").content.decode()
    adas.client.locks_journal = True
    adas.client.save()
    assert "The doorway" not in hers.get("/practice/").content.decode()
    assert hers.get(player).status_code == 302
    assert hers.get("/practice/own-never-was/").status_code == 302
