"""A client reads what a therapist opened: which thing it was and when, without a word of it."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exercises.practices.actions import runs
from exercises.practices.models import Run
from intima.accounts.models import Person
from intima.content import actions as content
from intima.content.models import Version
from intima.kit import clock, seal
from intima.kit.templatetags.kit import day_words
from reflections.care.models import CareLink
from reflections.journal.actions import entries
from reflections.releases import actions
from reflections.spaces.models import Space
from tests import cast, states
from tests.authoring import acts as authoring
from tests.caseload import acts
from tests.cast import EVENING
from tests.journal import acts as journal
from tests.practices import acts as practices

Browsers = Callable[[Person | None], Client]
DISHES = {"topic": {"text": "The dishes."}}
pytestmark = pytest.mark.django_db


def read(browser: Client) -> str:
    return " ".join(browser.get(reverse("releases:ledger")).content.decode().split())


@pytest.fixture
def pair(ada: Person, ben: Person, space: Space) -> tuple[CareLink, CareLink]:
    content.load(at=EVENING)
    dee = cast.therapist("Dr Dee")
    return cast.care(ada, dee, knows_partner=True), cast.care(ben, dee, knows_partner=True)


@pytest.fixture
def opened(pair: tuple[CareLink, CareLink], browser_of: Browsers) -> dict[str, object]:
    """Dr Dee opened something of each kind of Ada's, and an entry of Ben's; Ada's, by kind."""
    link, his = pair
    ada, at = link.client, clock.now()
    day = states.check_in(ada, range(2, 40), at)[0]
    half = acts.give((link, acts.STAYING), at=at)[link]
    report = acts.tell(half, at=at, in_the_way="The kettle sang.", shows=("in-the-way",))
    entry = journal.keep(ada, "I heard the kettle.", prompt=journal.PROMPT, at=at)
    things = {
        "journal.entry": entry.pk,
        "checkins.day": day.pk,
        "checkins.trends": ada.pk,
        "practices.run": practices.done(ada, "beneath-the-dishes", DISHES),
    }
    for kind, pk in things.items():
        acts.release(link, kind, pk, at=at)
    acts.release(his, "journal.entry", journal.keep(his.client, "His kettle.", prompt="small-thing").pk, at=at)
    desk = browser_of(link.therapist.person)
    for each in pair:
        desk.get(reverse("caseload:brief", args=[each.pk]))
    return {**things, "homework.report": report.pk, "entry": entry, "day": day}


def test_each_line_says_which_thing_it_was(
    ada: Person, ben: Person, opened: dict[str, object], browser_of: Browsers
) -> None:
    page = read(browser_of(ada))
    assert page.count('<li class="entry">') == 5
    day, today = (day_words(each) for each in (opened["day"].day, ada.today(clock.now())))  # type: ignore[attr-defined]
    assert f"Check-in · {day}" in page
    assert f"Journal entry · {today}</p> <p><bdi>What" in page
    assert f"Homework · {today}</p> <p><bdi>Stay while stepping back" in page
    assert "<bdi>Beneath the dishes" in page
    assert '<p class="row-title">Trends</p>' in page
    for words in ("kettle", "The dishes."):
        assert words not in page
    his = read(browser_of(ben))
    assert his.count('<li class="entry">') == 1
    for title in ("Stay while stepping back", "Beneath the dishes", day):
        assert title not in his


def test_what_was_taken_back_is_known_again_and_what_is_gone_by_its_kind(
    ada: Person, pair: tuple[CareLink, CareLink], opened: dict[str, object], browser_of: Browsers
) -> None:
    actions.take_everything_back(link=pair[0])
    assert "<bdi>Beneath the dishes" in read(browser_of(ada))
    entries.delete(author=ada, pk=opened["journal.entry"])  # type: ignore[arg-type]
    assert '<p class="row-title">Journal entry</p>' in read(browser_of(ada))


def test_an_exercise_that_was_altered_since_takes_no_other_line_away(
    ada: Person, pair: tuple[CareLink, CareLink], opened: dict[str, object], browser_of: Browsers
) -> None:
    link = pair[0]
    own = authoring.published(link.therapist.person, authoring.WRITE)
    made = {"slug": own.slug, "version": own.version, "begun_at": EVENING, "saved_at": EVENING}
    run = Run.objects.create(author=ada, step_key="write-1", **made)
    runs.answer(author=ada, pk=run.pk, key="write-1", value={"text": "Soup."}, at=EVENING, go_on=True)
    Run.objects.filter(pk=run.pk).update(finished_at=EVENING)
    acts.release(link, "practices.run", run.pk, at=clock.now())
    browser_of(link.therapist.person).get(reverse("caseload:brief", args=[link.pk]))
    QuerySet(Version).filter(pk=run.version_id).update(words=seal.Ciphertext(b"torn"))
    page = read(browser_of(ada))
    assert page.count('<li class="entry">') == 6
    assert "This cannot be opened any more." in page
    assert "<bdi>Beneath the dishes" in page


def test_it_costs_as_much_however_many_lines_there_are(
    ada: Person, pair: tuple[CareLink, CareLink], opened: dict[str, object], browser_of: Browsers
) -> None:
    browser, costs = browser_of(ada), []
    browser.get(reverse("today:today"))  # the first page of a visit writes the visit down
    for ago in (40, 41):
        with CaptureQueriesContext(connection) as asked:
            read(browser)
        costs.append(len(asked))
        (day,) = states.check_in(ada, [ago], clock.now())
        acts.release(pair[0], "checkins.day", day.pk, at=clock.now())
        browser_of(pair[0].therapist.person).get(reverse("caseload:brief", args=[pair[0].pk]))
    assert costs[0] == costs[1]
    assert costs[0] <= 15
