"""At the same moment, on real connections."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from intima.accounts.models import Person
from intima.kit import clock
from reflections.care import actions as care
from reflections.care import ledger
from reflections.care.actions import inviting, links
from reflections.care.models import WORDING, CareLink, Opening, Side, Therapist
from reflections.releases.models import Released
from reflections.shares.actions import NotTheirTherapist
from tests import cast
from tests.at_once import ON_REAL_CONNECTIONS, at_once
from tests.journal import acts as journal
from tests.releases.acts import release

pytestmark = ON_REAL_CONNECTIONS
ROUNDS = 6


@pytest.fixture
def ada() -> Person:
    return cast.person("Ada")


@pytest.fixture
def dee() -> Therapist:
    return cast.therapist("Dr Dee")


def test_of_three_who_follow_one_invitation_at_once_one_has_a_link(dee: Therapist) -> None:
    at = clock.now()
    fresh = inviting.invite(by=dee.person, side=Side.THERAPIST, at=at)

    def follow(person: Person) -> Callable[[], Any]:
        return lambda: inviting.follow(invitation_id=fresh.invitation.pk, by=person, at=at)

    people = [cast.person(name) for name in ("Ada", "Ben", "Cleo")]
    at_once(*(follow(person) for person in people), refusing=(inviting.InvitationSpent,))
    assert CareLink.objects.count() == 1


@pytest.mark.parametrize("who", ["client", "therapist"])
def test_a_consent_at_the_moment_of_its_end_stays_ended(who: str, ada: Person, dee: Therapist) -> None:
    at = clock.now()
    by = ada if who == "client" else dee.person
    for _ in range(ROUNDS):
        link = CareLink.objects.create(client=ada, therapist=dee, invited_by=Side.THERAPIST, asked_at=at)
        at_once(
            lambda link=link: links.consent(
                link=link, by=ada, terms=dee.terms, wording=WORDING, knows_partner=False, at=at
            ),
            lambda link=link: care.end(link=link, by=by, at=at),
            refusing=(links.NotOpen,),
        )
        link.refresh_from_db()
        assert link.state == CareLink.State.ENDED


def test_no_copy_outlives_an_end_at_the_moment_of_releasing(ada: Person, dee: Therapist) -> None:
    entry = journal.keep(ada, "I heard the kettle.")
    for _ in range(ROUNDS):
        link = cast.care(ada, dee)
        at_once(
            lambda link=link: release(link, entry),
            lambda link=link: care.end(link=link, by=ada, at=clock.now()),
            refusing=(NotTheirTherapist,),
        )
        assert not Released.objects.exists()


def test_openings_at_once_are_one_chain(ada: Person, dee: Therapist) -> None:
    link, at = cast.care(ada, dee), clock.now()

    def opened(minute: int) -> Callable[[], Any]:
        when = at + timedelta(minutes=minute)
        return lambda: ledger.record(link=link, subject_kind="journal.entry", subject_id=ada.pk, at=when)

    at_once(*(opened(minute) for minute in range(4)))
    assert ledger.verify(link) == Opening.objects.count()
