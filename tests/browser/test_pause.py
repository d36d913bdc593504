"""Ada steps away, Ben's open page shows it: a browser each, Ada's in London and Ben's in New York."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db.models import F
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from exercises.pause.models import Pause
from intima.accounts.models import Person
from intima.content import actions as content
from intima.kit import clock
from tests import cast
from tests.browser.test_every_page import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

HEARS = 3  # seconds within which an open page shows what the other did,
POLL = 3  # and those that it may have to wait before it asks


@pytest.fixture
def couple(transactional_db: None) -> tuple[Person, Person]:
    content.load(at=clock.now())
    ada, ben = cast.person("Ada"), cast.person("Ben", time_zone="America/New_York")
    cast.pair(ada, ben)
    return ada, ben


class Two:
    """Ada and Ben at their pages."""

    def __init__(
        self, chrome: Browser, live_server: LiveServer, people: tuple[Person, Person], *, script: bool
    ) -> None:
        self.chrome, self.live_server, self.script = chrome, live_server, script
        self.people = people
        self.hers, self.his = (self.new_page(person) for person in people)

    def new_page(self, person: Person) -> Page:
        """A browser that was never there before, in which this person has signed in."""
        return signed_in(self.chrome, self.live_server, person, script=self.script).new_page()

    def go(self, page: Page, path: str = "/pause/") -> None:
        page.goto(self.live_server.url + path)

    def steps_away(self, minutes: int = 20) -> None:
        self.go(self.hers, "/today/")
        self.hers.get_by_role("link", name="Pause", exact=True).click()
        self.hers.get_by_label("What you say with it").fill("Some air.")
        self.hers.get_by_role("button", name=f"{minutes} minutes").click()
        expect(self.hers.get_by_role("heading", level=1)).to_contain_text("Back together at")

    def see(self, page: Page, shown: Locator) -> None:
        """Wait for it on an open page, which finds it by itself, and in time; without JavaScript load the page."""
        if self.script:
            expect(shown).to_be_visible(timeout=(HEARS + POLL) * 1000)
        else:
            page.reload()
            expect(shown).to_be_visible()

    def times(self) -> tuple[str, str]:
        """When both are back, as each of their clocks has it."""
        back_at = Pause.objects.get().back_at
        hers, his = (back_at.astimezone(person.zone).strftime("%H:%M") for person in self.people)
        return hers, his

    def close(self) -> None:
        for page in (self.hers, self.his):
            page.context.close()


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def two(
    request: pytest.FixtureRequest, chrome: Browser, live_server: LiveServer, couple: tuple[Person, Person]
) -> Iterator[Two]:
    both = Two(chrome, live_server, couple, script=request.param)
    yield both
    both.close()


def test_ben_sees_it_wherever_he_is_in_his_own_time(two: Two) -> None:
    for path in ("/journal/", "/practice/settle/"):
        Pause.objects.all().delete()
        two.go(two.his, path)
        expect(two.his.get_by_text("Back together at")).to_have_count(0)
        two.steps_away()
        hers, his = two.times()
        assert hers != his
        if two.script:
            line = two.his.get_by_role("link", name=re.compile("Back together at"))
            two.see(two.his, line)
            expect(line).to_contain_text(his)
            line.click()
        else:
            two.go(two.his)
        for page, time in ((two.hers, hers), (two.his, his)):
            expect(page.get_by_role("heading", level=1)).to_contain_text(f"Back together at {time}")
        expect(two.his.get_by_text("Some air.")).to_be_visible()


def test_i_need_longer_reaches_ben_whom_nobody_lets_move_it(two: Two) -> None:
    two.steps_away()
    two.go(two.his)
    before = two.times()
    longer = two.hers.get_by_text("I need longer")
    expect(longer).to_be_visible()
    expect(two.his.get_by_text("I need longer")).to_have_count(0)
    expect(two.his.get_by_role("button", name="ready now")).to_have_count(0)
    longer.click()
    two.hers.get_by_role("button", name="60 minutes from now").click()
    expect(two.hers.get_by_role("heading", level=1)).not_to_contain_text(before[0])
    hers, his = two.times()
    two.see(two.his, two.his.get_by_role("heading", level=1, name=f"Back together at {his}"))
    expect(two.hers.get_by_role("heading", level=1)).to_contain_text(hers)
    for act, form in (("longer", {"minutes": "20"}), ("end", {})):
        assert forged(two, f"/pause/{Pause.objects.get().pk}/{act}/", form) == 404
    assert two.times() == (hers, his)


def forged(two: Two, path: str, form: dict[str, str]) -> int:
    """The status of a form that Ben's browser sends though no page of his holds it."""
    token = two.his.locator("main input[name=csrfmiddlewaretoken]").first.get_attribute("value") or ""
    answer = two.his.context.request.post(
        two.live_server.url + path,
        form={**form, "csrfmiddlewaretoken": token},
        headers={"Referer": two.his.url},
    )
    return answer.status


def test_a_closed_browser_and_another_one_find_the_same_clock(two: Two) -> None:
    two.steps_away()
    hers, his = two.times()
    two.close()
    two.hers, two.his = (two.new_page(person) for person in two.people)
    for page, time in ((two.hers, hers), (two.his, his)):
        two.go(page)
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"Back together at {time}")


def let_pass(minutes: int) -> None:
    """As if the pause had begun so much earlier."""
    for pause in Pause.objects.all():
        pause.started_at -= timedelta(minutes=minutes)
        pause.back_at -= timedelta(minutes=minutes)
        pause.save(update_fields=["started_at", "back_at"])


def test_half_way_it_asks_whether_one_is_rehearsing(two: Two) -> None:
    two.steps_away()
    for page in (two.hers, two.his):
        two.go(page)
        expect(page.get_by_text("Are you rehearsing")).to_have_count(0)
    two.hers.get_by_text("I need longer").click()
    two.hers.get_by_label("Or at a time").fill("23:10")
    # As if it had begun earlier; the time of return is the same.
    Pause.objects.update(started_at=F("started_at") - timedelta(minutes=30))
    for page in (two.hers, two.his):
        two.see(page, page.get_by_text("Are you rehearsing what you will say?"))
    if two.script:  # what she is about to send stays as it is
        expect(two.hers.get_by_label("Or at a time")).to_have_value("23:10")


def test_at_the_time_both_are_called_back_to_a_gentle_start(two: Two) -> None:
    two.steps_away()
    two.go(two.his)
    let_pass(20)
    for page in (two.hers, two.his):
        two.see(page, page.get_by_role("heading", level=1, name=re.compile("The time has come")))
    two.his.get_by_role("link", name="A gentle start").click()
    two.his.wait_for_url("**/pause/again/")
    two.hers.get_by_role("button", name="I’m ready: a gentle start").click()
    for page in (two.hers, two.his):
        expect(page.get_by_text("What I felt … What I need …")).to_be_visible()


def test_ended_early_it_is_gone_for_both(two: Two) -> None:
    two.steps_away()
    two.go(two.his)
    two.hers.get_by_role("button", name="I’m ready now").click()
    expect(two.hers.get_by_role("heading", name="A gentle start")).to_be_visible()
    if two.script:
        two.see(two.his, two.his.get_by_role("heading", name="The pause is over"))
        assert two.his.url.endswith("/pause/")  # nobody is carried off from where they are just going
        two.his.get_by_role("link", name="Today", exact=True).click()
        two.his.wait_for_url("**/today/")
    else:
        two.his.reload()
        expect(two.his.get_by_role("heading", level=1)).to_contain_text("Step away, and say when you’re back")
    two.go(two.his, "/today/")
    expect(two.his.get_by_text("Back together at")).to_have_count(0)
