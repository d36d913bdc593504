"""From a time of one's own day to an instant: gaps, times that come twice, and days that do not end at midnight."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intima.kit import clock
from reflections.reminders import times
from reflections.reminders.models import EVERY_DAY, mask


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "local", "expected"),
    [
        ("Europe/London", "2026-03-12", "20:30", "2026-03-12T20:30"),
        ("Europe/London", "2026-07-12", "20:30", "2026-07-12T19:30"),
        # Skipped: the first valid instant after.
        ("Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T01:00"),
        ("America/New_York", "2026-03-08", "02:00", "2026-03-08T07:00"),
        ("America/New_York", "2026-03-08", "02:59", "2026-03-08T07:00"),
        ("Australia/Lord_Howe", "2026-10-04", "02:10", "2026-10-03T15:30"),  # a gap of half an hour
        ("Africa/Cairo", "2026-04-24", "00:15", "2026-04-23T22:00"),  # a gap at midnight
        ("America/Nuuk", "2026-03-28", "23:30", "2026-03-29T01:00"),  # a gap that ends the day
        # Twice: the first time.
        ("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T00:30"),
        ("America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30"),
        ("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45"),
        # Offsets that are no whole hours, and the ends of the earth.
        ("Asia/Kathmandu", "2026-03-12", "20:30", "2026-03-12T14:45"),
        ("Pacific/Kiritimati", "2026-03-12", "00:00", "2026-03-11T10:00"),
        ("Etc/GMT+12", "2026-03-12", "23:59", "2026-03-13T11:59"),
    ],
)
def test_a_local_time_is_one_instant(zone: str, day: str, local: str, expected: str) -> None:
    found = times.instant(date.fromisoformat(day), time.fromisoformat(local), ZoneInfo(zone))
    assert found == utc(expected)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-28T18:59", "2026-03-28T19:00"),
        ("2026-03-28T19:00", "2026-03-29T18:00"),  # that very moment is no time to come; summer begins overnight
        ("2026-03-28T23:30", "2026-03-29T18:00"),  # past midnight there
    ],
)
def test_the_next_eight_in_the_evening_is_on_the_zones_own_day(at: str, expected: str) -> None:
    assert times.coming(time(20, 0), ZoneInfo("Europe/Berlin"), utc(at)) == utc(expected)


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Nuuk", "Asia/Tokyo"]
)
@pytest.mark.parametrize("local", ["00:00", "02:30", "20:30", "23:45"])
def test_a_year_has_one_instant_a_day_in_order(zone: str, local: str) -> None:
    day, here = date(2026, 1, 1), ZoneInfo(zone)
    instants = [times.instant(day + timedelta(days=number), time.fromisoformat(local), here) for number in range(366)]
    apart = [later - earlier for earlier, later in pairwise(instants)]
    assert all(timedelta(hours=22) < gap < timedelta(hours=26) for gap in apart)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(sorted(clock.zone_names())),
    st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    st.times().map(lambda local: local.replace(second=0, microsecond=0)),
)
def test_no_earlier_instant_shows_that_time_or_a_later_one(zone: str, day: date, local: time) -> None:
    here = ZoneInfo(zone)
    found = times.instant(day, local, here)
    wanted = datetime.combine(day, local)
    assert found.astimezone(here).replace(tzinfo=None) >= wanted
    just_before = (found - timedelta(seconds=1)).astimezone(here).replace(tzinfo=None)
    assert just_before < wanted


def test_the_next_day_is_a_chosen_one() -> None:
    friday = date(2026, 3, 13)
    due = times.upcoming(
        time(20, 30), mask([0, 2]), ZoneInfo("Europe/London"), from_day=friday, not_before=utc("2026-03-13T12:00")
    )
    assert due == (date(2026, 3, 16), utc("2026-03-16T20:30"))


def test_a_time_that_has_passed_today_is_tomorrow() -> None:
    here = ZoneInfo("Europe/London")
    found = [
        times.upcoming(time(20, 30), EVERY_DAY, here, from_day=date(2026, 3, 12), not_before=utc(at)).day.day
        for at in ("2026-03-12T20:29", "2026-03-12T20:30", "2026-03-12T20:31")
    ]
    assert found == [12, 12, 13]
