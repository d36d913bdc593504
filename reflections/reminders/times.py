"""From a time on somebody's own clock to an instant. The whole of what reminders know about time zones."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import count
from typing import NamedTuple


class Due(NamedTuple):
    """A reminder's local date, and the instant it is due."""

    day: date
    at: datetime


def instant(day: date, local_time: time, zone: tzinfo) -> datetime:
    """When `local_time` comes on `day` in `zone`, in UTC.

    A time that comes twice is its first time; a time that the clocks skip is the first valid instant after it.
    """
    wanted = datetime.combine(day, local_time)
    first = wanted.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) == wanted:
        return first
    # Skipped. Reckoned with the offset before the change it lies after the change, and the other way round, so
    # the change is between the two: find it to the second.
    before, after = wanted.replace(tzinfo=zone, fold=1).astimezone(UTC), first
    new_offset = after.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == new_offset:
            after = middle
        else:
            before = middle
    return after


def coming(local_time: time, zone: tzinfo, at: datetime) -> datetime:
    """The next instant after `at` at which clocks in `zone` show `local_time`."""
    today = at.astimezone(zone).date()
    found = instant(today, local_time, zone)
    return found if found > at else instant(today + timedelta(days=1), local_time, zone)


def upcoming(local_time: time, weekdays: int, zone: tzinfo, *, from_day: date, not_before: datetime) -> Due:
    """The first chosen weekday from `from_day` on whose instant is not before `not_before`.

    `weekdays` are bits, Monday the lowest, with at least one set.
    """
    # The local date before `not_before` is worth a look: a gap may push its time past midnight.
    first = max(from_day, not_before.astimezone(zone).date() - timedelta(days=1))
    for days in count():
        day = first + timedelta(days=days)
        if weekdays >> day.weekday() & 1:
            at = instant(day, local_time, zone)
            if at >= not_before:
                return Due(day, at)
    raise AssertionError("a week has no chosen day")
