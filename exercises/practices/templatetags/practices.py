"""The line that an alarm draws: quiet, up to where it was loudest, and down again."""

from django import template

register = template.Library()
FLOOR, A_STEP = 90, 7.6  # of a drawing a hundred high


@register.filter
def alarm_top(loudness: int) -> float:
    """How far down the drawing the loudest point lies."""
    return round(FLOOR - A_STEP * loudness, 1)


@register.filter
def alarm(loudness: int) -> str:
    """The line as an SVG path."""
    top = alarm_top(loudness)
    half = round((FLOOR + top) / 2, 1)
    rest = round(FLOOR - A_STEP * loudness / 4, 1)  # it does not fall at once
    return f"M4 {FLOOR}C34 {FLOOR} 44 {FLOOR} 52 {half}S64 {top} 74 {top}C96 {top} 98 {rest} 156 {rest}"
