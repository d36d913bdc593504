"""One's trends as a partner sees them: weekly means, from which no day and no number of days can be told."""

import uuid
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Avg, Count
from django.db.models.functions import TruncWeek

from intima.accounts.models import Person
from reflections.checkins.actions.trends import WEEK, Line, Period, Point, Window, monday
from reflections.checkins.models import SCALES, CheckIn, SharedTrends
from reflections.shares import actions as shares
from reflections.shares.actions import PreviewOutdated
from reflections.spaces.actions import Tie, tie_of

FIRST_ZONE, LAST_ZONE = timedelta(hours=14), timedelta(hours=12)  # how far the zones lie east and west of UTC
ENOUGH = 2  # days in a week before its mean is shown: the mean of one day is that day


def as_partner_sees(*, tie: Tie, scales: Collection[str], at: datetime, window: Window) -> dict[str, Line]:
    """The weekly means that the one whose `tie` it is shows the other, of these scales; one without any is absent.

    A week is shown once it is over everywhere on earth, and when all of it lies within the time of the space: neither
    tells where its author is. No gap tells anything: a week with fewer than two days of a scale has the level of the
    week before it, and those before the first the level of the first, so the line begins with the space and never
    breaks, and what was once shown never changes. Levels are whole numbers: one that stays is nothing to notice.
    One query.
    """
    first = monday((tie.space.opened_at.astimezone(UTC) + FIRST_ZONE).date()) + WEEK
    levels = levels_of(tie.mine.person, scales=scales, since=first, at=at)
    within = {
        scale: tuple(each for each in line if window.start <= each.day <= window.end) for scale, line in levels.items()
    }
    return {scale: line for scale, line in within.items() if line}


def this_week(at: datetime) -> date:
    """The Monday of the week that is not over everywhere on earth at `at`."""
    return monday((at.astimezone(UTC) - LAST_ZONE).date())


def levels_of(person: Person, *, scales: Collection[str], since: date, at: datetime) -> dict[str, Line]:
    """The level of each week that is over, from the Monday `since` on, of each scale that has any. One query."""
    until = this_week(at)
    days = CheckIn.objects.of(person.pk).filter(day__gte=since, day__lt=until)
    means = {f"mean_{scale}": Avg(scale) for scale in scales}
    counts = {f"days_{scale}": Count(scale) for scale in scales}
    weeks: Any = days.annotate(week=TruncWeek("day")).values("week").annotate(**means, **counts).order_by("week")
    lines = {}
    for scale in scales:
        known = {row["week"]: int(row[f"mean_{scale}"] + 0.5) for row in weeks if row[f"days_{scale}"] >= ENOUGH}
        lines[scale] = tuple(_held(known, since, until))
    return {scale: line for scale, line in lines.items() if line}


def _held(known: dict[date, int], week: date, until: date) -> Iterable[Point]:
    """Every week from `week` on; one without a level of its own has that of the week before, or the first there is."""
    level = known[min(known)] if known else 0
    while known and week < until:
        level = known.get(week, level)
        yield Point(week, level)
        week += WEEK


def shown_between(tie: Tie | None, at: datetime, window: Window) -> tuple[tuple[str, ...], dict[str, Line]]:
    """Of which scales the person shows weekly means to their partner, and what the partner shows to them.

    Nothing to show looks like nothing shared. Two queries at most.
    """
    if tie is None:
        return (), {}
    mine, theirs = _choices(tie)
    if not theirs:
        return mine, {}
    turned = Tie(space=tie.space, mine=tie.theirs, theirs=tie.mine)
    return mine, as_partner_sees(tie=turned, scales=theirs, at=at, window=window)


def shared_scales(tie: Tie | None) -> tuple[str, ...]:
    """Of which scales the person lets their partner see weekly means now."""
    return _choices(tie)[0] if tie else ()


def _choices(tie: Tie) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The scales of either in this space: the person's own, and those that their partner lets them see."""
    person = tie.mine.person
    rows = SharedTrends.objects.visible_to(person).filter(share__space=tie.space)
    chosen = {row.author_id: row.scales for row in rows}
    return chosen.get(person.pk, ()), chosen.get(tie.theirs.person_id, ())


@transaction.atomic
def share(*, author: Person, space_id: uuid.UUID, scales: Collection[str], at: datetime) -> None:
    """Let the other member of the space see weekly means of these scales, those of later weeks too.

    Raises PreviewOutdated when the author's open space is another one, or a scale has nothing to show: a share that
    shows nothing would tell that there is nothing.
    """
    shares.one_after_the_other(author)
    tie = tie_of(author)
    if tie is None or tie.space.pk != space_id:
        raise PreviewOutdated
    window = Window(Period.YEAR, author.today(at))
    if not scales or set(scales) - as_partner_sees(tie=tie, scales=scales, at=at, window=window).keys():
        raise PreviewOutdated
    subject = SharedTrends(pk=author.pk, author=author)
    made = shares.share(subject=subject, space=tie.space, version=1, at=at)
    chosen = {scale: scale in scales for scale in SCALES}
    SharedTrends.objects.update_or_create(pk=author.pk, defaults={"author": author, "share": made, **chosen})


@transaction.atomic
def take_back(*, author: Person) -> None:
    """The weekly means are the author's alone from the next request on."""
    shares.one_after_the_other(author)
    shares.take_back(subject=SharedTrends(pk=author.pk, author=author))
