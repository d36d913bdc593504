"""One's own trends: a sentence, lines whose gaps stay gaps, counted words; described, never graded."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from intima.accounts.models import Person
from reflections.checkins.actions import trends
from reflections.checkins.actions.trends import Period, Point, Window
from reflections.checkins.picture import between, caption, curve, sentence
from reflections.spaces.models import Space
from tests.cast import EVENING
from tests.checkins import acts

Browser = Callable[[Person | None], Client]
TODAY = date(2026, 3, 12)  # a Thursday
URL = "/checkin/trends/"


@pytest.fixture(autouse=True)
def _evening() -> Any:
    with time_machine.travel(EVENING, tick=False):
        yield


def main_of(page: Any) -> str:
    text = page.content.decode()
    return " ".join(text[text.index("<main") : text.index("</main>")].split())


def read(person: Person, period: Period = Period.FOUR_WEEKS) -> trends.Trends:
    return trends.own(person, Window(period, TODAY))


def said(person: Person, period: Period = Period.FOUR_WEEKS) -> str:
    return sentence(read(person, period), period)


# --- The sentence -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scale", "levels", "ends"),
    [
        ("closeness", [3, 3, 6, 6], "closeness moved toward ‘Close’."),
        ("closeness", [6, 6, 3, 3], "closeness moved toward ‘Far’."),
        ("tension", [2, 2, 9, 3, 3], "tension moved toward ‘Tight’."),
        ("tension", [8, 8, 1], "there are a few days. A few more make a line."),
        ("energy", [5, 4, 3, 2], "energy moved toward ‘Empty’."),
        ("energy", [1, 2, 3, 4], "energy moved toward ‘Plenty’."),
        ("energy", [4, 5, 5, 5], "your lines stayed about where they were."),
        ("closeness", [9], "there is one day. A few more make a line."),
        ("closeness", [None, None, None, None, None], "there are a few days. A few more make a line."),
        ("closeness", [], "there is nothing of yours yet."),
    ],
)
def test_the_sentence_says_which_way_a_line_went(scale: str, levels: list[int | None], ends: str, ada: Person) -> None:
    for ago, level in enumerate(reversed(levels)):
        acts.keep(ada, ago=ago * 2, **{scale: level})
    assert said(ada) == f"In these 4 weeks, {ends}"


def test_the_sentence_names_every_line_that_moved(ada: Person) -> None:
    for ago in range(8):
        acts.keep(ada, ago=ago, closeness=8 if ago < 4 else 4, tension=2 if ago < 4 else 5)
    assert said(ada) == "In these 4 weeks, closeness moved toward ‘Close’ and tension moved toward ‘Loose’."
    for ago in range(8):
        acts.keep(ada, ago=ago, closeness=8 if ago < 4 else 4, tension=2 if ago < 4 else 5, energy=9 if ago < 4 else 0)
    assert said(ada, Period.YEAR) == (
        "In these 12 months, closeness moved toward ‘Close’, tension moved toward ‘Loose’ "
        "and energy moved toward ‘Plenty’."
    )


@pytest.mark.parametrize("period", Period)
def test_no_period_grades_counts_down_or_hurries(period: Period, ada: Person, browser_of: Browser) -> None:
    for ago in range(0, 300, 3):
        acts.keep(ada, ago=ago, closeness=ago % 11, tension=5, feelings=["cross"])
    page = re.sub(r"<[^>]+>", " ", main_of(browser_of(ada).get(URL, {"for": period.value}))).lower()
    for word in (
        "better",
        "worse",
        "improv",
        "good",
        "bad",
        "only one",
        "should",
        "streak",
        "missed",
        "fail",
        "!",
        "/10",
    ):
        assert word not in page, word


# --- The lines ----------------------------------------------------------------------------------


def test_a_gap_stays_a_gap(ada: Person) -> None:
    for ago in (0, 1, 2, 5, 8, 9):
        acts.keep(ada, ago=ago, closeness=5)
    window = Window(Period.FOUR_WEEKS, TODAY)
    line = read(ada).lines["closeness"]
    drawn = curve("closeness", line, window, name="Ada", colour="clay", by_week=False)
    assert [len(run.split()) for run in drawn.runs] == [2, 3]
    assert len(drawn.dots) == len(drawn.rows) == 6


def test_a_slider_that_was_left_out_is_a_gap_of_its_own_line(ada: Person) -> None:
    for ago in range(5):
        acts.keep(ada, ago=ago, closeness=5, energy=None if ago == 2 else 5)
    lines = read(ada).lines
    assert [len(lines[scale]) for scale in ("closeness", "tension", "energy")] == [5, 0, 4]


def test_longer_times_come_as_the_averages_of_weeks(ada: Person) -> None:
    for ago, level in ((0, 2), (3, 4), (4, 9), (17, 7)):  # Thursday and Monday, the Sunday before, two weeks back
        acts.keep(ada, ago=ago, closeness=level)
    for period in (Period.THREE_MONTHS, Period.YEAR):
        assert read(ada, period).lines["closeness"] == (
            Point(date(2026, 2, 23), 7),
            Point(date(2026, 3, 2), 9),
            Point(date(2026, 3, 9), 3),
        )


@pytest.mark.parametrize(
    ("period", "start", "days"),
    [
        (Period.FOUR_WEEKS, date(2026, 2, 16), 28),
        (Period.THREE_MONTHS, date(2025, 12, 15), 91),
        (Period.YEAR, date(2025, 3, 17), 364),
    ],
)
def test_each_time_begins_on_a_monday_and_ends_with_this_week(
    period: Period, start: date, days: int, ada: Person
) -> None:
    window = Window(period, TODAY)
    assert (window.start, window.days, window.end) == (start, days, date(2026, 3, 15))
    acts.keep(ada, ago=(TODAY - start).days, closeness=5)
    assert read(ada, period).kept == 1
    acts.keep(ada, ago=(TODAY - start).days + 1, closeness=5)
    assert read(ada, period).kept == 1


def test_a_year_marks_what_no_line_shows_and_the_last(ada: Person) -> None:
    for ago in (0, 7, 14, 70, 140, 147):
        acts.keep(ada, ago=ago, closeness=5)
    window = Window(Period.YEAR, TODAY)
    line = read(ada, Period.YEAR).lines["closeness"]
    drawn = curve("closeness", line, window, name="Ada", colour="clay", by_week=True)
    assert [len(run.split()) for run in drawn.runs] == [2, 3]
    assert len(drawn.dots) == 2
    assert len(drawn.rows) == 6


def test_marks_lie_by_the_middle_of_their_day_and_the_height_of_their_level() -> None:
    window = Window(Period.FOUR_WEEKS, TODAY)
    points = (Point(window.start, 0), Point(window.end, 10), Point(date(2026, 3, 2), 7))
    drawn = curve("closeness", points, window, name="Ada", colour="clay", by_week=False)
    assert [(dot.x, dot.y) for dot in drawn.dots] == [("1.79", "100.00"), ("98.21", "0.00"), ("51.79", "30.00")]


@pytest.mark.parametrize(
    ("scale", "value", "words"),
    [
        ("closeness", 0, "Far"),
        ("closeness", 3, "A little far"),
        ("closeness", 5.9, "In between – Near"),
        ("closeness", 9, "Near – Close"),
        ("tension", 4.8, "A little tight"),
        ("tension", 6, "A little tight – Tight"),
        ("energy", 10, "Plenty"),
    ],
)
def test_the_table_says_each_place_in_words(scale: str, value: float, words: str) -> None:
    assert between(scale, value) == words


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ([], "Left out in this time."),
        ([7], "One day: ‘Near’."),
        ([7, 8], "Around ‘Near’ throughout."),
        ([0, 7, 8], "Around ‘In between’, between ‘Far’ and ‘Near’."),
    ],
)
def test_a_line_is_also_described(levels: list[int], words: str) -> None:
    line = tuple(Point(TODAY - timedelta(days=ago), level) for ago, level in enumerate(levels))
    assert caption("closeness", line, by_week=False) == words


# --- The page -----------------------------------------------------------------------------------


def test_with_nothing_kept_the_page_offers_one_thing(ada: Person, browser_of: Browser) -> None:
    page = main_of(browser_of(ada).get(URL))
    assert "there is nothing of yours yet" in page
    assert page.count("button primary") == 1
    assert "<svg role" not in page
    assert "<h2" not in page


def test_one_day_is_a_mark_and_no_line(ada: Person, browser_of: Browser) -> None:
    acts.keep(ada, closeness=8)
    page = main_of(browser_of(ada).get(URL))
    assert page.count('<svg role="img"') == 1
    assert page.count("<circle") == 1
    assert "<polyline" not in page
    assert page.count("Left out in this time.") == 2


def test_an_earlier_time_is_one_link_away(ada: Person, browser_of: Browser) -> None:
    acts.keep(ada, ago=60, closeness=8)
    browser = browser_of(ada)
    assert "there is nothing of yours yet" in main_of(browser.get(URL))
    page = main_of(browser.get(f"{URL}?for=3-months"))
    assert "there is one day" in page
    assert re.search(r'href="\?for=3-months"\s*aria-current="true"', page)


@pytest.mark.parametrize("odd", ["", "week", "4-WEEKS", "year,4-weeks", "\x00"])
def test_a_time_that_is_not_offered_is_four_weeks(odd: str, ada: Person, browser_of: Browser) -> None:
    page = browser_of(ada).get(URL, {"for": odd})
    assert page.status_code in {200, 400}
    if page.status_code == 200:
        assert page.context["window"].period == Period.FOUR_WEEKS


def test_each_picture_is_told_to_who_cannot_see_it(ada: Person, browser_of: Browser) -> None:
    acts.keep(ada, ago=1, tension=3)
    acts.keep(ada, tension=9)
    page = main_of(browser_of(ada).get(URL))
    assert 'aria-labelledby="tension-title tension-desc"' in page
    assert '<title id="tension-title">Tension</title>' in page
    assert (
        '<desc id="tension-desc"> From ‘Loose’ at the foot to ‘Tight’ at the top. '
        "Ada, day by day: Around ‘A little tight’, between ‘A little tight’ and ‘Tight’. </desc>"
    ) in page
    assert '<th scope="row">Wednesday 11 March</th> <td>Loose – A little tight</td>' in page
    assert '<th scope="row">Thursday 12 March</th> <td>A little tight – Tight</td>' in page


def test_feelings_and_rituals_are_counted_in_words_and_lines_are_listed(ada: Person, browser_of: Browser) -> None:
    for ago in range(6):
        acts.keep(ada, ago=ago, rituals=["screens_away"], feelings=["tender"] if ago == 0 else [], line=f"Line {ago}.")
    acts.keep(ada, ago=40, rituals=["promise"], line="Long ago.")
    page = main_of(browser_of(ada).get(URL))
    assert "Screens away, on 6 days" in page
    assert "Tender, on 1 day<" in page
    assert "6 of the last 7 days. Rests belong to it." in page
    assert "<bdi>Line 5.</bdi>" in page
    assert "Kept a small promise" not in page
    assert "Long ago." not in page


def test_in_spanish_the_picture_keeps_its_points(ada: Person, browser_of: Browser) -> None:
    ada.language = "es"
    ada.save()
    for ago in range(3):
        acts.keep(ada, ago=ago, closeness=ago)
    page = main_of(browser_of(ada).get(URL))
    assert re.findall(r'points="([^"]+)"', page) == ["80.36,80.00 83.93,90.00 87.50,100.00"]
    assert 'cx="87.50%"' in page


def test_the_page_is_of_ones_own_days_whoever_else_kept_some(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    acts.keep(ben, closeness=1, line="marmalade", feelings=["lonely"])
    page = main_of(browser_of(ada).get(URL))
    assert "there is nothing of yours yet" in page
    assert "marmalade" not in page


def test_today_and_us_lead_here(ada: Person, space: Space, browser_of: Browser) -> None:
    for url in ("/today/", "/us/"):
        assert f'href="{URL}"' in main_of(browser_of(ada).get(url))
