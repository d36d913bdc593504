"""What a therapist wrote is given like anything else, and is there for whom it was given to, while it goes on."""

from collections.abc import Callable

import pytest
from django.test import Client

from exercises.homework.models import Half
from exercises.practices.actions import runs
from exercises.practices.models import Answer, Run
from intima.accounts.actions import delete_account
from intima.accounts.models import Person
from intima.content.models import Version
from intima.kit import seal
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
    step = f"/practice/run/{Run.objects.get().pk}/write-1/"
    for path in (player, step, "/practice/own-never-was/"):
        assert hers.get(path).status_code == 302
    answer = hers.post(f"{player}begin/")
    assert answer.headers["Location"].startswith("/accounts/open/")
    hers.post(step, {"text": "Typed before it was locked.", "then": "stop"})
    assert "Typed before" in Answer.objects.get().value  # what was typed is never lost to a lock


def test_when_its_author_goes_what_a_client_did_and_does_stays_readable(
    adas: CareLink, bens: CareLink, dee: Therapist, browser_of: Open
) -> None:
    own, unused = authoring.published(dee.person), authoring.published(dee.person)
    tried = runs.begin(person=dee.person, slug=own.slug, at=EVENING)
    for link in (adas, bens):
        acts.give((link, f"exercise:{own.slug}"))
    done, going_on = (runs.begin(person=link.client, slug=own.slug, at=EVENING) for link in (adas, bens))
    value = {"text": "A heavy bag."}
    for run in (done, going_on):
        runs.answer(author=run.author, pk=run.pk, key="write-1", value=value, at=EVENING, go_on=True)
    runs.finish(author=adas.client, pk=done.pk, at=EVENING)
    delete_account(person=dee.person, at=EVENING)
    hers, his, player = browser_of(adas.client), browser_of(bens.client), f"/practice/{own.slug}/"
    for browser, path in (
        (hers, f"/practice/run/{done.pk}/done/"),
        (his, f"/practice/run/{going_on.pk}/write-1/"),
    ):
        page = browser.get(path).content.decode()
        assert "What did you bring home today?" in page
        assert "A heavy bag." in page
    for browser in (hers, his):
        page = browser.get(player).content.decode()
        assert "The doorway" in page
        assert "written by" not in page
        assert browser.get("/practice/").status_code == 200
    assert "cannot be begun again" in hers.get(player).content.decode()
    assert hers.post(f"{player}begin/").status_code == 404
    his.post(f"/practice/run/{going_on.pk}/write-1/", {"text": "Put down."})
    assert Run.objects.get(pk=going_on.pk).finished_at
    assert not Run.objects.filter(pk=tried.pk).exists()
    assert not Version.objects.filter(slug=unused.slug).exists()
    assert Version.objects.get(slug=own.slug).author_id == seal.SITE
