"""Which small question is somebody's today: none within sixty days of itself, wherever and however they live."""

import re
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from intima.accounts.models import Person
from intima.kit import clock
from reflections.journal.actions import entries, prompts, questions
from reflections.journal.actions.questions import ROUND, PromptText
from reflections.spaces.models import Space
from tests.cast import EVENING
from tests.journal import acts

Browser = Callable[[Person | None], Client]

DAYS = st.dates(date(2020, 1, 1), date(2120, 1, 1))


def known(count: int, language: str = "en") -> dict[str, PromptText]:
    """So many small questions behind one for two and one of a lesson, as the files have them."""
    uses = ["together", "lesson", *["small"] * count]
    made = [PromptText(f"{use}-{number}", language, "", use, "E") for number, use in enumerate(uses)]
    return {prompt.slug: prompt for prompt in made}


def slug_of(known: dict[str, PromptText], person: Person, day: date) -> str:
    prompt = questions.of_the_day(known, person, day)
    assert prompt is not None
    assert prompt.use == "small"
    return prompt.slug


VISITS = st.lists(
    st.tuples(
        st.integers(0, 60 * 24),  # hours since the visit before
        st.sampled_from(sorted(clock.zone_names())),  # where they are by then
        st.sampled_from(["en", "es"]),
        st.integers(0, 3),  # questions that were added meanwhile
    ),
    min_size=2,
    max_size=40,
)


@settings(max_examples=200, deadline=None)
@given(st.uuids(), st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1)), VISITS)
def test_none_comes_again_within_sixty_days_whoever_travels_where_and_speaks_what(
    pk: uuid.UUID, start: datetime, visits: list[tuple[int, str, str, int]]
) -> None:
    person, at, count, shown = Person(pk=pk), start.replace(tzinfo=UTC), ROUND, []
    for hours, zone, language, added in visits:
        at, count, person.time_zone = at + timedelta(hours=hours), count + added, zone
        day = person.today(at)
        shown.append((day, count, slug_of(known(count, language), person, day)))
    for (one, count, slug), (other, later_count, later_slug) in combinations(shown, 2):
        apart = abs((other - one).days)
        if apart == 0 and count == later_count:
            assert slug == later_slug, "the same day has the same question"
        if 0 < apart < ROUND:
            assert slug != later_slug, f"again after {apart} days"


@settings(max_examples=50, deadline=None)
@given(st.uuids(), DAYS)
def test_sixty_days_from_any_day_on_show_all_sixty(pk: uuid.UUID, first: date) -> None:
    small = known(ROUND)
    days = [first + timedelta(days=number) for number in range(ROUND)]
    assert len({slug_of(small, Person(pk=pk), day) for day in days}) == ROUND


@settings(max_examples=50, deadline=None)
@given(st.uuids(), DAYS, st.integers(ROUND, 2 * ROUND - 1))
def test_one_more_at_the_end_changes_one_day_in_sixty_at_most(pk: uuid.UUID, first: date, count: int) -> None:
    person, days = Person(pk=pk), [first + timedelta(days=number) for number in range(ROUND)]
    before = [slug_of(known(count), person, day) for day in days]
    after = [slug_of(known(count + 1), person, day) for day in days]
    assert sum(one != other for one, other in zip(before, after, strict=True)) <= 1


@settings(max_examples=50, deadline=None)
@given(st.uuids(), DAYS, st.integers(ROUND, 3 * ROUND))
def test_however_many_there_are_each_has_its_turn(pk: uuid.UUID, first: date, count: int) -> None:
    many, rounds = known(count), -(-count // ROUND)
    days = [first + timedelta(days=number) for number in range(rounds * ROUND)]
    assert len({slug_of(many, Person(pk=pk), day) for day in days}) == count


def test_two_people_have_different_orders_and_each_keeps_theirs() -> None:
    """Pinned: whoever was shown one yesterday must not be shown it tomorrow by a later version of the site."""
    small, days = known(ROUND), [date(2026, 3, 12) + timedelta(days=number) for number in range(4)]
    ada, ben = Person(pk=uuid.UUID(int=1)), Person(pk=uuid.UUID(int=2))
    assert [slug_of(small, ada, day) for day in days] == ["small-12", "small-17", "small-50", "small-37"]
    assert [slug_of(small, ben, day) for day in days] == ["small-37", "small-17", "small-46", "small-54"]


def test_with_fewer_than_sixty_some_days_have_none_rather_than_one_too_soon() -> None:
    few, ada, day = known(7), Person(pk=uuid.uuid4()), date(2026, 3, 12)
    offered = [questions.of_the_day(few, ada, day + timedelta(days=number)) for number in range(ROUND)]
    found = [prompt.slug for prompt in offered if prompt]
    assert len(found) == len(set(found)) == 7
    assert questions.of_the_day({}, ada, day) is None


@pytest.mark.django_db
def test_the_languages_have_the_small_questions_in_the_same_order() -> None:
    english, spanish = ([(slug, each.use, each.part) for slug, each in prompts(code).items()] for code in ("en", "es"))
    assert english == spanish
    assert sum(use == "small" for _slug, use, _part in english) == 60


# --- On the page ----------------------------------------------------------------------------------


def offered(browser: Client) -> str:
    return str(browser.get("/journal/").context["form"]["prompt"].value())


def text_of(browser: Client, url: str) -> str:
    answer = browser.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.mark.django_db
def test_the_journal_opens_with_todays_small_question_until_midnight(ada: Person, browser_of: Browser) -> None:
    with time_machine.travel(EVENING, tick=False):
        slug = offered(browser_of(ada))
        assert prompts("en")[slug].use == "small"
        page = text_of(browser_of(ada), "/journal/")
        assert "A small question for today" in page
        assert prompts("en")[slug].ask in page
    ada.language = "es"
    ada.save()
    with time_machine.travel(EVENING.replace(hour=23, minute=59), tick=False):  # in London
        assert offered(browser_of(ada)) == slug
        assert prompts("es")[slug].ask in text_of(browser_of(ada), "/journal/")
    with time_machine.travel(EVENING + timedelta(days=1), tick=False):
        assert offered(browser_of(ada)) != slug


@pytest.mark.django_db
def test_looking_leaves_no_trace(ada: Person, browser_of: Browser) -> None:
    browser = browser_of(ada)
    for url in ("/journal/", "/journal/questions/"):
        browser.get(url)
        with CaptureQueriesContext(connection) as asked:
            browser.get(url)
        assert not [each["sql"] for each in asked if not each["sql"].startswith("SELECT")]


@pytest.mark.django_db
def test_once_answered_it_rests_for_sixty_days_and_the_page_asks_nothing_else(ada: Person, browser_of: Browser) -> None:
    with time_machine.travel(EVENING, tick=False):
        browser = browser_of(ada)
        slug = offered(browser)
        acts.keep(ada, "Soup.", prompt=slug)
        page = text_of(browser, "/journal/")
        assert offered(browser) == ""
        assert "A small question for today" not in page
        assert "What would you like to put into words?" in page
        assert "Choose a question" in page
    with time_machine.travel(EVENING + timedelta(days=ROUND), tick=False):
        assert offered(browser_of(ada)) == slug


@pytest.mark.django_db
def test_one_chosen_from_the_list_is_not_put_again_on_its_own_day(ada: Person, browser_of: Browser) -> None:
    three_days_on = EVENING + timedelta(days=3)
    todays = questions.of_the_day(prompts("en"), ada, ada.today(three_days_on))
    assert todays is not None
    acts.keep(ada, "Soup.", prompt=todays.slug, at=EVENING)
    with time_machine.travel(three_days_on, tick=False):
        assert offered(browser_of(ada)) == ""
        assert "A small question for today" not in text_of(browser_of(ada), "/journal/questions/")


@pytest.mark.django_db
def test_words_begun_go_on_with_their_own_question(ada: Person, browser_of: Browser) -> None:
    entries.save_draft(author=ada, key=uuid.uuid4(), prompt="first-alarm", text="My ja", at=EVENING)
    with time_machine.travel(EVENING + timedelta(days=1), tick=False):
        page = text_of(browser_of(ada), "/journal/")
    assert "What does your body do first when your alarm rings?" in page
    assert "A small question for today" not in page


@pytest.mark.django_db
def test_every_question_stands_once_in_the_list_and_leads_to_its_page(ada: Person, browser_of: Browser) -> None:
    with time_machine.travel(EVENING, tick=False):
        browser = browser_of(ada)
        page, todays = text_of(browser, "/journal/questions/"), offered(browser)
        assert prompts("en")["lighter"].ask in text_of(browser, "/journal/write/?prompt=lighter")
    linked = re.findall(r'href="/journal/write/\?prompt=([a-z0-9-]+)"', page)
    assert sorted(linked) == sorted([*prompts("en"), todays])  # today's stands at the top too
    assert linked[0] == todays


@pytest.mark.django_db
def test_the_list_is_the_same_whatever_was_written(ada: Person, browser_of: Browser) -> None:
    with time_machine.travel(EVENING, tick=False):
        browser = browser_of(ada)
        before = re.sub("[A-Za-z0-9]{64}", "", text_of(browser, "/journal/questions/"))
        acts.keep(ada, "Soup.", prompt="how-i-protect")
        assert re.sub("[A-Za-z0-9]{64}", "", text_of(browser, "/journal/questions/")) == before


@pytest.mark.django_db
def test_an_answer_is_an_entry_like_any_other(ada: Person, ben: Person, space: Space, browser_of: Browser) -> None:
    sent = {"who": "me", "text": "The bus driver.", "lens": "", "prompt": "lighter", "key": str(uuid.uuid4())}
    led = browser_of(ada).post("/journal/write/", sent)
    page = text_of(browser_of(ada), led["Location"])
    assert "Who made your day lighter without knowing it?" in page
    assert "Only you" in page
    assert browser_of(ben).get(led["Location"]).status_code == 404


@pytest.mark.django_db
def test_a_small_question_is_not_put_to_two(ada: Person, space: Space, browser_of: Browser) -> None:
    page = text_of(browser_of(ada), "/journal/together/")
    assert re.findall(r'name="prompt" value="([a-z-]+)"', page) == [
        "how-i-protect",
        "signs-of-alarm",
        "what-brings-me-back",
    ]
    assert browser_of(ada).post("/journal/together/propose/", {"prompt": "lighter"}).status_code == 422
    assert "open it together" not in text_of(browser_of(ada), "/journal/write/?prompt=like-a-window")
