"""Every zone, day and time against a second almanac, made from pytz: one letter a local day, at its first instant.

`make proofs` goes through every zone of the release; a dozen that do odd things are here for every run.
"""

from datetime import UTC, date, datetime, time
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
import pytz
import tzdata

from intima.kit import clock
from reflections.reminders import times
from reflections.reminders.models import EVERY_DAY
from tests.reminders.almanac import DAY, HALF_HOURS, Almanac

THREE_YEARS = (date(2025, 1, 1), 3 * 365)
ODD = [
    "Africa/Cairo",  # summer begins at midnight
    "Africa/Casablanca",  # back and forth around Ramadan
    "America/Havana",  # midnight comes twice
    "America/Nuuk",  # a gap that ends the day
    "America/Santiago",
    "America/St_Johns",  # half an hour beside the others
    "Antarctica/Troll",  # two hours at once
    "Asia/Gaza",
    "Asia/Kathmandu",  # no change, and three quarters of an hour
    "Australia/Lord_Howe",  # half an hour at once
    "Europe/Dublin",  # winter is the exception there
    "Pacific/Chatham",
]


def differences(zone: str, first: date, days: int, of_a_day: tuple[time, ...]) -> list[str]:
    """Where the site and the almanac disagree: at these times of each day, and in each minute around each change."""
    almanac, here = Almanac(zone, first, days), ZoneInfo(zone)
    wanted = [datetime.combine(day, local) for day in almanac.days for local in of_a_day]
    found = []
    for each in [*wanted, *almanac.around_changes()]:
        at = times.instant(each.date(), each.time(), here).replace(tzinfo=None)
        if at != almanac.instant(each):
            found.append(f"{zone} {each}: {at}, not {almanac.instant(each)}")
    return found


def evenly(zone: str, first: date, days: int, local_time: time) -> bool:
    """Whether one due time after the other, each reckoned from the last, has every day once, in order."""
    here, day_before = ZoneInfo(zone), first - DAY
    dues = [times.Due(day_before, times.instant(day_before, local_time, here))]
    for _day in range(days):
        last = dues[-1]
        due = times.upcoming(local_time, EVERY_DAY, here, from_day=last.day + DAY, not_before=last.at)
        dues.append(due)
    return all(later.day - sooner.day == DAY and later.at > sooner.at for sooner, later in pairwise(dues))


def test_both_almanacs_are_of_one_release() -> None:
    assert tzdata.IANA_VERSION == pytz.OLSON_VERSION, (
        "requirements.txt pins tzdata and requirements-dev.txt pytz, of different IANA releases: pin the older of the "
        "two releases in pyproject.toml for both (both number 2026f as 2026.6) and run `make lock`."
    )
    assert clock.zone_names() - {"Factory"} == set(pytz.all_timezones)  # 'Factory' says that no zone was chosen


@pytest.mark.parametrize("zone", ODD)
def test_an_odd_zone_has_each_time_of_each_day_at_its_first_instant(zone: str) -> None:
    assert differences(zone, *THREE_YEARS, HALF_HOURS[::12]) == []
    assert evenly(zone, *THREE_YEARS, time(2, 30))


def test_a_day_that_never_came_is_over_when_the_next_begins() -> None:
    """Samoa crossed the date line at the end of 29 December 2011: whoever had a letter then had it at midnight."""
    assert differences("Pacific/Apia", date(2010, 7, 1), 3 * 365, HALF_HOURS[::6]) == []
    here = ZoneInfo("Pacific/Apia")
    for local_time in (time(0, 0), time(8, 0), time(23, 59)):
        found = times.instant(date(2011, 12, 30), local_time, here)
        assert found == datetime(2011, 12, 30, 10, 0, tzinfo=UTC)
        assert found.astimezone(here).date() == date(2011, 12, 31)
    assert evenly("Pacific/Apia", date(2011, 12, 1), 60, time(8, 0))


@pytest.mark.long
@pytest.mark.parametrize("zone", sorted(pytz.all_timezones))
def test_every_zone_has_every_half_hour_of_every_day_at_its_first_instant(zone: str) -> None:
    assert differences(zone, *THREE_YEARS, HALF_HOURS) == []
    for local_time in HALF_HOURS[::8]:
        assert evenly(zone, *THREE_YEARS, local_time)
