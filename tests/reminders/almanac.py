"""A second almanac: when a local time comes, reckoned from pytz's own data and in another way than the site reckons."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

import pytz

DAY, HOUR, MINUTE, SECOND = (timedelta(seconds=seconds) for seconds in (86400, 3600, 60, 1))
HALF_HOURS = tuple(time(number // 2, number % 2 * 30) for number in range(48))


class Stretch(NamedTuple):
    """A time without a change of the clocks, from `begins` to before `ends` in UTC, without tzinfo."""

    begins: datetime
    ends: datetime
    offset: timedelta


class Almanac:
    """One zone from the day `first` for `days` days. What is asked and answered has no tzinfo: local times, and UTC."""

    def __init__(self, zone: str, first: date, days: int) -> None:
        self.zone = pytz.timezone(zone)
        self.days = [first + number * DAY for number in range(days)]
        marks = [datetime.combine(first, time()) + number * DAY for number in range(-3, days + 4)]
        changes = [self._change(*between) for between in pairwise(marks) if len({*map(self._offset, between)}) > 1]
        edges = [marks[0], *changes, marks[-1]]
        self.stretches = [Stretch(begins, ends, self._offset(begins)) for begins, ends in pairwise(edges)]

    def instant(self, wanted: datetime) -> datetime:
        """The first instant at which clocks show `wanted` or, where they skip it, whatever they show next."""
        for begins, ends, offset in self.stretches:
            at = max(wanted - offset, begins)
            if at < ends:
                return at
        raise AssertionError("outside this almanac")

    def shows(self, at: datetime) -> datetime:
        """What clocks show at `at`."""
        return at + self._offset(at)

    def around_changes(self) -> Iterator[datetime]:
        """Each minute around what every change of the clocks skips or brings twice, with an hour before and after."""
        for before, after in pairwise(self.stretches):
            edges = sorted([after.begins + before.offset, after.begins + after.offset])
            wanted, last = edges[0].replace(second=0) - HOUR, edges[1] + HOUR
            while wanted <= last:
                if self.days[0] <= wanted.date() <= self.days[-1]:
                    yield wanted
                wanted += MINUTE

    def _offset(self, at: datetime) -> timedelta:
        offset: timedelta = self.zone.fromutc(at).utcoffset()
        return offset

    def _change(self, before: datetime, after: datetime) -> datetime:
        """The first second with the new offset, of a change between these two."""
        old = self._offset(before)
        while after - before > SECOND:
            middle = before + (after - before) // 2 // SECOND * SECOND
            before, after = (middle, after) if self._offset(middle) == old else (before, middle)
        return after
