"""What was released, as pictures: two lines of a scale in one, and two cards as the loop that they make."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from exercises.caseload.actions.reading import Opened
from exercises.loop import wording
from exercises.loop.actions import Loop, Side
from exercises.loop.wording import Turn
from exercises.loop.words import PARTS, CardWords
from reflections.checkins.actions.trends import Line, Period, Point, Window
from reflections.checkins.models import SCALES
from reflections.checkins.picture import Curve, Picture, curve, picture

TRENDS = "checkins.trends"


def split(opened: Iterable[Opened]) -> tuple[list[Opened], list[Opened]]:
    """The trends that were released last by each, and everything else."""
    found = list(opened)
    trends = {each.who.link.pk: each for each in found if _is_trends(each)}
    return list(trends.values()), [each for each in found if not _is_trends(each)]


def _is_trends(each: Opened) -> bool:
    return each.item.kind is not None and each.item.kind.key == TRENDS


def pictures(trends: Iterable[Opened]) -> list[Picture]:
    """One for each scale that anybody released."""
    found = list(trends)
    if not found:
        return []
    window = Window(Period.THREE_MONTHS, max(each.item.face.day for each in found))
    drawn = [picture(scale, window, [_curve(each, scale, window) for each in found]) for scale in SCALES]
    return [each for each in drawn if each.curves]


def _curve(each: Opened, scale: str, window: Window) -> Curve:
    figures = each.item.face.figures.get(scale, ())
    points = (Point(date.fromisoformat(day), value) for day, value in figures)
    line: Line = tuple(point for point in points if window.start <= point.day <= window.end)
    return curve(scale, line, window, name=each.who.name, colour=each.who.colour, by_week=True)


def turns(cards: Iterable[Opened]) -> list[Turn]:
    """The loop, once round, of these cards: clay before iris."""
    return wording.turns(Loop(tuple(_side(card) for card in cards)))


def _side(card: Opened) -> Side:
    said: dict[str, Any] = {part.key: part.text for part in card.parts if part.key in PARTS}
    words = CardWords(**said)
    return Side(card.who.name, card.who.colour, words, mine=False, changed=card.item.changed)
