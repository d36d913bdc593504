"""Time zones as a person chooses one: by part of the world, then by city."""

from collections import defaultdict

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from intima.kit import clock

REGIONS: dict[str, Promise] = {
    "Africa": _("Africa"),
    "America": _("The Americas"),
    "Antarctica": _("Antarctica"),
    "Arctic": _("Arctic"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific"),
}


def choices() -> list[tuple[str | Promise, str | Promise | list[tuple[str, str]]]]:
    """Every zone of the pinned release, for a select: none yet, then the parts of the world, old names last."""
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in sorted(clock.zone_names()):
        region, _slash, city = name.partition("/")
        if region in REGIONS:
            groups[region].append((name, city.replace("_", " ").replace("/", ", ")))
        else:
            groups[""].append((name, name.replace("_", " ")))
    named = [(REGIONS[region], groups[region]) for region in REGIONS]
    return [("", _("Choose the city nearest to you")), *named, (_("Other names"), groups[""])]
