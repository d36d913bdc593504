from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intima.accounts.models import Person
from intima.kit import clock
from reflections.spaces import actions
from reflections.spaces.models import Invitation, Membership, Space
from tests import cast
from tests.spaces import walk

pytestmark = pytest.mark.tables

Browsers = Callable[[Person | None], Client]


def history(person: Person, other: Person, rows: int) -> None:
    """As many closed spaces and ended invitations as there may ever be."""
    past = clock.now() - timedelta(days=90)
    for _ in range(rows):
        space = Space.objects.create(opened_at=past, closed_at=past)
        for seat, one in enumerate((person, other), start=1):
            Membership.objects.create(space=space, person=one, seat=seat, left_at=past, ending="told")
    Invitation.objects.bulk_create(
        Invitation(
            inviter=person if number % 2 else other,
            accepted_by=other if number % 2 else person,
            state="ended",
            token_hash=f"token{number}{rows}",
            code_hash=f"code{number}{rows}",
            made_at=past,
            expires_at=past,
            code_expires_at=past,
        )
        for number in range(rows)
    )


def queries(browser: Client, url: str) -> int:
    browser.get(url)  # the first visit also writes down that the session lives
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert browser.get(url).status_code == 200
    return len(seen)


@pytest.mark.parametrize("name", ["invite", "invitation", "code", "leave"])
def test_each_page_costs_ten_queries_at_most_with_10_and_with_1000_rows(
    name: str, ada: Person, ben: Person, cleo: Person, browser_of: Browsers
) -> None:
    browser = browser_of(ada)
    walk.arrive(browser, actions.invite(by=cleo, at=clock.now()))
    if name == "leave":
        cast.pair(ada, ben)
    url, counts = reverse(f"spaces:{name}"), []
    for rows in (10, 990):
        history(ada, ben, rows)
        counts.append(queries(browser, url))
    assert counts[0] == counts[1] <= 10
