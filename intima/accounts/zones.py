"""Time zones as a person chooses one: by part of the world, then by city."""

from collections import defaultdict
from functools import lru_cache
from importlib import resources

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

Choice = tuple[str | Promise, str | Promise | list[tuple[str, str]]]


def _lines(file: str) -> list[list[str]]:
    """The fields of a table of the pinned tzdata release."""
    text = resources.files("tzdata").joinpath("zoneinfo", file).read_text()
    return [line.split() for line in text.splitlines() if line and not line.startswith("#")]


@lru_cache(maxsize=1)
def _offered() -> frozenset[str]:
    """One zone for each city of tzdata's list of countries, and UTC: no old names, no nautical ones."""
    return frozenset({fields[2] for fields in _lines("zone.tab")} | {"UTC"}) & clock.zone_names()


@lru_cache(maxsize=1)
def _renamed() -> dict[str, str]:
    """What a zone that is not offered is called by now: Asia/Calcutta -> Asia/Kolkata."""
    links = {fields[2]: fields[1] for fields in _lines("tzdata.zi") if fields[0] == "L"} | {"Etc/UTC": "UTC"}
    found = {old: now if now in _offered() else links.get(now) for old, now in links.items()}
    return {old: now for old, now in found.items() if now in _offered() and old not in _offered()}


@lru_cache(maxsize=1)
def old_names() -> dict[str, str]:
    """For an offered zone, the old names under which a browser may know it, with spaces between them."""
    names: dict[str, list[str]] = defaultdict(list)
    for name, now in _renamed().items():
        if name.partition("/")[0] in REGIONS or now == "UTC":
            names[now].append(name)
    return {now: " ".join(sorted(old)) for now, old in names.items()}


def current(name: str) -> str:
    """The zone as it is offered, for an old name of it; any other name stays as it is."""
    return _renamed().get(name, name)


def city(name: str) -> str:
    """A zone as the picker calls it: 'London', 'Argentina, Buenos Aires'."""
    region, _slash, rest = current(name).partition("/")
    return rest.replace("_", " ").replace("/", ", ") if region in REGIONS else current(name)


def choices(mine: str = "") -> list[Choice]:
    """For a select: none yet, the parts of the world, UTC; and `mine` too, where it is a zone of no city."""
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in sorted(_offered(), key=city):
        groups[name.partition("/")[0]].append((name, city(name)))
    named: list[Choice] = [(REGIONS[region], groups[region]) for region in REGIONS]
    rest = ["UTC", *({mine} & (clock.zone_names() - _offered()))]
    return [("", _("Choose the city nearest to you")), *named, *((name, city(name)) for name in rest)]
