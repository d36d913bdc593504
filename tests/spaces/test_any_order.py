"""Three people invite, accept, confirm, refuse and leave in any order, beside a plain model of what holds then."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from intima.accounts.models import Person
from reflections.spaces import actions
from reflections.spaces.models import Space
from tests.cast import EVENING

who = st.sampled_from(["Ada", "Ben", "Cleo"])


class Plain:
    """What the walk promises, with names instead of rows. Each method says whether it is allowed."""

    def __init__(self) -> None:
        self.open: dict[str, int] = {}  # inviter -> the number of their open invitation
        self.yes: dict[str, tuple[str, int]] = {}  # who accepted -> inviter and number, as they can tell
        self.came: dict[str, str] = {}  # inviter -> who came
        self.pairs: set[frozenset[str]] = set()

    def partner(self, one: str) -> str | None:
        return next((other for pair in self.pairs if one in pair for other in pair - {one}), None)

    def invite(self, one: str, number: int) -> bool:
        allowed = not self.partner(one) and one not in self.came
        if allowed:
            self.open[one] = number
        return allowed

    def take_back(self, one: str) -> None:
        inviter, _ = self.yes.pop(one, ("", 0))
        if self.came.get(inviter) == one:
            del self.came[inviter]

    def accept(self, one: str, inviter: str, number: int) -> bool:
        if self.partner(one) or one == inviter:
            return False
        if self.yes.get(one) == (inviter, number):
            return True
        if self.open.get(inviter) != number:
            return False
        self.take_back(one)
        del self.open[inviter]
        self.yes[one], self.came[inviter] = (inviter, number), one
        return True

    def confirm(self, one: str, number: int, invited: str | None) -> bool:
        if self.partner(one):
            return self.partner(one) == invited
        other = self.came.get(one)
        if other is None or self.yes[other] != (one, number):
            return False
        for each in (one, other):
            self.take_back(each)
            self.open.pop(each, None)
            self.came.pop(each, None)
        self.pairs.add(frozenset({one, other}))
        return True


@pytest.mark.tables
@pytest.mark.django_db
@pytest.mark.parametrize("orders", [12, pytest.param(80, marks=pytest.mark.long)])
def test_any_order_of_steps_holds_the_promises(orders: int, ada: Person, ben: Person, cleo: Person) -> None:
    people = {"Ada": ada, "Ben": ben, "Cleo": cleo}

    class Walk(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.block = transaction.atomic()
            self.block.__enter__()
            self.plain, self.made, self.at = Plain(), [], EVENING

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

        def tried(self, act: Any, **named: Any) -> Any:
            """What the act gives, or None where it refuses in the domain's words."""
            self.at += timedelta(seconds=1)
            try:
                return act(**named, at=self.at)
            except (
                actions.InvitationSpent,
                actions.OwnInvitation,
                actions.AlreadyTogether,
                actions.SomebodyCame,
                actions.NotTogether,
            ):
                return None

        @rule(one=who)
        def invite(self, one: str) -> None:
            fresh = self.tried(actions.invite, by=people[one])
            assert (fresh is not None) == self.plain.invite(one, len(self.made))
            if fresh:
                self.made.append((one, fresh.invitation.pk))

        @rule(one=who, pick=st.integers(0, 3))
        def accept(self, one: str, pick: int) -> None:
            if self.made:
                number = max(0, len(self.made) - 1 - pick)
                inviter, pk = self.made[number]
                done = self.tried(actions.accept, invitation_id=pk, by=people[one])
                assert (done is not None) == self.plain.accept(one, inviter, number)

        @rule(pick=st.integers(0, 3))
        def confirm(self, pick: int) -> None:
            if self.made:
                number = max(0, len(self.made) - 1 - pick)
                one, pk = self.made[number]
                row = actions.Invitation.objects.select_related("accepted_by").get(pk=pk)
                done = self.tried(actions.confirm, invitation_id=pk, by=people[one])
                invited = row.accepted_by.name if row.accepted_by else None
                assert (done is not None) == self.plain.confirm(one, number, invited)

        @rule(one=who)
        def refuse_or_withdraw(self, one: str) -> None:
            actions.withdraw(by=people[one])
            self.plain.open.pop(one, None)
            self.plain.came.pop(one, None)

        @rule(one=who)
        def take_back(self, one: str) -> None:
            actions.take_yes_back(by=people[one])
            self.plain.take_back(one)

        @rule(one=who)
        def leave(self, one: str) -> None:
            self.tried(actions.leave, person=people[one])
            self.plain.pairs = {pair for pair in self.plain.pairs if one not in pair}

        @invariant()
        def everybody_sees_what_the_model_says(self) -> None:
            assert Space.objects.open().count() == len(self.plain.pairs)
            for name, person in people.items():
                state = actions.state_of(person, self.at)
                assert (state.tie.partner.name if state.tie else None) == self.plain.partner(name)
                if state.tie is None:
                    assert (state.came.accepted_by.name if state.came else None) == self.plain.came.get(name)
                    assert (state.waiting.inviter.name if state.waiting else None) == self.plain.yes.get(name, (None,))[
                        0
                    ]
                    assert bool(state.invited) == (name in self.plain.open)

    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=orders,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
