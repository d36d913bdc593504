"""Which question the journal offers: they take turns, and one that was answered rests for sixty days."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from intima.accounts.models import Person
from reflections.journal.actions import questions
from reflections.journal.actions.questions import PromptText
from reflections.journal.models import Entry
from reflections.spaces.models import Space
from tests.cast import EVENING
from tests.journal import acts

Browser = Callable[[Person | None], Client]

TWO = [PromptText(slug, slug, "", for_two=True) for slug in ("one", "two", "three")]
KNOWN = {prompt.slug: prompt for prompt in [*TWO, PromptText("four", "four", "", for_two=False)]}
DAY = date.fromordinal(3 * 245_000)


def test_three_reflections_take_turns_day_by_day() -> None:
    offered = [questions.of_the_day(KNOWN, DAY + timedelta(days=number), set()) for number in range(4)]
    assert offered == [*TWO, TWO[0]]


@pytest.mark.parametrize(
    ("answered", "offered"),
    [({"one"}, "two"), ({"one", "two"}, "three"), ({"two"}, "one"), ({"four"}, "one"), ({"one", "two", "three"}, None)],
)
def test_what_was_answered_sits_out(answered: set[str], offered: str | None) -> None:
    prompt = questions.of_the_day(KNOWN, DAY, answered)
    assert (prompt.slug if prompt else None) == offered


@pytest.mark.parametrize(
    ("slug", "answered", "offered"),
    [
        ("one", set(), "two"),
        ("one", {"two", "three"}, "four"),
        ("four", set(), "one"),
        ("", {"one"}, "two"),
        ("one", {"one", "two", "three", "four"}, "two"),
        ("unheard-of", set(), "one"),
    ],
)
def test_another_question_is_one_not_answered_lately_where_there_is_one(
    slug: str, answered: set[str], offered: str
) -> None:
    prompt = questions.after(KNOWN, slug, answered)
    assert prompt
    assert prompt.slug == offered


def test_without_questions_none_is_offered() -> None:
    assert questions.of_the_day({}, DAY, set()) is None
    assert questions.after({}, "", set()) is None
    assert questions.after({"one": TWO[0]}, "one", set()) is None


def offered(browser: Client) -> str:
    return str(browser.get("/journal/").context["form"]["prompt"].value())


@pytest.mark.usefixtures("questions")
def test_a_question_just_answered_is_not_put_again_until_sixty_days_later(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    browser = browser_of(ada)
    with time_machine.travel(EVENING, tick=False):
        seen = []
        for _turn in range(2):
            seen.append(offered(browser))
            acts.keep(ada, "Tea.", prompt=seen[-1], at=EVENING)
        seen.append(offered(browser))
        exchange = acts.propose(ben, seen[-1], at=EVENING)
        acts.answer(exchange, ada, "Tea.")
        assert len(set(seen)) == 3
        page = browser.get("/journal/")
        assert page.context["prompt"] is None
        assert "What would you like to put into words?" in page.content.decode()
        assert page.context["another"].slug not in seen
        assert offered(browser_of(ben)) == seen[0]
    with time_machine.travel(EVENING + timedelta(days=60), tick=False):
        assert offered(browser_of(ada)) in seen
    assert Entry.objects.count() == 2
