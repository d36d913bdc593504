"""Real connections at the same moment. SQLite lets one writer in at a time, so these say something on PostgreSQL."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from intima.accounts.models import Person
from intima.kit import clock
from reflections.spaces import actions
from reflections.spaces.models import Invitation, Membership, Space
from tests import cast
from tests.spaces import walk

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]
ROUNDS = 12


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Do all at the same moment, each on a connection of its own; what came of each, 'done' or a refusal's name."""
    gate = Barrier(len(acts))

    def one(act: Callable[[], Any]) -> str:
        connection.ensure_connection()
        gate.wait(10)
        try:
            act()
        except Exception as refused:
            return type(refused).__name__
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


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
        came = at_once(*(accepting(fresh, other) for other in others))
        assert Counter(came) == {"done": 1, "InvitationSpent": 2}
        fresh.invitation.refresh_from_db()
        assert fresh.invitation.accepted_by == others[came.index("done")]
        start_over()


def test_two_who_invite_and_confirm_each_other_at_once_end_in_one_space(people: dict[str, Person]) -> None:
    ada, ben = people["Ada"], people["Ben"]
    for _ in range(ROUNDS):
        hers, his = actions.invite(by=ada, at=clock.now()), actions.invite(by=ben, at=clock.now())
        assert at_once(accepting(hers, ben), accepting(his, ada)) == ["done", "done"]
        assert at_once(confirming(hers.invitation, ada), confirming(his.invitation, ben)) == ["done", "done"]
        assert Space.objects.count() == 1
        assert Membership.objects.count() == 2
        start_over()


def test_one_person_accepting_everywhere_at_once_says_one_yes(people: dict[str, Person]) -> None:
    ada, *others = people.values()
    for _ in range(ROUNDS):
        links = [actions.invite(by=other, at=clock.now()) for other in others]
        assert at_once(*(accepting(link, ada) for link in links)) == ["done"] * 3
        assert Invitation.objects.filter(state="accepted").count() == 1
        start_over()


def test_a_ring_of_confirmations_at_once_leaves_nobody_in_two_spaces(people: dict[str, Person]) -> None:
    """Ada confirms Ben, Ben confirms Cleo, Cleo confirms Eve, Eve confirms Ada: no deadlock, nobody twice."""
    ring = list(people.values())
    for _ in range(ROUNDS):
        came = [walk.somebody_came(one, ring[(n + 1) % 4]) for n, one in enumerate(ring)]
        results = at_once(*(confirming(invitation, one) for invitation, one in zip(came, ring, strict=True)))
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
        results = at_once(confirming(came, ada), lambda: actions.take_yes_back(by=ben))
        assert results in (["done", "done"], ["InvitationSpent", "done"])
        came.refresh_from_db()
        together = actions.tie_of(ben) is not None
        assert together == (results[0] == "done")
        assert came.state == ("confirmed" if together else "ended")
        start_over()


def test_inviting_twice_at_once_leaves_one_open(people: dict[str, Person]) -> None:
    ada = people["Ada"]
    for _ in range(ROUNDS):
        results = at_once(*[lambda: actions.invite(by=ada, at=clock.now())] * 3)
        assert results == ["done"] * 3
        assert Invitation.objects.live(clock.now()).count() == 1
        start_over()


def test_both_leaving_at_once_close_it_once(people: dict[str, Person]) -> None:
    ada, ben = people["Ada"], people["Ben"]
    for _ in range(ROUNDS):
        space = cast.pair(ada, ben)
        results = at_once(*(lambda one=one: actions.leave(person=one, at=clock.now()) for one in (ada, ben)))
        assert Counter(results) == {"done": 1, "NotTogether": 1}
        space.refresh_from_db()
        assert space.closed_at
        assert sorted(space.memberships.values_list("ending", flat=True)) == ["left", "to_tell"]
        start_over()
