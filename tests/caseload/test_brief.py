"""The brief and the page of one client or couple: exactly what was released, each opening on record, and no more."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from exercises.homework.models import Half
from exercises.loop.actions import own
from intima.accounts.models import Person
from intima.kit import clock
from reflections.care import actions as care
from reflections.care import ledger
from reflections.care.models import CareLink, Opening, Therapist
from reflections.releases.models import Released
from reflections.shares.models import Share
from reflections.spaces.actions import leave
from reflections.spaces.models import Space
from tests import cast, states
from tests.caseload import acts
from tests.caseload.test_clients import read
from tests.loop import acts as loop

DAY = timedelta(days=1)
Browser = Callable[[Person | None], Client]
WAY, BRING = "The stairs were loud.", "How do I say it sooner?"


@pytest.fixture
def dee(db: None) -> Therapist:
    return cast.therapist(secrets=Therapist.Secrets.LIMITED)


@pytest.fixture
def pair(ada: Person, ben: Person, space: Space, dee: Therapist) -> tuple[CareLink, CareLink]:
    return cast.care(ada, dee, knows_partner=True), cast.care(ben, dee, knows_partner=True)


@pytest.fixture
def told(dee: Therapist, pair: tuple[CareLink, CareLink]) -> None:
    """Ada shows all that she wrote of her half; Ben what he would bring, and keeps what got in his way."""
    at = clock.now() - 3 * DAY
    given = acts.give((pair[0], acts.STAYING), (pair[1], acts.LONGING), at=at)
    both = ("in-the-way", "to-bring")
    acts.tell(given[pair[0]], at=at + DAY, in_the_way=WAY, to_bring=BRING, shows=both)
    acts.tell(
        given[pair[1]], "part", at=at + DAY, in_the_way="His alone.", to_bring="Ben’s question.", shows=("to-bring",)
    )


@pytest.mark.usefixtures("told")
def test_the_brief_of_a_couple_shows_what_each_released_and_nothing_else(
    dee: Therapist, pair: tuple[CareLink, CareLink], browser_of: Browser
) -> None:
    for link in pair:
        page = read(browser_of(dee.person), f"/clients/{link.pk}/together/brief/")
        for words in (WAY, BRING, "Ben’s question.", "done", "in part"):
            assert words in page
        assert "His alone." not in page


@pytest.mark.usefixtures("told")
def test_the_brief_of_one_shows_nothing_of_the_other(
    dee: Therapist, pair: tuple[CareLink, CareLink], browser_of: Browser
) -> None:
    page = read(browser_of(dee.person), f"/clients/{pair[0].pk}/brief/")
    assert WAY in page
    assert "Ben" not in page


@pytest.mark.usefixtures("told")
def test_each_thing_that_the_brief_shows_goes_on_record_once_a_minute(
    dee: Therapist, pair: tuple[CareLink, CareLink], browser_of: Browser
) -> None:
    browser = browser_of(dee.person)
    browser.get(f"/clients/{pair[0].pk}/")
    assert not Opening.objects.exists()  # a row says what kind of thing there is, and opens nothing
    for _ in range(2):
        browser.get(f"/clients/{pair[0].pk}/together/brief/")
    assert [ledger.verify(link) for link in pair] in ([1, 1], [2, 2])  # two where the minute just turned


@pytest.mark.usefixtures("told")
def test_what_is_for_the_therapist_alone_is_on_nothing_that_is_laid_before_both(
    dee: Therapist, pair: tuple[CareLink, CareLink], browser_of: Browser
) -> None:
    at = clock.now() - DAY
    given = acts.give((pair[1], "checkin:checkin"), at=at)
    alone = Share.Audience.ALONE
    acts.tell(given[pair[1]], at=at, to_bring="For her ears.", shows=("to-bring",), audience=alone)
    browser = browser_of(dee.person)
    assert "For her ears." in read(browser, f"/clients/{pair[1].pk}/brief/")
    for path in ("", "brief/"):
        assert "For her ears." not in read(browser, f"/clients/{pair[1].pk}/together/{path}")


@pytest.mark.usefixtures("told")
def test_whoever_ends_their_consent_is_gone_from_every_page_at_the_next_request(
    dee: Therapist, pair: tuple[CareLink, CareLink], browser_of: Browser
) -> None:
    ada, ben = pair
    browser = browser_of(dee.person)
    browser.get(f"/clients/{ben.pk}/together/brief/")
    care.end(link=ben, by=ben.client, at=clock.now())
    for path in ("", "brief/", "together/", "together/brief/"):
        assert browser.get(f"/clients/{ben.pk}/{path}").status_code == 404
    for path in ("together/", "together/brief/"):
        assert browser.get(f"/clients/{ada.pk}/{path}").status_code == 404
    for path in ("/clients/", f"/clients/{ada.pk}/", f"/clients/{ada.pk}/brief/"):
        assert "Ben" not in read(browser, path)


@pytest.mark.usefixtures("told")
def test_two_who_part_are_a_couple_to_nobody(
    dee: Therapist, pair: tuple[CareLink, CareLink], browser_of: Browser
) -> None:
    leave(person=pair[0].client, at=clock.now())
    browser = browser_of(dee.person)
    assert browser.get(f"/clients/{pair[0].pk}/together/").status_code == 404
    assert "Ben" not in read(browser, f"/clients/{pair[0].pk}/")


@pytest.mark.usefixtures("told")
def test_what_was_taken_back_and_what_awaits_new_terms_is_gone(
    dee: Therapist, pair: tuple[CareLink, CareLink], browser_of: Browser
) -> None:
    browser, url = browser_of(dee.person), f"/clients/{pair[0].pk}/brief/"
    assert WAY in read(browser, url)
    dee.terms += 1
    dee.save()
    assert WAY not in read(browser, url)


def test_a_client_who_shares_nothing_and_one_who_has_nothing_look_alike(
    dee: Therapist, pair: tuple[CareLink, CareLink], cleo: Person, browser_of: Browser
) -> None:
    """Ben told and kept his words; Cleo never wrote any. Their pages differ in the names alone."""
    at, links = clock.now() - DAY, (pair[1], cast.care(cleo, dee, knows_partner=False))
    pair[1].knows_partner = False
    pair[1].save()
    given = [acts.give((link, acts.LONGING), at=at) for link in links]
    acts.tell(given[0][links[0]], at=at, in_the_way="His alone.", to_bring="His too.")
    acts.tell(given[1][links[1]], at=at)
    browser = browser_of(dee.person)
    for path in ("", "brief/"):
        his, hers = (read(browser, f"/clients/{link.pk}/{path}") for link in links)
        assert his.replace("Ben", "Cleo") == hers


def test_another_therapist_finds_none_of_it(
    dee: Therapist, pair: tuple[CareLink, CareLink], told: None, browser_of: Browser
) -> None:
    browser = browser_of(cast.therapist("Dr Ode").person)
    assert "Ada" not in read(browser, "/clients/")
    for path in ("", "brief/", "together/", "together/brief/"):
        assert browser.get(f"/clients/{pair[0].pk}/{path}").status_code == 404


def test_the_cards_that_two_released_make_one_picture_and_each_opening_is_on_record(
    dee: Therapist, pair: tuple[CareLink, CareLink], browser_of: Browser
) -> None:
    browser, url = browser_of(dee.person), f"/clients/{pair[1].pk}/together/loop/"
    for link, words in zip(pair, (loop.ADAS, loop.BENS), strict=True):
        loop.keep(link.client, words)
    assert browser.get(url).status_code == 404
    card = own(pair[0].client)
    assert card is not None
    acts.release(pair[0], "loop.card", card.id, at=clock.now())
    page = read(browser, url)
    assert loop.ADAS.under in page
    assert loop.BENS.under not in page
    assert [ledger.verify(link) for link in pair] == [1, 0]


def test_trends_that_two_released_lie_in_one_picture(
    dee: Therapist, pair: tuple[CareLink, CareLink], browser_of: Browser
) -> None:
    at = clock.now()
    for link in pair:
        states.check_in(link.client, range(1, 60), at)
        acts.release(link, "checkins.trends", link.client.pk, at=at)
    page = browser_of(dee.person).get(f"/clients/{pair[0].pk}/together/brief/").content.decode()
    closeness = page.partition('aria-labelledby="closeness"')[2].partition("</figure>")[0]
    assert closeness.count("<polyline") == 2
    assert "Ada, week by week" in closeness
    assert "Ben, week by week" in closeness
    assert page.count("checkins.trends") == 0


@pytest.mark.usefixtures("told")
def test_a_person_has_the_colour_of_their_seat_on_every_page_and_none_that_tells_of_a_couple(
    dee: Therapist, pair: tuple[CareLink, CareLink], browser_of: Browser
) -> None:
    ada, ben = pair
    half = Half.objects.get(link=ben)
    copy = Released.objects.get(author=ben.client)
    pages = [f"/clients/{ben.pk}/{page}/" for page in ("brief", f"homework/{half.pk}", f"released/{copy.pk}")]
    browser = browser_of(dee.person)
    for page in pages:
        assert ' iris">' in browser.get(page).content.decode(), page
    his = browser_of(ben.client)
    for page in (f"/care/{ben.pk}/seen/", f"/homework/told/{half.reports.get().pk}/"):
        assert '<article class="answer iris">' in his.get(page).content.decode(), page
    CareLink.objects.filter(pk=ada.pk).update(knows_partner=False)
    for page in pages:
        assert "iris" not in browser.get(page).content.decode(), page
