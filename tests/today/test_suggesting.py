"""Today suggests one thing at most and says why, by what the person did and nothing that they left."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from exercises.lessons import actions as lessons
from exercises.practices.actions import runs
from exercises.practices.models import Run
from intima.accounts.models import Person
from reflections.spaces.models import Space
from tests.cast import EVENING
from tests.journal import acts as journal
from tests.practices import acts as practices
from tests.today.test_gathering import main_of

pytestmark = pytest.mark.django_db

Browser = Callable[[Person | None], Client]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _evening() -> Any:
    with time_machine.travel(EVENING, tick=False):
        yield


def read(person: Person, slug: str, *, at: datetime = EVENING, stopped_at: str = "") -> None:
    reading = lessons.reading(person, slug, "en")
    if stopped_at:
        lessons.keep_place(person=person, version=reading.version, step_key=stopped_at, at=at)
    else:
        lessons.finish(person=person, version=reading.version, at=at)


def read_all(person: Person, *, at: datetime = EVENING - 9 * DAY) -> None:
    for each in lessons.readings(person, "en"):
        read(person, each.lesson.slug, at=at)


def suggested(browser: Client) -> tuple[str, str, str]:
    """The title of what Today suggests, why, and where it leads; empty where it suggests nothing."""
    page = main_of(browser, "/today/")
    assert page.count('class="card"') <= 1
    card = re.search(r'<article class="card">.*?<h2>(.*?)</h2> <p>(.*?)</p>.*?href="(.*?)"', page)
    return (card[1], card[2], card[3]) if card else ("", "", "")


def test_whoever_has_read_nothing_is_shown_where_the_lessons_begin(ada: Person, browser_of: Browser) -> None:
    first = lessons.readings(ada, "en")[0]
    title, why, url = suggested(browser_of(ada))
    assert (title, url) == (escape(first.lesson.title), first.url)
    assert why.startswith("The lessons begin here.")
    page = main_of(browser_of(ada), "/today/")
    assert f"A lesson · {first.lesson.minutes} minutes" in page


def test_a_lesson_that_was_begun_leads_on_from_its_step(ada: Person, browser_of: Browser) -> None:
    read(ada, "two-alarms", stopped_at="under")
    title, why, url = suggested(browser_of(ada))
    assert (title, url) == ("Two alarms", "/learn/two-alarms/")
    assert why == "You stopped at ‘Under the words’. Go on from there, or leave it for another day."
    assert "A lesson you began · 2 minutes left" in main_of(browser_of(ada), "/today/")


def test_a_finished_lesson_leads_to_its_exercise_for_three_days_and_then_to_the_next_lesson(
    ada: Person, browser_of: Browser
) -> None:
    first, second = lessons.readings(ada, "en")[:2]
    assert first.lesson.exercise
    read(ada, first.lesson.slug)
    title, why, url = suggested(browser_of(ada))
    exercise = runs.exercise(ada, first.lesson.exercise).exercise
    assert (title, url) == (escape(exercise.title), f"/practice/{exercise.slug}/")
    lesson, minutes = escape(first.lesson.title), exercise.minutes
    assert why == f"You finished ‘{lesson}’; its exercise takes about {minutes} minutes. Now, or another day."
    with time_machine.travel(EVENING + 3 * DAY, tick=False):
        title, why, _url = suggested(browser_of(ada))
        assert title == escape(second.lesson.title)
        assert why.startswith("It comes next in the order of the lessons.")


def test_an_exercise_that_is_done_is_suggested_no_more(ada: Person, browser_of: Browser) -> None:
    read(ada, "two-alarms")
    assert suggested(browser_of(ada))[0] == "Two alarms"
    with time_machine.travel(EVENING + HOUR, tick=False):
        practices.done(ada, "two-alarms", {})
        assert suggested(browser_of(ada))[0] == escape(lessons.readings(ada, "en")[0].lesson.title)


def test_an_exercise_that_was_begun_leads_on_until_something_else_is_begun(ada: Person, browser_of: Browser) -> None:
    read(ada, "two-alarms", at=EVENING - HOUR, stopped_at="under")
    run = runs.begin(person=ada, slug="stay-while-stepping-back", at=EVENING)
    value = {"at": 7}
    runs.answer(author=ada, pk=run.pk, key="before", value=value, at=EVENING, go_on=True)
    title, why, url = suggested(browser_of(ada))
    assert (title, url) == ("Stay while stepping back", "/practice/stay-while-stepping-back/")
    assert why == "You stopped at ‘Build your sentence’. Go on from there, or leave it for another day."
    assert "An exercise you began · about 3 minutes left" in main_of(browser_of(ada), "/today/")
    read(ada, "two-alarms", at=EVENING + HOUR, stopped_at="two")
    assert suggested(browser_of(ada))[2] == "/learn/two-alarms/"


@pytest.mark.parametrize(
    ("lens", "slug"), [(0, "from-protest-to-longing"), (7, "stay-while-stepping-back"), (5, ""), (None, "")]
)
def test_a_moment_that_ada_marked_leads_to_what_goes_with_it_and_is_named_nowhere(
    lens: int | None, slug: str, ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    before = main_of(browser_of(ben), "/today/")
    journal.keep(ada, "A moment.", lens=lens)
    url = suggested(browser_of(ada))[2]
    assert url == f"/practice/{slug}/" if slug else url.startswith("/learn/")
    page = re.sub(r"<[^>]+>", " ", main_of(browser_of(ada), "/today/")).lower()
    for label in ("lean", "withdraw", "pursue", "you step", "you are"):
        assert label not in page
    assert main_of(browser_of(ben), "/today/") == before
    if slug:
        practices.done(ada, slug, {})
        assert suggested(browser_of(ada))[2].startswith("/learn/")


def test_what_was_marked_leads_there_for_three_days_and_not_while_the_journal_is_locked(
    ada: Person, browser_of: Browser
) -> None:
    journal.keep(ada, "A moment.", lens=10)
    assert suggested(browser_of(ada))[2] == "/practice/stay-while-stepping-back/"
    with time_machine.travel(EVENING + 3 * DAY, tick=False):
        assert suggested(browser_of(ada))[2].startswith("/learn/")
    ada.set_password("a long enough password")
    ada.locks_journal = True
    ada.save()
    assert suggested(browser_of(ada))[2].startswith("/learn/")


def test_once_every_lesson_is_read_an_exercise_is_suggested_and_in_the_end_nothing(
    ada: Person, browser_of: Browser
) -> None:
    read_all(ada)
    browser = browser_of(ada)
    in_the_player = [each for each in runs.offered(ada) if not each.exercise.room]
    for each in in_the_player:
        title, why, url = suggested(browser)
        assert (title, url) == (escape(each.exercise.title), f"/practice/{each.exercise.slug}/")
        assert why.startswith("You have read every lesson.")
        practices.done(ada, each.exercise.slug, {})
    assert suggested(browser) == ("", "", "")
    assert "Here today" in main_of(browser, "/today/")


def test_the_same_page_twice_suggests_the_same_and_it_is_nobody_elses(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    bens = suggested(browser_of(ben))
    read(ada, "two-alarms", stopped_at="under")
    runs.begin(person=ada, slug="ready-to-talk", at=EVENING)
    assert suggested(browser_of(ada)) == suggested(browser_of(ada))
    assert suggested(browser_of(ben)) == bens


@pytest.mark.tables
def test_however_much_was_done_the_page_asks_the_database_as_often(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    browser = browser_of(ada)
    read(ada, "two-alarms", stopped_at="under")
    journal.keep(ada, "A moment.", lens=10)
    practices.put(ben)
    journal.propose(ben)
    run = runs.begin(person=ada, slug="ready-to-talk", at=EVENING)

    def cost() -> int:
        browser.get("/today/")
        with CaptureQueriesContext(connection) as queries:
            assert browser.get("/today/").status_code == 200
        return len(queries)

    first = cost()
    Run.objects.bulk_create(
        Run(
            author=ada,
            slug=run.slug,
            version=run.version,
            step_key=run.step_key,
            begun_at=EVENING,
            saved_at=EVENING,
            finished_at=EVENING - n * HOUR,
        )
        for n in range(1000)
    )
    assert cost() == first <= 10
