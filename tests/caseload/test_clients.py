"""The caseload in the therapist's hands: who is there, in what order, and what was told and shared."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from exercises.caseload.actions import meetings
from exercises.caseload.models import Meeting
from intima.accounts.models import Person
from intima.kit import clock
from intima.kit.templatetags.kit import day_words
from reflections.care import actions as care
from reflections.care.models import CareLink, Therapist
from reflections.spaces.models import Space
from tests import cast
from tests.caseload import acts

DAY = timedelta(days=1)
Browser = Callable[[Person | None], Client]


@pytest.fixture
def dee(db: None) -> Therapist:
    return cast.therapist()


@pytest.fixture
def pair(ada: Person, ben: Person, space: Space, dee: Therapist) -> tuple[CareLink, CareLink]:
    """Both are Dr Dee's clients, and both let her know that they are a couple."""
    return cast.care(ada, dee, knows_partner=True), cast.care(ben, dee, knows_partner=True)


def told(page: str) -> str:
    """What a page says, without its markup."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def read(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return told(answer.content.decode())


def test_whoever_has_nobody_yet_is_told_how_clients_come(dee: Therapist, browser_of: Browser) -> None:
    assert "Nobody yet." in read(browser_of(dee.person), "/clients/")


def test_a_couple_that_both_allowed_stands_in_one_row(
    dee: Therapist, pair: tuple[CareLink, CareLink], browser_of: Browser
) -> None:
    page = read(browser_of(dee.person), "/clients/")
    assert "Ada &amp; Ben Couple, since" in page


@pytest.mark.parametrize("knows", [(True, False), (False, True), (False, False)])
def test_that_two_are_a_couple_is_nowhere_unless_both_allowed_it(
    knows: tuple[bool, bool], ada: Person, ben: Person, space: Space, dee: Therapist, browser_of: Browser
) -> None:
    links = [cast.care(who, dee, knows_partner=told) for who, told in zip((ada, ben), knows, strict=True)]
    browser = browser_of(dee.person)
    page = read(browser, "/clients/")
    assert "Couple" not in page
    assert "&amp;" not in page
    for link, other in zip(links, ("Ben", "Ada"), strict=True):
        assert other not in read(browser, f"/clients/{link.pk}/")
        assert other not in read(browser, f"/clients/{link.pk}/brief/")
        for path in ("", "brief/"):
            assert browser.get(f"/clients/{link.pk}/together/{path}").status_code == 404


def test_what_was_told_of_homework_is_a_strip_in_its_order(
    dee: Therapist, pair: tuple[CareLink, CareLink], browser_of: Browser
) -> None:
    ada, ben = pair
    at = clock.now() - 5 * DAY
    first = acts.give((ada, acts.STAYING), (ben, acts.LONGING), at=at)
    acts.tell(first[ada], "done", at=at + DAY)
    acts.tell(first[ben], "part", at=at + 2 * DAY)
    second = acts.give((ada, "checkin:checkin"), at=at)
    acts.tell(second[ada], "rest", at=at + 3 * DAY)
    answer = browser_of(dee.person).get("/clients/").content.decode()
    assert '<i class="done"></i><i class="part"></i><i class="rest"></i>' in answer
    assert "1 done, 1 in part, 1 not this week" in told(answer)


def test_what_nobody_told_of_leaves_no_mark(
    dee: Therapist, pair: tuple[CareLink, CareLink], browser_of: Browser
) -> None:
    acts.give((pair[0], acts.STAYING), at=clock.now() - DAY)
    page = browser_of(dee.person).get("/clients/").content.decode()
    assert '<i class="' not in page.partition("<tbody")[2].partition("</tbody>")[0]


def test_what_was_told_before_the_last_session_is_told(
    dee: Therapist, pair: tuple[CareLink, CareLink], browser_of: Browser
) -> None:
    at = clock.now()
    given = acts.give((pair[0], acts.STAYING), at=at - 6 * DAY)
    acts.tell(given[pair[0]], at=at - 5 * DAY, to_bring="The stairs.", shows=("to-bring",))
    assert "1 done" in read(browser_of(dee.person), "/clients/")
    meetings.set_next(links=pair, meets_at=at - 2 * DAY, at=at - 6 * DAY)
    page = read(browser_of(dee.person), "/clients/")
    assert "1 done" not in page
    assert "The stairs." not in read(browser_of(dee.person), f"/clients/{pair[0].pk}/brief/")
    day = day_words(dee.person.today(at - 2 * DAY))
    assert f"what was told since {day}." in read(browser_of(dee.person), f"/clients/{pair[0].pk}/")


def test_the_next_session_is_written_down_for_both_of_a_couple_and_taken_out_again(
    dee: Therapist, pair: tuple[CareLink, CareLink], browser_of: Browser
) -> None:
    browser, url = browser_of(dee.person), f"/clients/{pair[1].pk}/together/"
    soon = dee.person.today(clock.now()) + DAY
    assert browser.post(f"{url}session/", {"at": f"{soon}T16:00"}).status_code == 302
    assert "Next session: Tomorrow, 16:00" in read(browser, url)
    assert "Tomorrow, 16:00" in read(browser, "/clients/")
    care.end(link=pair[0], by=pair[0].client, at=clock.now())
    assert "Next session: Tomorrow, 16:00" in read(browser, f"/clients/{pair[1].pk}/")
    assert browser.post(f"/clients/{pair[1].pk}/session/", {"at": ""}).status_code == 302
    assert "Tomorrow" not in read(browser, "/clients/")


def test_a_time_that_is_none_is_kept_as_it_was_typed(
    dee: Therapist, pair: tuple[CareLink, CareLink], browser_of: Browser
) -> None:
    answer = browser_of(dee.person).post(f"/clients/{pair[0].pk}/session/", {"at": "four o’clock"})
    assert answer.status_code == 422
    assert "four o’clock" in answer.content.decode()


def test_a_slip_into_the_past_is_no_last_session(
    dee: Therapist, pair: tuple[CareLink, CareLink], browser_of: Browser
) -> None:
    yesterday = f"{dee.person.today(clock.now()) - DAY}T16:00"
    answer = browser_of(dee.person).post(f"/clients/{pair[0].pk}/session/", {"at": yesterday})
    assert answer.status_code == 422
    assert "That is past." in answer.content.decode()
    assert yesterday in answer.content.decode()
    assert not Meeting.objects.exists()


def test_todays_sessions_stand_above_the_list(
    dee: Therapist, pair: tuple[CareLink, CareLink], cleo: Person, browser_of: Browser
) -> None:
    at = clock.now()
    assert "Your clients" in read(browser_of(dee.person), "/clients/")
    meetings.set_next(links=pair, meets_at=at, at=at - DAY)
    assert "1 session today" in read(browser_of(dee.person), "/clients/")
    meetings.set_next(links=[cast.care(cleo, dee)], meets_at=at, at=at - DAY)
    assert "2 sessions today" in read(browser_of(dee.person), "/clients/")


def test_the_list_is_in_the_order_that_was_asked_for(
    dee: Therapist, pair: tuple[CareLink, CareLink], cleo: Person, browser_of: Browser
) -> None:
    at = clock.now()
    later = cast.care(cleo, dee, at=cast.EVENING - DAY)
    meetings.set_next(links=[later], meets_at=at + DAY, at=at)
    browser = browser_of(dee.person)
    names = re.compile(r"Cleo Since|Ada &amp; Ben Couple")
    assert [name[:3] for name in names.findall(read(browser, "/clients/"))] == ["Cle", "Ada"]
    assert [name[:3] for name in names.findall(read(browser, "/clients/?order=name"))] == ["Ada", "Cle"]
    assert [name[:3] for name in names.findall(read(browser, "/clients/?order=newest"))] == ["Cle", "Ada"]
    assert "Cleo" in read(browser, "/clients/?order=nonsense&page=x")


def test_a_client_is_found_by_a_part_of_their_name_in_any_case(
    dee: Therapist, pair: tuple[CareLink, CareLink], cleo: Person, browser_of: Browser
) -> None:
    cast.care(cleo, dee)
    browser = browser_of(dee.person)
    page = told(browser.post("/clients/find/", {"q": "  bEN "}).content.decode())
    assert "Ada &amp; Ben" in page
    assert "Cleo" not in page
    assert "Nobody here is called" in told(browser.post("/clients/find/", {"q": "Eve"}).content.decode())
    assert browser.get("/clients/find/").status_code == 302
    assert browser.post("/clients/find/", {"q": " "}).status_code == 302
    too_long = browser.post("/clients/find/", {"q": "A" * 61})
    assert too_long.status_code == 422
    assert "A" * 61 in too_long.content.decode()


def test_a_therapist_who_is_nobodys_partner_here_begins_with_their_clients(
    dee: Therapist, ada: Person, browser_of: Browser
) -> None:
    answer = browser_of(dee.person).get("/today/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/clients/")
    cast.pair(dee.person, ada)
    assert browser_of(dee.person).get("/today/").status_code == 200
    assert "Your clients" in read(browser_of(dee.person), "/you/")
    assert "Your clients" not in read(browser_of(ada), "/you/")
