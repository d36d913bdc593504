"""How the caseload speaks: of a day, of a while, of what was told about homework. It counts that, and nothing else."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from exercises.caseload.actions.cases import Case, Line
from intima.kit.templatetags.kit import day_words

SOON = timedelta(days=6)  # a day so near is called by its weekday


def when(at: datetime, now: datetime) -> str:
    """'Today, 16:00', 'Wednesday, 9:00', 'Friday 3 April, 14:00', on the reader's own clock."""
    here, today = timezone.localtime(at), timezone.localdate(now)
    day, time = here.date(), date_format(here, "H:i")
    if day == today:
        return _("Today, %(time)s") % {"time": time}
    if day == today + timedelta(days=1):
        return _("Tomorrow, %(time)s") % {"time": time}
    words = date_format(day, "l").capitalize() if today < day <= today + SOON else day_words(day)
    return _("%(day)s, %(time)s") % {"day": words, "time": time}


def since(at: datetime, now: datetime) -> str:
    """'January', with the year when it is not this one."""
    here = timezone.localtime(at)
    if here.year == timezone.localtime(now).year:
        return date_format(here, pgettext("a month, in Django's letters", "F"))
    return date_format(here, pgettext("a month, in Django's letters", "F Y"))


def told(states: Iterable[str]) -> str:
    """'2 done, 1 in part, 1 not this week'."""
    return ", ".join(_told(Counter(states)))


def _told(counted: Counter[str]) -> Iterator[str]:
    if number := counted["done"]:
        yield ngettext("%(number)s done", "%(number)s done", number) % {"number": number}
    if number := counted["part"]:
        yield ngettext("%(number)s in part", "%(number)s in part", number) % {"number": number}
    if number := counted["rest"]:
        yield ngettext("%(number)s not this week", "%(number)s not this week", number) % {"number": number}


# An icon for each kind of thing; what has none is a sheet of paper.
_GLYPHS = {
    "journal.entry": "notebook",
    "checkins.day": "coffee",
    "checkins.trends": "chart-line",
    "loop.card": "refresh-ccw",
    "practices.run": "footprints",
}


def glyph(kind: str) -> str:
    return _GLYPHS.get(kind, "file-text")


@dataclass(frozen=True)
class Head:
    """What a page says of a case: who, since when, when next, and where its pages are."""

    names: list[str]
    about: str
    next: str
    url: str
    brief_url: str
    session_url: str


def head(case: Case, now: datetime) -> Head:
    month = since(case.began_at, now)
    about = _("Couple, since %(month)s") if case.is_couple else _("Since %(month)s")
    return Head(
        names=case.names,
        about=about % {"month": month},
        next=when(case.meets_at, now) if case.meets_at else "",
        url=url(case),
        brief_url=url(case, "brief"),
        session_url=url(case, "session"),
    )


def url(case: Case, what: str = "") -> str:
    """The case's own page, or one below it: of a couple the page of the two."""
    name = {"": "couple", "brief": "couple_brief", "session": "couple_session"}[what]
    name = name if case.is_couple else what or "client"
    return reverse(f"caseload:{name}", args=[case.pk])


@dataclass(frozen=True)
class Listed:
    """A row of the caseload."""

    head: Head
    strip: tuple[str, ...]
    told: str
    shared: tuple[Any, ...]


def line(line: Line, now: datetime) -> Listed:
    return Listed(head(line.case, now), line.said, told(line.said), line.shared)
