"""The path of a pause's picture: one curve from the ground, over the sky, to the lamp."""

from itertools import pairwise

from django import template

register = template.Library()

# A cubic Bézier in the picture's units (360 by 150).
START, FIRST, SECOND, END = (38.0, 132.0), (60.0, -10.0), (205.0, -12.0), (262.0, 100.0)
Point = tuple[float, float]


def _between(one: Point, other: Point, share: float) -> Point:
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def _split(share: float) -> tuple[list[Point], list[Point]]:
    """The curve cut in two at `share`, 0 to 1, as the control points of both parts (de Casteljau)."""
    points = [START, FIRST, SECOND, END]
    left, right = [points[0]], [points[-1]]
    while len(points) > 1:
        points = [_between(one, other, share) for one, other in pairwise(points)]
        left.append(points[0])
        right.insert(0, points[-1])
    return left, right


def _path(points: list[Point]) -> str:
    (x, y), *rest = points
    return f"M{x:.1f} {y:.1f}C" + " ".join(f"{x:.1f} {y:.1f}" for x, y in rest)


@register.filter
def path_behind(share: float) -> str:
    return _path(_split(share)[0])


@register.filter
def path_ahead(share: float) -> str:
    return _path(_split(share)[1])


@register.filter
def light(share: float) -> tuple[str, str]:
    """Where the light is now."""
    x, y = _split(share)[0][-1]
    return f"{x:.1f}", f"{y:.1f}"
