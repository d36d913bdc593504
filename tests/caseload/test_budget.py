"""Ten queries at most for a caseload, and as many with three hundred clients and two years of them as with three."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exercises.caseload.models import Meeting
from exercises.homework.models import Assignment, Half, Report
from intima.accounts.models import Person
from intima.kit import clock, seal
from reflections.care.models import WORDING, CareLink, Opening, Side, Therapist
from reflections.releases.faces import Face, Part
from reflections.releases.models import Released
from reflections.shares.models import Share
from tests import cast
from tests.care.acts import opened
from tests.cast import EVENING
from tests.journal import acts as journal
from tests.releases.acts import release

pytestmark = pytest.mark.tables

BUDGET = 10
DAY = timedelta(days=1)
WEEKS = 104


@pytest.mark.django_db
def test_three_hundred_clients_and_two_years_cost_what_three_and_a_week_do(
    browser_of: Callable[[Person | None], Client],
) -> None:
    dee = cast.therapist()
    browser = browser_of(dee.person)

    def cost(*urls: str) -> dict[str, int]:
        browser.get("/clients/")  # the first visit in five minutes also writes down that there was one
        counted = {}
        for url in urls:
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(url).status_code == 200
            counted[url] = len(queries)
        with CaptureQueriesContext(connection) as queries:
            assert browser.post("/clients/find/", {"q": "client"}).status_code == 200
        return {**counted, "find": len(queries)}

    few = live(dee, range(3), weeks=1)
    pages = [f"/clients/{few[0].pk}/", f"/clients/{few[0].pk}/together/"]
    lists = ["/clients/", "/clients/?order=name", "/clients/?order=newest"]
    with_three = cost(*lists, *pages)
    live(dee, range(3, 300), weeks=WEEKS)
    live_on(few, weeks=WEEKS)
    assert cost(*lists, *pages) == with_three
    assert max(with_three.values()) <= BUDGET, with_three
    assert cost("/clients/?page=2")["/clients/?page=2"] <= BUDGET
    first, second = (browser.get(f"/clients/?order=name&page={number}").content.decode() for number in (1, 2))
    assert first.count('class="case"') == second.count('class="case"') == 25
    assert "Client 000" in first
    assert "Client 000" not in second


def live(dee: Therapist, numbers: range, *, weeks: int) -> list[CareLink]:
    """Clients with so many weeks of homework told of, words released, and sessions; the first two are a couple."""
    people = Person.objects.bulk_create(
        Person(email=f"client{number:03}@example.org", name=f"Client {number:03}", begun_at=EVENING)
        for number in numbers
    )
    links = CareLink.objects.bulk_create(
        CareLink(
            client=person,
            therapist=dee,
            state=CareLink.State.ACTIVE,
            invited_by=Side.THERAPIST,
            terms=1,
            wording=WORDING,
            knows_partner=True,
            asked_at=EVENING,
            consented_at=EVENING,
        )
        for person in people
    )
    for one, other in zip(people[::2], people[1::2], strict=False):
        cast.pair(one, other)
    live_on(links, weeks=weeks)
    return links


def live_on(links: list[CareLink], *, weeks: int) -> None:
    at = clock.now()
    Meeting.objects.bulk_create(
        [Meeting(link=link, at=at - week * 7 * DAY + DAY) for link in links for week in range(weeks)],
        ignore_conflicts=True,
    )
    people = {link.therapist_id for link in links} | {link.client_id for link in links}
    for pk in people:
        seal.seal("", name="", pk=pk, author=pk)  # a key made inside the ring would be asked for again at each word
    with seal.keyring():
        seal.fetch(people)
        given = Assignment.objects.bulk_create(
            Assignment(author=link.therapist.person, every="week", why="", plan="", obstacles="", given_at=EVENING)
            for link in links
        )
        halves = Half.objects.bulk_create(
            Half(assignment=each, link=link, kind="checkin", slug="checkin", begins_on=EVENING.date())
            for each, link in zip(given, links, strict=True)
        )
        Report.objects.bulk_create(
            Report(
                half=half,
                author=link.client,
                round_on=(at - week * 7 * DAY).date(),
                said="done",
                in_the_way="",
                to_bring="",
                written_at=at - week * 7 * DAY,
            )
            for half, link in zip(halves, links, strict=True)
            for week in range(weeks)
        )
        shares = Share.objects.bulk_create(
            Share(
                subject_kind=Released.share_kind,
                subject_id=half.pk,
                owner=link.client,
                care_link=link,
                audience=Share.Audience.JOINT,
                shared_at=at - DAY,
            )
            for half, link in zip(halves, links, strict=True)
        )
        face = Face("An entry", EVENING.date(), (Part("text", "", "Words.", own=True),), 1).to_json()
        Released.objects.bulk_create(
            Released(
                pk=share.subject_id,
                author_id=share.owner_id,
                share=share,
                kind="homework.report",
                origin=share.subject_id,
                day=EVENING.date(),
                face=face,
            )
            for share in shares
        )


# Ten read: who asks (3), the client or the two, and their sessions (2), what was released and its keys (2), what was
# given, what was told of it and what it is called (3). The ledger takes four, in a transaction (2).
BRIEF = 10 + 4 + 2


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 30])
def test_a_brief_of_thirty_things_costs_what_a_brief_of_one_does(
    number: int, browser_of: Callable[[Person | None], Client]
) -> None:
    dee = cast.therapist()
    links, at = live(dee, range(2), weeks=1), clock.now()
    with seal.keyring():
        opened(links[0], dee.pk)  # with a site's first line comes its key
        for link in links:
            for _ in range(number):
                release(link, journal.keep(link.client, "A line."), at=at)
    browser = browser_of(dee.person)
    browser.get("/clients/")
    for path in ("brief/", "together/brief/"):
        Opening.objects.all().delete()
        with CaptureQueriesContext(connection) as asked:
            page = browser.get(f"/clients/{links[0].pk}/{path}").content.decode()
        assert page.count("A line.") == number * (2 if "together" in path else 1)
        assert len(asked) == BRIEF, "\n".join(each["sql"][:120] for each in asked)
