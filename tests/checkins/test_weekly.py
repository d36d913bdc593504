"""Trends shown to a partner: one mark a week, and nothing from which a day or a number of days could be told."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intima.accounts.models import Person
from reflections.checkins.actions import days, weekly
from reflections.checkins.actions.trends import Period, Window
from reflections.checkins.models import CheckIn, SharedTrends
from reflections.checkins.releasing import trends_face
from reflections.shares.actions import PreviewOutdated
from reflections.shares.models import Share
from reflections.spaces import actions as spaces
from reflections.spaces.models import Space
from tests import cast
from tests.cast import EVENING
from tests.checkins import acts
from tests.spaces.walk import pair_up, without_token

Browser = Callable[[Person | None], Client]
OPENED = datetime(2026, 1, 7, 20, tzinfo=UTC)  # a Wednesday
FIRST = date(2026, 1, 12)  # the first Monday of the space
SUNDAY = datetime(2026, 3, 15, 12, tzinfo=UTC)
TRENDS = "/checkin/trends/"


@pytest.fixture
def space(ada: Person, ben: Person) -> Space:
    """Ada and Ben's, open for nine weeks."""
    return cast.pair(ada, ben, at=OPENED)


@pytest.fixture(autouse=True)
def _evening() -> Any:
    with time_machine.travel(EVENING, tick=False):
        yield


def week(person: Person, number: int, *levels: int | None, scale: str = "closeness") -> None:
    """Keep the first days of the space's week of that number, one for each level."""
    for day, level in enumerate(levels):
        at = datetime.combine(FIRST + timedelta(days=7 * number + day), EVENING.timetz())
        days.keep(person=person, at=at, **{scale: level})


def levels(person: Person, at: datetime = EVENING, *, scale: str = "closeness") -> list[int]:
    """The line that the other one would be shown."""
    window = Window(Period.YEAR, person.today(at))
    line = weekly.as_partner_sees(tie=acts.tie(person), scales=[scale], at=at, window=window).get(scale, ())
    assert [point.day for point in line] == [line[0].day + timedelta(days=7 * n) for n in range(len(line))]
    return [int(point.value) for point in line]


def main_of(page: Any) -> str:
    text = page.content.decode()
    return " ".join(text[text.index("<main") : text.index("</main>")].split())


def pages_of(browser: Client) -> list[bytes]:
    """Everything of somebody's where a partner's trends could show."""
    urls = [f"{TRENDS}?for={period.value}" for period in Period]
    urls += ["/today/", "/us/", "/checkin/", "/checkin/from-partner/", "/you/"]
    return [without_token(browser.get(url).content) for url in urls]


# --- The line -----------------------------------------------------------------------------------


def test_a_week_is_the_average_of_its_days_in_whole_levels(ada: Person, space: Space) -> None:
    week(ada, 0, 2, 4)
    week(ada, 1, 7, 8)
    week(ada, 2, 1, 1, 2)
    assert levels(ada)[:3] == [3, 8, 1]


def test_a_week_with_fewer_than_two_days_of_the_scale_stays_where_the_one_before_was(ada: Person, space: Space) -> None:
    week(ada, 0, 2, 4)
    week(ada, 1, 9)
    week(ada, 3, 9, None, None, None)
    week(ada, 4, 6, 6)
    assert levels(ada) == [3, 3, 3, 3, 6, 6, 6, 6]


def test_before_the_first_week_that_has_enough_the_line_lies_at_its_level(ada: Person, space: Space) -> None:
    week(ada, 0, 9)
    week(ada, 2, 5, 5)
    week(ada, 7, 2, 2)
    assert levels(ada) == [5, 5, 5, 5, 5, 5, 5, 2]


def test_nothing_from_before_the_space_is_in_it(ada: Person, space: Space) -> None:
    for ago in range(64, 120):  # to the Wednesday on which it opened, and before
        acts.keep(ada, ago=ago, closeness=1)
    for day in (8, 9, 10, 11):  # the rest of the week in which it opened
        days.keep(person=ada, at=datetime(2026, 1, day, 20, tzinfo=UTC), closeness=1)
    assert levels(ada) == []
    week(ada, 0, 9, 9)
    assert levels(ada)[0] == 9


@pytest.mark.parametrize("zone", ["Europe/London", "Pacific/Kiritimati", "Etc/GMT+12"])
def test_a_week_shows_once_it_is_over_everywhere_and_tells_nobody_where_its_author_is(
    zone: str, ada: Person, space: Space
) -> None:
    ada.time_zone = zone
    ada.save()
    week(ada, 0, 4, 4, 4)
    over = datetime(2026, 1, 19, 12, 0, tzinfo=UTC)
    assert levels(ada, over - timedelta(seconds=1)) == []
    assert levels(ada, over) == [4]


@pytest.mark.parametrize("zone", ["Europe/London", "Pacific/Kiritimati", "Etc/GMT+12"])
def test_a_space_that_opens_as_one_week_becomes_the_next_begins_with_the_one_after(
    zone: str, ada: Person, ben: Person
) -> None:
    """It is Monday already in the east: that week lies within the space's time nowhere but in the west."""
    ada.time_zone = zone
    ada.save()
    cast.pair(ada, ben, at=datetime(2026, 1, 11, 10, tzinfo=UTC))
    week(ada, 0, 9, 9)
    week(ada, 1, 4, 4)
    assert levels(ada)[:2] == [4, 4]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(st.tuples(st.integers(0, 62), st.integers(0, 10)), max_size=40))
def test_what_was_once_shown_never_changes(said: list[tuple[int, int]], ada: Person, space: Space) -> None:
    """Whoever looks every week learns no more than whoever looks once."""
    CheckIn.objects.all().delete()
    for day, level in said:
        at = datetime.combine(FIRST + timedelta(days=day), EVENING.timetz())
        days.keep(person=ada, at=at, closeness=level)
    mondays = [datetime.combine(FIRST + timedelta(days=7 * n), EVENING.timetz()) for n in range(1, 10)]
    lines = [levels(ada, at) for at in mondays]
    for earlier, later in pairwise(lines):
        assert later[: len(earlier)] == earlier
        assert len(later) == len(earlier) + 1 or not earlier


# --- What pages tell ----------------------------------------------------------------------------


def test_ben_cannot_tell_how_many_days_a_week_held_nor_which(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    week(ada, 7, 6, 6)
    week(ada, 6, 3, 3)
    acts.share_trends(ada, "closeness")
    before = pages_of(browser_of(ben))
    week(ada, 7, 6, 6, 6, 6, 6, 6, 6)
    assert pages_of(browser_of(ben)) == before
    CheckIn.objects.filter(day__gte=FIRST + timedelta(days=49)).delete()
    for day in (3, 6):
        days.keep(
            person=ada, at=datetime.combine(FIRST + timedelta(days=49 + day), EVENING.timetz()), closeness=6, line="x"
        )
    assert pages_of(browser_of(ben)) == before


def test_ben_cannot_tell_an_empty_week_from_one_that_stayed(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    week(ada, 5, 6, 6)
    acts.share_trends(ada, "closeness")
    before = pages_of(browser_of(ben))
    week(ada, 6, 6, 6, 6)
    week(ada, 7, 1)
    assert pages_of(browser_of(ben)) == before


def test_the_week_that_runs_shows_nothing(ada: Person, ben: Person, space: Space, browser_of: Browser) -> None:
    week(ada, 7, 6, 6)
    acts.share_trends(ada, "closeness")
    before = pages_of(browser_of(ben))
    week(ada, 8, 0, 0, 0, 0)
    assert pages_of(browser_of(ben)) == before


def test_no_day_word_feeling_or_line_of_adas_reaches_bens_page(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    for ago in range(5, 40):
        acts.keep(ada, ago=ago, closeness=6, feelings=["lonely"], rituals=["touch"], place="jaw", line="marmalade")
    acts.share_trends(ada, "closeness")
    for period in Period:
        page = main_of(browser_of(ben).get(f"{TRENDS}?for={period.value}"))
        assert "<bdi>Ada</bdi>" in page
        for word in ("marmalade", "Lonely", "A welcome touch", "Jaw", " on 35 days", "Tension</title>"):
            assert word not in page, word
        assert not re.search(r"(Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday) \d", page)


@pytest.mark.parametrize("scale", ["closeness", "tension", "energy"])
def test_only_the_chosen_lines_show(scale: str, ada: Person, ben: Person, space: Space, browser_of: Browser) -> None:
    for ago in range(5, 40):
        acts.keep(ada, ago=ago, closeness=6, tension=6, energy=6)
    acts.share_trends(ada, scale)
    page = browser_of(ben).get(TRENDS)
    shown = {picture.name for picture in page.context["pictures"] if picture.curves}
    assert shown == {scale}


def test_what_the_preview_shows_is_what_ben_gets(ada: Person, ben: Person, space: Space, browser_of: Browser) -> None:
    for number in range(8):
        week(ada, number, number, number + 1, 9, scale="tension")
    hers = browser_of(ada)
    for period in Period:
        query = {"look": "1", "scale": "tension", "for": period.value}
        preview = hers.get(f"{TRENDS}share/", query)
        [picture] = preview.context["pictures"]
        assert "Nothing new is shared yet." in main_of(preview)
        posted = {name: preview.context["form"][name].value() for name in ("scale", "space")}
        assert hers.post(f"{TRENDS}share/", posted).status_code == 302
        seen = browser_of(ben).get(TRENDS, {"for": period.value}).context["pictures"]
        assert [each.curves for each in seen if each.curves] == [picture.curves]
        weekly.take_back(author=ada)


def test_ben_sees_it_beside_his_own_in_her_colour(ada: Person, ben: Person, space: Space, browser_of: Browser) -> None:
    week(ada, 7, 6, 6)
    acts.keep(ben, ago=1, closeness=4)
    acts.share_trends(ada, "closeness")
    page = browser_of(ben).get(TRENDS)
    curves = page.context["pictures"][0].curves
    assert [(curve.name, curve.colour, curve.by_week) for curve in curves] == [
        ("Ben", "iris", False),
        ("Ada", "clay", True),
    ]
    assert "Ada, week by week: Around ‘Near’ throughout." in main_of(page)


# --- Sharing, taking back, leaving --------------------------------------------------------------


def sees(person: Person, browser_of: Browser, *, of: str = "Ada") -> bool:
    pictures = browser_of(person).get(TRENDS).context["pictures"]
    return any(curve.name == of for picture in pictures for curve in picture.curves)


def test_nobody_sees_a_line_before_it_is_shared_and_nobody_but_ben_after(
    ada: Person, ben: Person, cleo: Person, space: Space, browser_of: Browser
) -> None:
    eve = cast.person("Eve")
    cast.part(cast.pair(eve, cast.person("Finn")), who_left=eve, at=EVENING)
    week(ada, 7, 6, 6)
    assert not sees(ben, browser_of)
    acts.share_trends(ada, "closeness")
    assert sees(ben, browser_of)
    assert not sees(cleo, browser_of)
    assert not sees(eve, browser_of)
    Person.objects.filter(pk=ben.pk).update(locks_journal=True)
    assert not sees(ben, browser_of)  # what others share lies under his own lock


def test_with_nothing_to_show_there_is_nothing_to_share(ada: Person, space: Space, browser_of: Browser) -> None:
    week(ada, 8, 6, 6)
    week(ada, 7, 6)
    page = main_of(browser_of(ada).get(f"{TRENDS}share/"))
    assert "There is nothing to show yet." in page
    assert "<form" not in page
    with pytest.raises(PreviewOutdated):
        acts.share_trends(ada, "closeness")
    posted = {"scale": "closeness", "space": str(space.pk)}
    assert browser_of(ada).post(f"{TRENDS}share/", posted).status_code == 422
    assert not Share.objects.exists()


def test_choosing_nothing_says_so_and_what_no_page_offers_shares_nothing(
    ada: Person, space: Space, browser_of: Browser
) -> None:
    week(ada, 7, 6, 6)
    browser = browser_of(ada)
    assert "Choose something to show" in main_of(browser.get(f"{TRENDS}share/?look=1"))
    assert browser.get(f"{TRENDS}share/?look=1&scale=energy").status_code == 422
    for forged in ({"scale": "mood"}, {"scale": "closeness", "space": "x"}, {"space": str(space.pk)}):
        assert browser.post(f"{TRENDS}share/", forged).status_code == 422
    assert not Share.objects.exists()


def test_later_weeks_join_by_themselves(ada: Person, ben: Person, space: Space, browser_of: Browser) -> None:
    week(ada, 7, 6, 6)
    acts.share_trends(ada, "closeness")
    week(ada, 8, 2, 2)
    with time_machine.travel(SUNDAY + timedelta(days=1), tick=False):
        [curve] = browser_of(ben).get(TRENDS).context["pictures"][0].curves
        assert [row.words for row in curve.rows] == ["In between – Near", "In between – Near", "Far – A little far"]


def test_today_tells_of_a_shared_line_for_a_week(ada: Person, ben: Person, space: Space, browser_of: Browser) -> None:
    told = "<bdi>Ada</bdi> shares a line with you"
    week(ada, 7, 6, 6)
    assert told not in main_of(browser_of(ben).get("/today/"))
    acts.share_trends(ada, "closeness")
    assert told in main_of(browser_of(ben).get("/today/"))
    assert "shares a line" not in main_of(browser_of(ada).get("/today/"))
    with time_machine.travel(EVENING + timedelta(days=7), tick=False):
        assert told not in main_of(browser_of(ben).get("/today/"))


def test_taking_back_acts_on_the_very_next_request(ada: Person, ben: Person, space: Space, browser_of: Browser) -> None:
    week(ada, 7, 6, 6)
    before = pages_of(browser_of(ben))
    acts.share_trends(ada, "closeness")
    assert sees(ben, browser_of)
    said = browser_of(ada).post(f"{TRENDS}take-back/", follow=True)
    assert "It may already have been seen." in main_of(said)
    assert pages_of(browser_of(ben)) == before
    assert not SharedTrends.objects.exists()


def test_taking_everything_back_takes_the_lines_too(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    for person in (ada, ben):
        week(person, 7, 6, 6)
        acts.share_trends(person, "closeness")
    browser_of(ada).post("/journal/take-back/")
    assert not sees(ben, browser_of)
    assert sees(ada, browser_of, of="Ben")


@pytest.mark.parametrize("leaver", ["ada", "ben"])
def test_the_choice_dies_with_the_space_and_returning_revives_nothing(
    leaver: str, ada: Person, ben: Person, cleo: Person, space: Space, browser_of: Browser
) -> None:
    week(ada, 7, 6, 6)
    acts.share_trends(ada, "closeness")
    spaces.leave(person=ada if leaver == "ada" else ben, at=EVENING)
    assert not sees(ben, browser_of)
    assert "Only you" in main_of(browser_of(ada).get(TRENDS))
    pair_up(ada, ben, EVENING)
    assert not sees(ben, browser_of)
    assert weekly.shared_scales(acts.tie(ada)) == ()
    with pytest.raises(PreviewOutdated):  # the old weeks are none of the new space's
        acts.share_trends(ada, "closeness")
    week(ada, 9, 3, 3)
    later = EVENING + timedelta(days=14)
    with time_machine.travel(later, tick=False):
        acts.share_trends(ada, "closeness", at=later)
        [curve] = browser_of(ben).get(TRENDS).context["pictures"][0].curves
        assert [row.words for row in curve.rows] == ["A little far"]


def test_a_preview_made_for_ben_shares_nothing_with_somebody_after_him(
    ada: Person, cleo: Person, space: Space, browser_of: Browser
) -> None:
    week(ada, 7, 6, 6)
    old = str(space.pk)
    spaces.leave(person=ada, at=EVENING)
    cast.pair(ada, cleo, at=OPENED)
    assert browser_of(ada).post(f"{TRENDS}share/", {"scale": "closeness", "space": old}).status_code == 422
    assert not sees(cleo, browser_of)


def test_the_pages_say_who_sees_what(ada: Person, space: Space, browser_of: Browser) -> None:
    week(ada, 7, 6, 6)
    hers = browser_of(ada)
    assert "Only you" in main_of(hers.get(TRENDS))
    acts.share_trends(ada, "closeness")
    said = "Of this, <bdi>Ben</bdi> sees one mark a week: Closeness. Nothing else."
    assert said in main_of(hers.get(TRENDS))
    assert "<bdi>Ben</bdi> sees one mark a week, once the week is over: Closeness." in main_of(hers.get("/checkin/"))
    again = hers.get(f"{TRENDS}share/", {"look": "1", "scale": "closeness"})
    assert "<bdi>Ben</bdi> sees exactly this." in main_of(again)
    assert "Share with" not in main_of(again)


def test_the_database_keeps_one_choice_a_person_that_shows_something(ada: Person, ben: Person, space: Space) -> None:
    week(ada, 7, 6, 6)
    acts.share_trends(ada, "closeness")
    acts.share_trends(ada, "closeness")
    row = SharedTrends.objects.get()
    assert row.pk == ada.pk
    for wrong in ({"closeness": False}, {"author": ben}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SharedTrends.objects.filter(pk=row.pk).update(**wrong)


def test_weeks_alike_stand_in_one_line_of_what_a_therapist_reads(ada: Person) -> None:
    for number, level in enumerate((8, 8, 2, 8)):
        week(ada, number, level, level, level)
    with time_machine.travel(SUNDAY - timedelta(days=27), tick=False):
        face = trends_face(ada, ada.pk)
    assert face is not None
    closeness = next(part.text for part in face.parts if part.key == "closeness")
    lines = closeness.split("\n")
    assert [line.partition(": ")[2] for line in lines] == ["Near", "A little far", "Near"]
    assert lines[0].startswith("Weeks of ")
    assert lines[0].endswith(" to Monday 19 January: Near")
    assert lines[1].startswith("Week of Monday 26 January")
