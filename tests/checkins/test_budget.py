"""As many queries after three years of check-ins as after ten days."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from intima.accounts.models import Person
from intima.kit import clock, seal
from reflections.checkins.actions import weekly
from reflections.checkins.models import CheckIn
from reflections.shares.models import Share
from tests import cast
from tests.checkins import acts

pytestmark = pytest.mark.tables

BUDGET = 10
PAGES = [
    "/checkin/",
    "/checkin/kept/",
    "/checkin/days/",
    "/checkin/days/{day}/",
    "/checkin/days/{day}/share/",
    "/checkin/days/{day}/share/?look=1&part=line",
    "/checkin/days/{theirs}/",
    "/checkin/from-partner/",
    "/checkin/trends/",
    "/checkin/trends/?for=3-months",
    "/checkin/trends/?for=year",
    "/checkin/trends/share/",
    "/checkin/trends/share/?look=1&scale=closeness&for=year",
]


def test_every_page_costs_the_same_with_ten_rows_and_with_a_thousand(
    ada: Person, ben: Person, browser_of: Callable[[Person | None], Client]
) -> None:
    at = clock.now()
    cast.pair(ada, ben, at=at - timedelta(days=1200))

    def fill(days: range) -> None:
        for person in (ada, ben):
            with seal.keyring():
                CheckIn.objects.bulk_create(
                    CheckIn(
                        person=person,
                        day=person.today(at) - timedelta(days=ago),
                        closeness=ago % 11,
                        tension=5,
                        feelings=["tender"],
                        rituals=["touch"],
                        line="A line",
                        checked_at=at,
                    )
                    for ago in days
                )

    def share(days: range) -> None:
        for person in (ada, ben):
            for checkin in CheckIn.objects.of(person.pk).order_by("-day")[days.start : days.stop]:
                acts.share(checkin, at=at)

    def costs() -> dict[str, int]:
        return {url: cost(url) for url in urls}

    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url).status_code == 200
        return len(queries)

    browser = browser_of(ada)
    fill(range(10))
    fill(range(10, 16))  # a week that is over, whatever day it is
    share(range(10))
    for person in (ada, ben):
        weekly.share(author=person, space_id=acts.tie(person).space.pk, scales=["closeness", "tension"], at=at)
    of_today = {person: CheckIn.objects.of(person.pk).latest("day").pk for person in (ada, ben)}
    urls = [url.format(day=of_today[ada], theirs=of_today[ben]) for url in PAGES]
    browser.get("/checkin/")  # the first visit in five minutes also writes down that there was one
    with_ten = costs()
    assert max(with_ten.values()) <= BUDGET
    fill(range(16, 1000))
    share(range(10, 100))
    assert Share.objects.count() == 202
    assert costs() == with_ten
