"""The one clock. Views ask `now()` and hand it on; actions take the time as an argument."""

import zoneinfo
from datetime import date, datetime, tzinfo
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Zones come from the pinned `tzdata` alone, wherever in the process they are asked for: a machine's own files may be
# of another release, and then two machines would disagree about when somebody's day begins.
zoneinfo.reset_tzpath(to=())


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return timezone.now()


def local_day(at: datetime, zone: tzinfo) -> date:
    """The calendar day that `at` falls on for somebody living in `zone`."""
    return at.astimezone(zone).date()


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """Every IANA zone name of the pinned `tzdata` release; the machine's own copy is never asked."""
    return frozenset(resources.files("tzdata").joinpath("zones").read_text().split())


def check_zone(name: str) -> None:
    """Raise ValidationError unless `name` is an IANA zone of the pinned release."""
    if name not in zone_names():
        raise ValidationError(_("Choose a time zone from the list."), code="unknown_zone")


def zone(name: str) -> ZoneInfo:
    """The zone called `name`. Raises ValidationError for a name that is not in the list."""
    check_zone(name)
    return ZoneInfo(name)


class PartOfDay(StrEnum):
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"


def part_of_day(at: datetime, zone: tzinfo) -> PartOfDay:
    """What people in `zone` call this hour: morning from 5, afternoon from 12, evening from 18, night from 23."""
    hour = at.astimezone(zone).hour
    if hour < 5 or hour >= 23:
        return PartOfDay.NIGHT
    if hour < 12:
        return PartOfDay.MORNING
    return PartOfDay.AFTERNOON if hour < 18 else PartOfDay.EVENING
