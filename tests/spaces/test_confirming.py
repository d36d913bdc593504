from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from intima.accounts.models import Person
from intima.kit import clock
from reflections.spaces import actions
from reflections.spaces.models import Invitation, Membership, Space
from tests import cast
from tests.cast import EVENING
from tests.spaces import walk

Browsers = Callable[[Person | None], Client]


def confirm(invitation: Invitation) -> str:
    return reverse("spaces:confirm", args=[invitation.pk])


def test_the_space_opens_for_both_with_the_inviter_in_clay(ada: Person, ben: Person, browser_of: Browsers) -> None:
    came = walk.somebody_came(ada, ben)
    browser = browser_of(ada)
    answer = browser.post(confirm(came), {"answer": "yes"})
    assert answer["Location"] == reverse("today:us")
    assert "Your space is open for both of you." in browser.get("/us/").content.decode()
    hers, his = actions.tie_of(ada), actions.tie_of(ben)
    assert hers
    assert his
    assert hers.space == his.space
    assert (hers.partner, his.partner) == (ben, ada)
    assert (hers.mine.colour, his.mine.colour) == ("clay", "iris")


def test_no_this_is_somebody_else_tells_nobody(ada: Person, ben: Person, browser_of: Browsers) -> None:
    came = walk.somebody_came(ada, ben)
    guest = browser_of(ben)
    before = walk.without_token(guest.get("/us/invitation/").content)
    assert browser_of(ada).post(confirm(came), {"answer": "no"})["Location"] == "/us/invite/"
    assert walk.without_token(guest.get("/us/invitation/").content) == before
    assert actions.state_of(ada, clock.now()) == actions.State()
    assert actions.tie_of(ben) is None
    with pytest.raises(actions.InvitationSpent):
        actions.confirm(invitation_id=came.pk, by=ada, at=clock.now())


def test_a_new_invitation_after_a_refusal_still_tells_nobody(ada: Person, ben: Person, cleo: Person) -> None:
    came = walk.somebody_came(ada, ben)
    before = actions.state_of(ben, clock.now())
    actions.refuse(invitation_id=came.pk, by=ada)
    walk.pair_up(ada, cleo, clock.now())
    after = actions.state_of(ben, clock.now())
    assert after == before
    assert before.waiting


def test_an_inviter_who_pairs_by_another_way_tells_nobody_either(ada: Person, ben: Person, cleo: Person) -> None:
    walk.somebody_came(ada, ben)
    walk.pair_up(cleo, ada, clock.now())
    assert actions.state_of(ben, clock.now()).waiting


def test_withdrawing_after_somebody_came_tells_nobody(ada: Person, ben: Person) -> None:
    walk.somebody_came(ada, ben)
    actions.withdraw(by=ada)
    assert actions.state_of(ben, clock.now()).waiting
    assert actions.state_of(ada, clock.now()) == actions.State()


def test_a_refused_yes_can_be_taken_back_like_any_other(ada: Person, ben: Person) -> None:
    came = walk.somebody_came(ada, ben)
    actions.refuse(invitation_id=came.pk, by=ada)
    actions.take_yes_back(by=ben)
    assert actions.state_of(ben, clock.now()) == actions.State()


def test_only_the_inviter_confirms(ada: Person, ben: Person, cleo: Person, browser_of: Browsers) -> None:
    came = walk.somebody_came(ada, ben)
    never = reverse("spaces:confirm", args=["00000000-0000-4000-8000-000000000000"])
    for other in (ben, cleo):
        mine = browser_of(other).post(confirm(came), {"answer": "yes"})
        none = browser_of(other).post(never, {"answer": "yes"})
        assert mine.status_code == none.status_code == 404
        assert walk.without_token(mine.content) == walk.without_token(none.content)
        with pytest.raises(actions.InvitationSpent):
            actions.confirm(invitation_id=came.pk, by=other, at=clock.now())
        with pytest.raises(actions.InvitationSpent):
            actions.refuse(invitation_id=came.pk, by=other)
    assert not Space.objects.exists()


def test_an_invitation_that_nobody_accepted_opens_nothing(ada: Person, browser_of: Browsers) -> None:
    fresh = actions.invite(by=ada, at=clock.now())
    answer = browser_of(ada).post(confirm(fresh.invitation), {"answer": "yes"})
    assert answer.status_code == 422
    assert "no longer open" in answer.content.decode()
    assert not Space.objects.exists()


def test_confirming_twice_opens_one_space(ada: Person, ben: Person, browser_of: Browsers) -> None:
    came, browser = walk.somebody_came(ada, ben), browser_of(ada)
    for _ in range(2):
        assert browser.post(confirm(came), {"answer": "yes"})["Location"] == reverse("today:us")
    assert Space.objects.count() == 1


def test_two_who_invite_each_other_end_in_one_space(ada: Person, ben: Person) -> None:
    hers, his = actions.invite(by=ada, at=EVENING), actions.invite(by=ben, at=EVENING)
    actions.accept(invitation_id=hers.invitation.pk, by=ben, at=EVENING)
    actions.accept(invitation_id=his.invitation.pk, by=ada, at=EVENING)
    first = actions.confirm(invitation_id=hers.invitation.pk, by=ada, at=EVENING)
    assert actions.confirm(invitation_id=his.invitation.pk, by=ben, at=EVENING) == first
    assert Space.objects.count() == 1
    assert not Invitation.objects.live(EVENING).exists()


def test_the_inviter_who_is_with_somebody_by_now_is_refused(
    ada: Person, ben: Person, cleo: Person, browser_of: Browsers
) -> None:
    came = walk.somebody_came(ada, ben)
    cast.pair(ada, cleo)
    with pytest.raises(actions.AlreadyTogether):
        actions.confirm(invitation_id=came.pk, by=ada, at=clock.now())
    answer = browser_of(ada).post(confirm(came), {"answer": "yes"})
    assert answer.status_code == 422
    assert "You share a space already" in answer.content.decode()


def test_that_the_other_is_with_somebody_by_now_is_not_said(
    ada: Person, ben: Person, cleo: Person, browser_of: Browsers
) -> None:
    came = walk.somebody_came(ada, ben)
    cast.pair(ben, cleo)
    with pytest.raises(actions.InvitationSpent):
        actions.confirm(invitation_id=came.pk, by=ada, at=clock.now())
    with_somebody = browser_of(ada).post(confirm(came), {"answer": "yes"})
    assert with_somebody.status_code == 422
    assert "no longer open" in with_somebody.content.decode()


def test_pairing_ends_every_other_thread_of_both(ada: Person, ben: Person, cleo: Person) -> None:
    eve = cast.person("Eve")
    actions.invite(by=ben, at=EVENING)
    came = walk.somebody_came(ada, ben, EVENING)
    other = actions.invite(by=eve, at=EVENING)
    actions.accept(invitation_id=other.invitation.pk, by=ada, at=EVENING)
    actions.confirm(invitation_id=came.pk, by=ada, at=EVENING)
    assert not Invitation.objects.live(EVENING).exists()
    with pytest.raises(actions.InvitationSpent):
        actions.confirm(invitation_id=other.invitation.pk, by=eve, at=EVENING)


def test_the_database_itself_refuses_a_third_and_a_second_space(
    ada: Person, ben: Person, cleo: Person, space: Space
) -> None:
    elsewhere = Space.objects.create(opened_at=EVENING)
    for wrong in (
        {"space": space, "person": cleo, "seat": 1},
        {"space": space, "person": cleo, "seat": 3},
        {"space": elsewhere, "person": ada, "seat": 1},
        {"space": elsewhere, "person": cleo, "seat": 1, "left_at": EVENING},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(**wrong)


def test_the_database_itself_refuses_what_an_invitation_cannot_be(ada: Person, ben: Person, cleo: Person) -> None:
    came = walk.somebody_came(ada, ben)
    mine = Invitation.objects.filter(pk=came.pk)
    hers = Invitation.objects.filter(pk=actions.invite(by=cleo, at=EVENING).invitation.pk)
    for rows, wrong in (
        (mine, {"accepted_by": ada}),
        (mine, {"accepted_by": None}),
        (mine, {"state": "waiting"}),
        (hers, {"state": "accepted", "accepted_by": ben}),
        (hers, {"inviter": ada}),
        (hers, {"state": "confirmed"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)
