"""What a day and the trends of many look like to a therapist."""

import uuid
from collections.abc import Collection, Iterator
from itertools import groupby

from django.utils.translation import gettext as _

from intima.accounts.models import Person
from intima.kit import clock
from intima.kit.templatetags.kit import day_words
from reflections.checkins.actions import days, weekly
from reflections.checkins.actions.sharing import Part as DayPart
from reflections.checkins.actions.trends import Line, Period, Window
from reflections.checkins.models import SCALES, CheckIn
from reflections.checkins.wording import TITLES, nearest, read_back
from reflections.releases.faces import Face, Part, Sign


def day_face(author: Person, pk: uuid.UUID) -> Face | None:
    """One day of the author's own, part by part."""
    row = CheckIn.objects.of(author.pk).filter(pk=pk).first()
    if row is None:
        return None
    words = days.words_of(row)
    read = read_back(words)
    marks = [(name, number) for name in SCALES if (number := getattr(words, name)) is not None]
    parts = [Part(name, str(TITLES[name]), str(nearest(name, number))) for name, number in marks]
    if felt := [str(each) for each in [*read.feelings, *filter(None, [read.place])]]:
        parts.append(Part(DayPart.FEELINGS.value, _("Words, and where in the body"), ", ".join(felt)))
    if read.rituals:
        held = ", ".join(str(each) for each in read.rituals)
        parts.append(Part(DayPart.RITUALS.value, _("What the day held"), held))
    if read.line:
        parts.append(Part(DayPart.LINE.value, _("The one line"), read.line, own=True))
    return Face("", row.day, tuple(parts), row.revision, dict(marks))


def day_signs(author: Person, pks: Collection[uuid.UUID]) -> dict[uuid.UUID, Sign]:
    """Which days of the author's own they are."""
    rows = CheckIn.objects.of(author.pk).filter(pk__in=pks).values_list("pk", "day")
    return {pk: Sign(day) for pk, day in rows}


def _weeks(scale: str, line: Line) -> Iterator[str]:
    """What a scale held from week to week; weeks that follow on each other with the same word stand in one line."""
    for level, alike in groupby(line, key=lambda mark: str(nearest(scale, mark.value))):
        days = [day_words(mark.day) for mark in alike]
        if len(days) == 1:
            yield _("Week of %(day)s: %(level)s") % {"day": days[0], "level": level}
        else:
            yield _("Weeks of %(first)s to %(last)s: %(level)s") % {"first": days[0], "last": days[-1], "level": level}


def trends_face(author: Person, pk: uuid.UUID) -> Face | None:
    """The author's weekly levels of three months, as a partner would see them: no day, no count and no gap.

    Its id is the author's own.
    """
    if pk != author.pk:
        return None
    at = clock.now()
    window = Window(Period.THREE_MONTHS, author.today(at))
    lines = weekly.levels_of(author, scales=SCALES, since=window.start, at=at)
    parts = tuple(
        Part(
            scale,
            str(TITLES[scale]),
            "\n".join(_weeks(scale, line)),
        )
        for scale, line in lines.items()
    )
    figures = {scale: [[mark.day.isoformat(), mark.value] for mark in line] for scale, line in lines.items()}
    return Face(_("Three months, week by week"), author.today(at), parts, weekly.this_week(at).toordinal(), figures)
