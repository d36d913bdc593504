"""What many of one's own days come to, day by day or week by week."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from intima.accounts.models import Person
from reflections.checkins.models import SCALES, CheckIn

WEEK = timedelta(days=7)


class Period(TextChoices):
    FOUR_WEEKS = "4-weeks", _("4 weeks")
    THREE_MONTHS = "3-months", _("3 months")
    YEAR = "year", _("A year")

    @property
    def weeks(self) -> int:
        """How many, this one among them."""
        return {Period.FOUR_WEEKS: 4, Period.THREE_MONTHS: 13, Period.YEAR: 52}[self]

    @property
    def by_week(self) -> bool:
        """Whether one's own days come as means of their weeks: more than a month of days is too fine a line to read."""
        return self != Period.FOUR_WEEKS


@dataclass(frozen=True)
class Window:
    """The weeks that a picture shows: from a Monday to the Sunday after the person's today."""

    period: Period
    today: date

    @property
    def start(self) -> date:
        return monday(self.today) - (self.period.weeks - 1) * WEEK

    @property
    def days(self) -> int:
        return self.period.weeks * 7

    @property
    def end(self) -> date:
        """Its last day."""
        return self.start + timedelta(days=self.days - 1)


@dataclass(frozen=True)
class Point:
    """One mark on a line: a day or, where the line goes by weeks, a week's Monday; and where on the scale it lies."""

    day: date
    value: float


Line = tuple[Point, ...]


@dataclass(frozen=True)
class Trends:
    """A person's own days within a window. `said` are the single days of each scale, `lines` what is drawn of them."""

    days: frozenset[date]
    said: dict[str, Line]
    lines: dict[str, Line]
    feelings: Counter[str]
    rituals: Counter[str]

    @property
    def kept(self) -> int:
        """On how many days there was a check-in."""
        return len(self.days)


def monday(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def own(person: Person, window: Window) -> Trends:
    """The person's own days within the window. One query, whose rows the window bounds."""
    rows = CheckIn.objects.of(person.pk).filter(day__range=(window.start, window.end)).order_by("day")
    found = list(rows.values_list("day", *SCALES, "feelings", "rituals"))
    said = {
        scale: tuple(Point(row[0], row[place]) for row in found if row[place] is not None)
        for place, scale in enumerate(SCALES, start=1)
    }
    return Trends(
        days=frozenset(row[0] for row in found),
        said=said,
        lines={scale: _by_week(line) for scale, line in said.items()} if window.period.by_week else said,
        feelings=Counter(key for row in found for key in row[4]),
        rituals=Counter(key for row in found for key in row[5]),
    )


def _by_week(line: Line) -> Line:
    weeks: dict[date, list[float]] = {}
    for point in line:
        weeks.setdefault(monday(point.day), []).append(point.value)
    return tuple(Point(week, sum(values) / len(values)) for week, values in weeks.items())


def lines_of(person: Person, window: Window) -> list[CheckIn]:
    """Of the latest ten days within the window, those that hold a line. For the person alone. One query."""
    rows = CheckIn.objects.of(person.pk).filter(day__range=(window.start, window.end)).order_by("-day")[:10]
    return [row for row in rows if row.line]
