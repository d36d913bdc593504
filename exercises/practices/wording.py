"""The list of exercises in words: what they are for, and when."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exercises.practices.actions.runs import Offered

GROUPS: dict[str, Promise] = {  # by `group` of the file, in the order of the list
    "now": _("Right now"),
    "us": _("To understand the two of you"),
    "often": _("Small and often"),
    "sometimes": _("Once in a while"),
}
Shelf = tuple[str, Promise, list[Offered]]


def shelves(offered: Iterable[Offered]) -> tuple[list[Offered], list[Shelf]]:
    """What was begun; and by group what was not, each with the group's name and title, in the order it came in."""
    offered = list(offered)
    fresh = [each for each in offered if each.run is None]
    groups = [(name, title, [each for each in fresh if each.exercise.group == name]) for name, title in GROUPS.items()]
    return [each for each in offered if each.run], groups
