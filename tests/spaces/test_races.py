"""Real connections at the same moment. SQLite lets one writer in at a time, so these say something on PostgreSQL."""

import uuid
from collections import Counter
from collections.abc import Callable
from threading import Event
from time import sleep
from typing import Any

import pytest
from django.db import connection, transaction

from intima.accounts.actions import delete_account
from intima.accounts.models import Person
from intima.kit import clock
from reflections.spaces import actions
from reflections.spaces.models import Invitation, Membership, Space
from tests import cast
from tests.at_once import ON_REAL_CONNECTIONS, at_once
from tests.spaces import walk

pytestmark = ON_REAL_CONNECTIONS
ROUNDS = 12


REFUSALS = (actions.InvitationSpent, actions.AlreadyTogether, actions.NotTogether)


def came_of(*acts: Callable[[], Any]) -> list[str]:
    """Do all at the same moment; what came of each, 'done' or a refusal's name."""
    found = at_once(*acts, refusing=REFUSALS)
    return [type(each).__name__ if isinstance(each, REFUSALS) else "done" for each in found]


def accepting(fresh: actions.Fresh, person: Person) -> Callable[[], Any]:
    return lambda: actions.accept(invitation_id=fresh.invitation.pk, by=person, at=clock.now())


def confirming(invitation: Invitation, person: Person) -> Callable[[], Any]:
    return lambda: actions.confirm(invitation_id=invitation.pk, by=person, at=clock.now())


def start_over() -> None:
    Space.objects.all().delete()
    Invitation.objects.all().delete()


@pytest.fixture
def people() -> dict[str, Person]:
    return {name: cast.person(name) for name in ("Ada", "Ben", "Cleo", "Eve")}


def test_of_three_who_accept_at_once_exactly_one_is_accepted(people: dict[str, Person]) -> None:
    ada, *others = people.values()
    for _ in range(ROUNDS):
        fresh = actions.invite(by=ada, at=clock.now())
        came = came_of(*(accepting(fresh, other) for other in others))
        assert Counter(came) == {"done": 1, "InvitationSpent": 2}
        fresh.invitation.refresh_from_db()
        assert fresh.invitation.accepted_by == others[came.index("done")]
        start_over()


def test_two_who_invite_and_confirm_each_other_at_once_end_in_one_space(people: dict[str, Person]) -> None:
    ada, ben = people["Ada"], people["Ben"]
    for _ in range(ROUNDS):
        hers, his = actions.invite(by=ada, at=clock.now()), actions.invite(by=ben, at=clock.now())
        assert came_of(accepting(hers, ben), accepting(his, ada)) == ["done", "done"]
        assert came_of(confirming(hers.invitation, ada), confirming(his.invitation, ben)) == ["done", "done"]
        assert Space.objects.count() == 1
        assert Membership.objects.count() == 2
        start_over()


def test_one_person_accepting_everywhere_at_once_says_one_yes(people: dict[str, Person]) -> None:
    ada, *others = people.values()
    for _ in range(ROUNDS):
        links = [actions.invite(by=other, at=clock.now()) for other in others]
        assert came_of(*(accepting(link, ada) for link in links)) == ["done"] * 3
        assert Invitation.objects.filter(state="accepted").count() == 1
        start_over()


def test_a_ring_of_confirmations_at_once_leaves_nobody_in_two_spaces(people: dict[str, Person]) -> None:
    """Ada confirms Ben, Ben confirms Cleo, Cleo confirms Eve, Eve confirms Ada: no deadlock, nobody twice."""
    ring = list(people.values())
    for _ in range(ROUNDS):
        came = [walk.somebody_came(one, ring[(n + 1) % 4]) for n, one in enumerate(ring)]
        results = came_of(*(confirming(invitation, one) for invitation, one in zip(came, ring, strict=True)))
        assert set(results) <= {"done", "InvitationSpent", "AlreadyTogether"}
        assert results.count("done") in {1, 2}
        seats = Counter(Membership.objects.values_list("person", flat=True))
        assert max(seats.values()) == 1
        assert Space.objects.count() == results.count("done")
        start_over()


def test_confirming_while_the_yes_is_taken_back_is_one_or_the_other(people: dict[str, Person]) -> None:
    ada, ben = people["Ada"], people["Ben"]
    for _ in range(ROUNDS):
        came = walk.somebody_came(ada, ben)
        results = came_of(confirming(came, ada), lambda: actions.take_yes_back(by=ben))
        assert results in (["done", "done"], ["InvitationSpent", "done"])
        came.refresh_from_db()
        together = actions.tie_of(ben) is not None
        assert together == (results[0] == "done")
        assert came.state == ("confirmed" if together else "ended")
        start_over()


def test_taking_a_yes_back_locks_invitations_in_the_order_in_which_confirming_does(people: dict[str, Person]) -> None:
    """While it waits for the first of two by key, it holds no other that a confirmation may have to wait for."""
    now, ben = clock.now(), people["Ben"]
    last, first = (uuid.UUID(int=number) for number in (2, 1))  # in the table they lie the other way round
    for pk, inviter, state in ((last, "Cleo", "refused"), (first, "Ada", "accepted")):
        Invitation.objects.create(
            pk=pk,
            inviter=people[inviter],
            token_hash=inviter,
            code_hash=inviter,
            state=state,
            accepted_by=ben,
            made_at=now,
            accepted_at=now,
            expires_at=now + actions.CONFIRM_LIFE,
            code_expires_at=now,
        )
    holding = Event()

    def hold() -> None:
        with transaction.atomic():
            Invitation.objects.select_for_update().get(pk=first)
            holding.set()
            for _ in range(250):
                if somebody_waits():
                    break
                sleep(0.02)
            Invitation.objects.select_for_update(nowait=True).get(pk=last)

    def take_back() -> None:
        holding.wait(5)
        actions.take_yes_back(by=ben)

    at_once(hold, take_back)
    assert set(Invitation.objects.values_list("state", flat=True)) == {"ended"}


def somebody_waits() -> bool:
    """Whether a connection to this database waits for a row that another one holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


def test_inviting_twice_at_once_leaves_one_open(people: dict[str, Person]) -> None:
    ada = people["Ada"]
    for _ in range(ROUNDS):
        results = came_of(*[lambda: actions.invite(by=ada, at=clock.now())] * 3)
        assert results == ["done"] * 3
        assert Invitation.objects.live(clock.now()).count() == 1
        start_over()


def test_both_leaving_at_once_close_it_once(people: dict[str, Person]) -> None:
    ada, ben = people["Ada"], people["Ben"]
    for _ in range(ROUNDS):
        space = cast.pair(ada, ben)
        results = came_of(*(lambda one=one: actions.leave(person=one, at=clock.now()) for one in (ada, ben)))
        assert Counter(results) == {"done": 1, "NotTogether": 1}
        space.refresh_from_db()
        assert space.closed_at
        assert sorted(space.memberships.values_list("ending", flat=True)) == ["left", "to_tell"]
        start_over()


def deleting(person: Person) -> Callable[[], Any]:
    return lambda: delete_account(person=person, at=clock.now())


@pytest.mark.parametrize("_again", range(4))
def test_confirming_somebody_while_they_delete_their_account_leaves_no_open_space_of_one(
    people: dict[str, Person], _again: int
) -> None:
    ada, ben = people["Ada"], people["Ben"]
    came = walk.somebody_came(ada, ben)
    results = came_of(confirming(came, ada), deleting(ben))
    assert results in (["done", "done"], ["InvitationSpent", "done"])
    assert not Space.objects.open().exists()
    assert walk.pair_up(ada, people["Cleo"], clock.now())


@pytest.mark.parametrize("_again", range(4))
def test_both_deleting_their_accounts_at_once_close_their_space_once(people: dict[str, Person], _again: int) -> None:
    ada, ben = people["Ada"], people["Ben"]
    space = cast.pair(ada, ben)
    assert came_of(deleting(ada), deleting(ben)) == ["done", "done"]
    space.refresh_from_db()
    assert space.closed_at
    assert {person.name for person in Person.objects.all()} == {"Cleo", "Eve"}
