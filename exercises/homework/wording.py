"""How it went, in words: its client's, and those in which their therapist reads it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exercises.homework.models import Half, Report

SAID = Report.Said

_READ: dict[str, Promise] = {SAID.DONE: _("done"), SAID.PART: _("in part"), SAID.REST: _("not this week")}


def choices(half: Half) -> list[tuple[str, Promise | str]]:
    """What a client may say of a round."""
    return [(each.value, said(each, half)) for each in SAID]


def said(each: str, half: Half) -> Promise | str:
    """What its client said; of what comes daily, a rest is for the day."""
    return _("Not today") if each == SAID.REST and half.days == 1 else SAID(each).label


def read(each: str, half: Half) -> Promise | str:
    """The same as the therapist reads it."""
    return _("not that day") if each == SAID.REST and half.days == 1 else _READ[each]
