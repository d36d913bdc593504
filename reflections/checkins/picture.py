"""Trends as pictures: where each mark lies, and the words for who cannot see them. Describes; never grades."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from statistics import mean

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from intima.kit.templatetags.kit import day_words
from reflections.checkins.actions.trends import WEEK, Line, Period, Point, Trends, Window
from reflections.checkins.wording import TITLES, WORDS, nearest

MOVED = 1.0  # of 10: how far the later half of the days lies from the earlier before a sentence speaks of it
ENOUGH = 4  # days of a scale before a direction is worth a word

_MOVES: dict[str, tuple[Promise, Promise]] = {
    "closeness": (gettext_lazy("closeness moved toward ‘Far’"), gettext_lazy("closeness moved toward ‘Close’")),
    "tension": (gettext_lazy("tension moved toward ‘Loose’"), gettext_lazy("tension moved toward ‘Tight’")),
    "energy": (gettext_lazy("energy moved toward ‘Empty’"), gettext_lazy("energy moved toward ‘Plenty’")),
}
_IN: dict[Period, Promise] = {
    Period.FOUR_WEEKS: gettext_lazy("In these 4 weeks"),
    Period.THREE_MONTHS: gettext_lazy("In these 3 months"),
    Period.YEAR: gettext_lazy("In these 12 months"),
}


@dataclass(frozen=True)
class Dot:
    """A mark, in per cent of the picture's width and height from the top left."""

    x: str
    y: str


@dataclass(frozen=True)
class Row:
    """A line of the table: a day or a week, and the words nearest to where it lies."""

    when: str
    words: str


@dataclass(frozen=True)
class Curve:
    """One person's line. `runs` are stretches without a gap, as an SVG polyline wants its points.

    `dots` are its marks; of the many weeks of a year those that no stretch shows, and the last.
    """

    name: str
    colour: str
    by_week: bool
    caption: str
    dots: list[Dot]
    runs: list[str]
    rows: list[Row]


@dataclass(frozen=True)
class Picture:
    """One scale over one window."""

    name: str
    title: Promise
    low: Promise
    high: Promise
    curves: list[Curve]
    dates: list[tuple[date, str]]  # four Mondays from the first on, and where they lie in per cent of the width


def sentence(trends: Trends, period: Period) -> str:
    """What a person's days come to, in one sentence."""
    inside = _IN[period]
    moved = [_MOVES[name][move > 0] for name, move in _moves(trends)]
    if len(moved) == 1:
        return _("%(inside)s, %(first)s.") % {"inside": inside, "first": moved[0]}
    if len(moved) == 2:
        said = {"inside": inside, "first": moved[0], "second": moved[1]}
        return _("%(inside)s, %(first)s and %(second)s.") % said
    if moved:
        said = {"inside": inside, "first": moved[0], "second": moved[1], "third": moved[2]}
        return _("%(inside)s, %(first)s, %(second)s and %(third)s.") % said
    if any(len(line) >= ENOUGH for line in trends.said.values()):
        return _("%(inside)s, your lines stayed about where they were.") % {"inside": inside}
    if trends.kept == 1:
        return _("%(inside)s, there is one day. A few more make a line.") % {"inside": inside}
    if trends.kept:
        return _("%(inside)s, there are a few days. A few more make a line.") % {"inside": inside}
    return _("%(inside)s, there is nothing of yours yet.") % {"inside": inside}


def _moves(trends: Trends) -> Iterator[tuple[str, float]]:
    """The scales whose later half lies elsewhere than the earlier, and how far up."""
    for name, line in trends.said.items():
        if len(line) >= ENOUGH:
            values, half = [point.value for point in line], len(line) // 2
            move = mean(values[-half:]) - mean(values[:half])
            if abs(move) >= MOVED:
                yield name, move


def picture(name: str, window: Window, curves: list[Curve]) -> Picture:
    words = WORDS[name]
    return Picture(
        name=name,
        title=TITLES[name],
        low=words[0][1],
        high=words[-1][1],
        curves=[curve for curve in curves if curve.dots],
        dates=[(day, _percent((day - window.start).days / window.days)) for day in _mondays(window)],
    )


def _mondays(window: Window) -> list[date]:
    return [window.start + number * (window.period.weeks // 4) * WEEK for number in range(4)]


def curve(scale: str, line: Line, window: Window, *, name: str, colour: str, by_week: bool) -> Curve:
    """Somebody's line on a scale."""
    dots = [_dot(point, window, by_week=by_week) for point in line]
    step = timedelta(days=7 if by_week else 1)
    runs: list[list[Dot]] = []
    for number, dot in enumerate(dots):
        if number and line[number].day - line[number - 1].day == step:
            runs[-1].append(dot)
        else:
            runs.append([dot])
    return Curve(
        name=name,
        colour=colour,
        by_week=by_week,
        caption=caption(scale, line, by_week=by_week),
        dots=[run[0] for run in runs[:-1] if len(run) == 1] + dots[-1:] if window.period == Period.YEAR else dots,
        runs=[" ".join(f"{dot.x},{dot.y}" for dot in run) for run in runs if len(run) > 1],
        rows=[Row(_when(point.day, by_week=by_week), between(scale, point.value)) for point in line],
    )


def _when(day: date, *, by_week: bool) -> str:
    return _week(day, get_language() or "") if by_week else day_words(day)


@lru_cache(maxsize=1024)  # a year of weeks stands in every table of the page
def _week(monday: date, language: str) -> str:
    return _("Week of %(day)s") % {"day": date_format(monday, pgettext("a day's date, in Django's letters", "j F Y"))}


def _dot(point: Point, window: Window, *, by_week: bool) -> Dot:
    middle = 3.5 if by_week else 0.5
    return Dot(_percent(((point.day - window.start).days + middle) / window.days), _percent(1 - point.value / 10))


def _percent(part: float) -> str:
    """Without the comma that some languages would print."""
    return f"{part * 100:.2f}"


def caption(scale: str, line: Line, *, by_week: bool) -> str:
    """Where a line lies, in words."""
    if not line:
        return _("Left out in this time.")
    values = [point.value for point in line]
    middle, least, most = (nearest(scale, value) for value in (mean(values), min(values), max(values)))
    if len(values) == 1:
        return (_("One week: ‘%(word)s’.") if by_week else _("One day: ‘%(word)s’.")) % {"word": middle}
    if least == most:
        return _("Around ‘%(word)s’ throughout.") % {"word": middle}
    return _("Around ‘%(word)s’, between ‘%(least)s’ and ‘%(most)s’.") % {"word": middle, "least": least, "most": most}


def between(scale: str, value: float) -> str:
    """The word that stands at a place of the scale, or the two on either side of it."""
    place, words = round(value), WORDS[scale]
    low = max((one for one in words if one[0] <= place), key=lambda one: one[0])
    high = min((one for one in words if one[0] >= place), key=lambda one: one[0])
    return str(low[1]) if low == high else f"{low[1]} – {high[1]}"


def counted(said: Promise | str, days: int) -> str:
    """'Screens away, on 6 days'."""
    return ngettext("%(said)s, on %(days)d day", "%(said)s, on %(days)d days", days) % {"said": said, "days": days}
