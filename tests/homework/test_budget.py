"""Ten queries at most, however much was given and told of, and for however many clients."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exercises.homework.actions import of_clients
from exercises.homework.actions.waiting import waiting_among
from intima.kit import clock
from reflections.care.models import CareLink, Therapist
from reflections.spaces.models import Space
from tests import cast
from tests.homework import acts

pytestmark = [pytest.mark.tables, pytest.mark.django_db]
KEYS = (acts.STAY, acts.COME, "ritual:thanks", "prompt:small-thing", "lesson:two-alarms", "checkin:checkin")


@pytest.mark.parametrize("rounds", [1, 30])
def test_every_page_of_it_costs_ten_queries_at_most(
    rounds: int, space: Space, adas: CareLink, bens: CareLink, dee: Therapist, browser_of: Callable[..., Client]
) -> None:
    at = clock.now()
    halves = [acts.give((adas, key), every="day", at=at - timedelta(days=rounds))[0] for key in KEYS]
    for half in halves:
        for day in range(rounds):
            report = acts.tell(half, bring="Why?", at=at - timedelta(days=day))
            acts.release(report, "to-bring", at=at)
    hers = ["/homework/", f"/homework/{halves[0].pk}/", "/today/"]
    hers += [f"/homework/told/{report.pk}/", f"/homework/told/{report.pk}/show/?item=to-bring"]
    dees = [f"/clients/{adas.pk}/assign/", f"/clients/{adas.pk}/assign/?pack=first-week"]
    dees += [f"/clients/{adas.pk}/assign/?from={halves[0].pk}"]
    for person, urls in ((adas.client, hers), (dee.person, dees)):
        browser = browser_of(person)
        for url in urls:
            browser.get(url)
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(url).status_code == 200, url
            assert len(asked) <= 10, (url, len(asked))


@pytest.mark.parametrize("clients", [3, 60])
def test_what_was_told_by_any_number_of_clients_costs_three_queries(clients: int, dee: Therapist) -> None:
    at = clock.now()
    links = [cast.care(cast.person(f"Client{number}"), dee) for number in range(clients)]
    for link in links:
        (half,) = acts.give((link, acts.STAY), at=at)
        acts.tell(half, at=at)
    with CaptureQueriesContext(connection) as asked:
        found = of_clients(links, at - acts.WEEK, "en")
    assert len(found) == clients
    assert len(asked) == 3
    people = [link.client_id for link in links]
    with CaptureQueriesContext(connection) as asked:
        waiting_among(people, since=at - acts.WEEK, at=at)
    assert len(asked) == 1
