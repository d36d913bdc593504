"""'Then and now': the first card beside today, a moment that was caught, the next ritual; each month anew."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exercises.guide.actions import comes_round
from exercises.practices.actions import runs
from exercises.practices.panels import unknown_panels
from intima.accounts import actions as accounts
from intima.accounts.models import Person
from intima.content.exercises import Exercise
from reflections.spaces.models import Space
from tests.accounts.walk import PASSWORD
from tests.cast import EVENING
from tests.loop import acts as loop
from tests.practices import acts as practices

Open = Callable[[Person | None], Client]
MONTH = timedelta(days=31)
HERE = "/practice/then-and-now/"


def begin(client: Client) -> str:
    """The address of the first step."""
    where: str = client.post(f"{HERE}begin/").headers["Location"]
    return where


def test_it_shows_the_first_card_and_leads_to_journal_and_guide(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    loop.keep(ada, loop.ADAS)
    with time_machine.travel(EVENING + MONTH, tick=False):
        loop.keep(ada, loop.CardWords(does="sits down first"), at=EVENING + MONTH)
        client = browser_of(ada)
        first = begin(client)
        page = client.get(first).content.decode()
        assert loop.ADAS.under in page
        assert "Thursday 12 March" in page
        assert "sits down first" not in page
        assert "Only you" in page
        caught = client.post(first, {}).headers["Location"]
        ritual = client.post(caught, {"text": "I heard myself ask for the third time."}).headers["Location"]
        done = client.post(ritual, {"chosen": "screens"}).headers["Location"]
        page = client.get(done).content.decode()
        assert 'href="/rituals/"' in page
        assert 'href="/guide/"' in page
        entry = client.post(done.replace("done", "keep"), {"part": ["caught"]}).headers["Location"]
        assert "I heard myself ask" in client.get(entry).content.decode()
        assert "I heard myself ask" not in browser_of(ben).get("/journal/from-partner/").content.decode()
        chosen = " ".join(client.get("/guide/mine/rituals/choose/").content.decode().split())
        assert 'value="screens" checked' in chosen
        assert "Nothing here yet." in client.get("/guide/").content.decode()


def test_without_a_card_it_says_where_to_draw_one_and_goes_on(cleo: Person, browser_of: Open) -> None:
    client = browser_of(cleo)
    first = begin(client)
    assert 'href="/loop/card/"' in client.get(first).content.decode()
    assert client.post(first, {}).headers["Location"].endswith("/caught/")


def test_nobody_else_sees_whose_card_it_is(ada: Person, ben: Person, space: Space, browser_of: Open) -> None:
    loop.keep(ada, loop.ADAS)
    first = begin(browser_of(ada))
    assert browser_of(ben).get(first).status_code == 404
    assert loop.ADAS.under not in browser_of(ben).get(begin(browser_of(ben))).content.decode()


def test_who_locks_their_words_is_asked_before_the_card_is_shown(ada: Person, browser_of: Open) -> None:
    loop.keep(ada, loop.ADAS)
    ada.set_password(PASSWORD)
    ada.save()
    accounts.lock_journal(person=ada, on=True)
    client = browser_of(ada)
    asks = reverse("accounts:open_journal")
    for url in (begin(client), "/guide/", "/guide/mine/", "/guide/mine/loop/", "/guide/mine/rituals/choose/"):
        assert client.get(url).headers["Location"].startswith(asks), url

    step = begin(client)
    for form in ({"then": "keep"}, {"then": "else"}):
        assert loop.ADAS.under not in client.post(step, form, follow=True).content.decode()


@pytest.mark.parametrize("month", range(3, 13))
def test_it_is_offered_again_each_month_by_the_calendar_alone(month: int, ada: Person) -> None:
    offered = [day for day in range(1, 31) if comes_round(ada, EVENING.replace(month=month, day=day))]
    assert offered == [8, 9, 10, 11, 12, 13, 14]


def test_whoever_has_just_begun_has_no_then(ada: Person) -> None:
    ada.begun_at = EVENING - timedelta(days=29)
    assert not comes_round(ada, EVENING)
    assert comes_round(ada, EVENING + timedelta(days=1))


def test_today_offers_it_alike_to_who_drew_a_card_and_who_did_not(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    loop.keep(ada, loop.ADAS)
    with time_machine.travel(EVENING, tick=False):
        for person in (ada, ben):
            assert HERE in browser_of(person).get("/today/").content.decode()


def test_a_step_with_a_card_costs_ten_queries_at_most(ada: Person, space: Space, browser_of: Open) -> None:
    loop.keep(ada, loop.ADAS)
    client = browser_of(ada)
    first = begin(client)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(first).status_code == 200
    assert len(asked) <= 10


def test_it_reads_in_spanish(ada: Person, browser_of: Open) -> None:
    loop.keep(ada, loop.ADAS)
    ada.language = "es"
    ada.save()
    client = browser_of(ada)
    assert "Antes y ahora" in client.get(HERE).content.decode()
    assert "Cómo lo dibujaste al principio" in client.get(begin(client)).content.decode()
    guide = client.get("/practice/our-safety-guide/").content.decode()
    assert "Nuestra guía de seguridad" in guide
    assert 'href="/guide/"' in guide


@pytest.mark.parametrize(
    ("lesson", "ends_in"),
    [("two-chairs", "/practice/then-and-now/"), ("go-deeper", "/practice/our-safety-guide/")],
)
def test_the_lessons_end_in_them(lesson: str, ends_in: str, ada: Person, browser_of: Open) -> None:
    assert f'href="{ends_in}"' in browser_of(ada).get(f"/learn/{lesson}/done/").content.decode()


def test_a_panel_that_nothing_draws_is_refused_with_those_that_are() -> None:
    step = {"key": "first", "kind": "read", "title": "Look", "panel": "crystal-ball"}
    told = {
        "slug": "look",
        "part": "C",
        "title": "Look",
        "minutes": 1,
        "teaches": ["C1"],
        "sees": "Nobody.",
        "intro": ".",
    }
    found = list(unknown_panels(Exercise.model_validate({**told, "steps": [step]})))
    assert found == [(("steps", 0, "panel"), "nothing draws crystal-ball; allowed: first-loop")]
    assert not list(unknown_panels(Exercise.model_validate({**told, "steps": [{**step, "panel": "first-loop"}]})))


def test_the_last_run_is_read_whole(ada: Person) -> None:
    assert runs.latest_done(ada, "then-and-now") is None
    practices.done(ada, "then-and-now", {"caught": {"text": "Old."}})
    with time_machine.travel(EVENING + timedelta(days=400), tick=False):
        practices.done(ada, "then-and-now", {"caught": {"text": "New."}, "ritual": {"chosen": [], "own": ["soup"]}})
    found = runs.latest_done(ada, "then-and-now")
    assert found is not None
    assert found.answers["caught"] == {"text": "New."}
    assert found.answers["ritual"]["own"] == ["soup"]
