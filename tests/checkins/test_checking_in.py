"""One check-in a person and local day: kept, changed until midnight, and never lost on the way."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from intima.accounts.models import Person
from reflections.checkins import actions
from reflections.checkins.models import CheckIn
from tests import cast
from tests.cast import EVENING

Browser = Callable[[Person | None], Client]
URL = "/checkin/"
UNTOUCHED = {"day": "2026-03-12", "closeness": "5", "tension": "5", "energy": "5"}


@pytest.fixture(autouse=True)
def _evening() -> Any:
    with time_machine.travel(EVENING, tick=False):
        yield


def kept(person: Person) -> CheckIn:
    return CheckIn.objects.get(person=person, day=date(2026, 3, 12))


def test_ada_keeps_how_her_evening_is(ada: Person, browser_of: Browser) -> None:
    browser = browser_of(ada)
    answer = browser.post(
        URL,
        {
            **UNTOUCHED,
            "closeness": "6",
            "energy": "2",
            "feelings": ["tender", "tired"],
            "place": "shoulders",
            "rituals": ["thank_you"],
            "line": "He made tea before I asked.",
        },
    )
    assert answer.status_code == 302
    assert answer["Location"] == reverse("checkins:kept")
    row = kept(ada)
    assert (row.closeness, row.tension, row.energy) == (6, None, 2)
    assert (row.feelings, row.place, row.rituals) == (["tender", "tired"], "shoulders", ["thank_you"])
    assert row.line == "He made tea before I asked."
    page = browser.get(answer["Location"]).content.decode()
    assert "<bdi>He made tea before I asked.</bdi>" in page
    assert "Tender, Tired" in page


def test_what_was_kept_is_read_back_between_words_without_a_number(ada: Person, browser_of: Browser) -> None:
    actions.keep(person=ada, at=EVENING, closeness=10, tension=4)
    page = " ".join(browser_of(ada).get(reverse("checkins:kept")).content.decode().split())
    assert "of 10" not in page
    assert '<span class="hidden">Close</span> <span class="meta" aria-hidden="true">Far</span>' in page
    assert '<span class="hidden">A little tight</span> <span class="meta" aria-hidden="true">Loose</span>' in page
    assert "Energy" not in page
    assert '<circle cx="100%"' in page
    assert '<circle cx="40%"' in page


def test_a_slider_that_says_nothing_lies_hollow_and_one_that_was_moved_does_not(
    ada: Person, browser_of: Browser
) -> None:
    actions.keep(person=ada, at=EVENING, closeness=5, tension=6)
    flat = " ".join(browser_of(ada).get(URL).content.decode().split())
    assert '<input class="slider" type="range" id="closeness"' in flat
    assert '<input class="slider" type="range" id="tension"' in flat
    assert '<input class="slider at-rest" type="range" id="energy"' in flat


def test_a_page_that_nobody_touched_says_nothing(ada: Person, browser_of: Browser) -> None:
    browser_of(ada).post(URL, UNTOUCHED)
    row = kept(ada)
    assert (row.closeness, row.tension, row.energy, row.line) == (None, None, None, "")


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"closeness": "8"}, 8),
        ({"closeness": "0"}, 0),
        ({"closeness": "10"}, 10),
        ({"closeness": "5"}, None),
        ({"closeness": ""}, None),
        ({"closeness": "5", "closeness_word": "5"}, 5),
        ({"closeness": "8", "closeness_word": "0"}, 0),
        ({"closeness": "8", "closeness_word": ""}, 8),
        ({"closeness": "8", "closeness_word": "3", "closeness_skip": "on"}, None),
        ({"closeness": "8", "closeness_skip": "on"}, None),
    ],
)
def test_rather_not_beats_a_word_a_word_beats_the_slider_and_the_middle_is_silent(
    posted: dict[str, str], said: int | None, ada: Person, browser_of: Browser
) -> None:
    assert browser_of(ada).post(URL, {**UNTOUCHED, **posted}).status_code == 302
    assert kept(ada).closeness == said


@pytest.mark.parametrize("number", range(11))
def test_keeping_the_page_again_unchanged_changes_nothing(number: int, ada: Person, browser_of: Browser) -> None:
    actions.keep(
        person=ada, at=EVENING, closeness=number, feelings=["warm"], place="jaw", rituals=["touch"], line="As it was"
    )
    browser = browser_of(ada)
    form = browser.get(URL).context["form"]
    posted = {name: value for name in form.fields if (value := form[name].value()) is not None}
    before = actions.of_day(ada, date(2026, 3, 12))
    browser.post(URL, {**UNTOUCHED, **posted})
    assert actions.of_day(ada, date(2026, 3, 12)) == before
    assert before is not None
    assert before.closeness == number


def test_the_filled_page_shows_what_was_kept(ada: Person, browser_of: Browser) -> None:
    actions.keep(person=ada, at=EVENING, closeness=7, feelings=["warm"], rituals=["promise"], place="chest", line="<b>")
    page = browser_of(ada).get(URL).content.decode()
    flat = " ".join(page.split())
    assert 'name="closeness" min="0" max="10" value="7"' in flat
    assert 'value="warm" checked' in flat
    assert 'value="promise" checked' in flat
    assert 'value="chest" selected' in flat
    assert 'value="&lt;b&gt;"' in flat


def test_a_line_that_is_too_long_comes_back_with_everything_kept(ada: Person, browser_of: Browser) -> None:
    long = "x" * 141
    answer = browser_of(ada).post(
        URL, {**UNTOUCHED, "closeness": "9", "feelings": ["glad"], "tension_skip": "on", "line": long}
    )
    assert answer.status_code == 422
    flat = " ".join(answer.content.decode().split())
    assert long in flat
    assert 'name="closeness" min="0" max="10" value="9"' in flat
    assert 'value="glad" checked' in flat
    assert 'name="tension_skip" checked' in flat
    assert 'aria-invalid="true" aria-describedby="line-error"' in flat
    assert '<div class="notice danger" role="alert" tabindex="-1" autofocus>' in flat
    assert '<a href="#line">' in flat
    assert not CheckIn.objects.exists()


def test_a_line_of_140_characters_has_room(ada: Person, browser_of: Browser) -> None:
    line = "é" * 139 + "🙂"
    assert browser_of(ada).post(URL, {**UNTOUCHED, "line": line}).status_code == 302
    assert kept(ada).line == line


@pytest.mark.parametrize(
    "forged",
    [
        {"closeness": "99"},
        {"closeness": "-1"},
        {"tension": "6.5"},
        {"energy": "loud"},
        {"closeness_word": "4"},
        {"feelings": ["tender", "murderous"]},
        {"rituals": ["overtime"]},
        {"place": "wallet"},
        {"day": "yesterday"},
        {"day": ""},
    ],
)
def test_what_no_page_of_ours_could_post_gets_400(forged: dict[str, Any], ada: Person, browser_of: Browser) -> None:
    assert browser_of(ada).post(URL, {**UNTOUCHED, **forged}).status_code == 400
    assert not CheckIn.objects.exists()


def test_bidi_marks_and_header_breaks_are_kept_as_they_are(ada: Person, browser_of: Browser) -> None:
    line = "\u202eolleh\u202c \u2066x\u2069"
    browser = browser_of(ada)
    browser.post(URL, {**UNTOUCHED, "line": line})
    assert kept(ada).line == line
    assert f"<bdi>{line}</bdi>" in browser.get(reverse("checkins:kept")).content.decode()


def test_with_a_partner_the_question_names_them_and_alone_it_works_too(
    ada: Person, cleo: Person, space: object, browser_of: Browser
) -> None:
    assert "How close do you feel to <bdi>Ben</bdi>?" in " ".join(browser_of(ada).get(URL).content.decode().split())
    alone = browser_of(cleo).get(URL).content.decode()
    assert "How close do you feel to the people you love?" in alone


def test_ben_sees_nothing_of_adas_day(ada: Person, ben: Person, space: object, browser_of: Browser) -> None:
    actions.keep(person=ada, at=EVENING, closeness=1, feelings=["lonely"], line="marmalade")
    browser = browser_of(ben)
    assert browser.get(reverse("checkins:kept"))["Location"] == URL
    page = browser.get(URL)
    assert page.context["form"]["feelings"].value() == []
    assert "marmalade" not in page.content.decode()
    assert actions.of_day(ben, date(2026, 3, 12)) is None


def test_the_line_lies_sealed_in_the_database(ada: Person) -> None:
    row = actions.keep(person=ada, at=EVENING, line="marmalade")
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT line FROM checkins_checkin")
        raw = bytes(cursor.fetchone()[0])
    assert b"marmalade" not in raw
    assert "marmalade" not in str(row)


def test_the_database_refuses_a_second_row_and_a_number_off_the_scale(ada: Person) -> None:
    row = actions.keep(person=ada, at=EVENING)
    for wrong in (
        CheckIn(person=ada, day=row.day, line="", checked_at=EVENING),
        CheckIn(person=ada, day=date(2026, 1, 1), closeness=11, line="", checked_at=EVENING),
        CheckIn(person=ada, day=date(2026, 1, 1), energy=-1, line="", checked_at=EVENING),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()


@pytest.mark.parametrize(
    ("zone", "at", "day"),
    [
        ("Europe/London", datetime(2026, 3, 12, 23, 59, 59, tzinfo=UTC), date(2026, 3, 12)),
        ("Europe/London", datetime(2026, 3, 13, 0, 0, tzinfo=UTC), date(2026, 3, 13)),
        ("Pacific/Auckland", datetime(2026, 3, 12, 10, 59, tzinfo=UTC), date(2026, 3, 12)),
        ("Pacific/Auckland", datetime(2026, 3, 12, 11, 0, tzinfo=UTC), date(2026, 3, 13)),
        ("America/Los_Angeles", datetime(2026, 3, 13, 6, 59, tzinfo=UTC), date(2026, 3, 12)),
        ("America/Los_Angeles", datetime(2026, 3, 13, 7, 0, tzinfo=UTC), date(2026, 3, 13)),
        ("Asia/Kathmandu", datetime(2026, 3, 12, 18, 14, tzinfo=UTC), date(2026, 3, 12)),
        ("Asia/Kathmandu", datetime(2026, 3, 12, 18, 15, tzinfo=UTC), date(2026, 3, 13)),
        ("Pacific/Kiritimati", datetime(2026, 3, 12, 10, 0, tzinfo=UTC), date(2026, 3, 13)),
        ("Europe/London", datetime(2026, 3, 29, 23, 0, tzinfo=UTC), date(2026, 3, 30)),  # summer time began that day
    ],
)
def test_the_day_ends_at_the_persons_own_midnight(zone: str, at: datetime, day: date, db: None) -> None:
    person = cast.person("Ada", time_zone=zone)
    assert actions.keep(person=person, at=at).day == day
    assert actions.checked_in(person.pk, day)
    assert not actions.checked_in(person.pk, day - timedelta(days=1))


def test_a_page_opened_before_midnight_asks_again_after_it(ada: Person, browser_of: Browser) -> None:
    browser = browser_of(ada)
    actions.keep(person=ada, at=EVENING, line="Thursday")
    with time_machine.travel(datetime(2026, 3, 13, 0, 1, tzinfo=UTC), tick=False):
        late = browser.post(URL, {**UNTOUCHED, "closeness": "2", "line": "Still awake"})
        assert late.status_code == 422
        flat = " ".join(late.content.decode().split())
        assert "It is a new day where you are." in flat
        assert 'name="day" value="2026-03-13"' in flat
        assert 'value="Still awake"' in flat
        again = browser.post(URL, {**UNTOUCHED, "day": "2026-03-13", "closeness": "2", "line": "Still awake"})
        assert again.status_code == 302
    assert kept(ada).line == "Thursday"
    assert CheckIn.objects.get(person=ada, day=date(2026, 3, 13)).line == "Still awake"


def test_whoever_hops_between_zones_keeps_one_row_a_local_day(ada: Person, browser_of: Browser) -> None:
    browser = browser_of(ada)
    for zone, day in [("Europe/London", "2026-03-12"), ("Asia/Tokyo", "2026-03-13"), ("Europe/London", "2026-03-12")]:
        Person.objects.update(time_zone=zone)
        assert browser.post(URL, {**UNTOUCHED, "day": day, "line": zone}).status_code == 302
    assert sorted((str(row.day), row.line) for row in CheckIn.objects.all()) == [
        ("2026-03-12", "Europe/London"),
        ("2026-03-13", "Asia/Tokyo"),
    ]


@pytest.mark.parametrize("day", ["2026-03-13", "2026-03-11", "2126-03-12", "9999-12-31"])
def test_no_day_can_be_kept_but_todays(day: str, ada: Person, browser_of: Browser) -> None:
    answer = browser_of(ada).post(URL, {**UNTOUCHED, "day": day, "line": "Tomorrow."})
    assert answer.status_code == 422
    assert not CheckIn.objects.exists()


def test_the_rhythm_is_four_of_the_last_seven(ada: Person, browser_of: Browser) -> None:
    for ago in (0, 1, 3, 6, 7, 12):
        actions.keep(person=ada, at=EVENING - timedelta(days=ago))
    rhythm = actions.rhythm(ada, date(2026, 3, 12))
    assert rhythm.kept == 4
    assert [one for _day, one in rhythm.days] == [True, False, False, True, False, True, True]
    page = browser_of(ada).get(reverse("checkins:kept")).content.decode()
    assert "4 of the last 7 days" in page
    assert "streak" not in page.lower()
