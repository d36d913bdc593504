"""The doors table: the rows of every room, and a world that holds what they name."""

from importlib import import_module
from pathlib import Path

from intima.content import actions as content
from tests import world
from tests.cast import EVENING
from tests.world import Door, World

ROOMS = [import_module(f"tests.{file.parent.name}.doors") for file in sorted(Path(__file__).parent.glob("*/doors.py"))]
DOORS: list[Door] = [door for room in ROOMS for door in room.ROWS]

# Not pages: they answer machines, lead away, or give an open page its next line.
NO_PAGE = {
    "healthz",
    "readyz",
    "safety:exit",
    "safety:manifest",
    "pause:now",
    "rituals:now",
    "breath:now",
    "breath:clock",
    "loop:picture",
    "authoring:file",
    "care:notes_file",
}


def furnished(made: World | None = None) -> World:
    """Everybody of the cast, and what each room's pages show."""
    if content.missing():  # a test on real transactions leaves empty tables behind
        content.load(at=EVENING)
    made = made or world.build()
    for room in ROOMS:
        room.furnish(made)
    return made


def expected(statuses: int | tuple[int, ...] | None, role: int) -> int:
    if statuses is None:
        return 405
    return statuses if isinstance(statuses, int) else statuses[role]


def pages_of(role: str) -> list[Door]:
    """The pages that open for this role."""
    number = world.ROLES.index(role)
    return [door for door in DOORS if expected(door.get, number) == 200 and door.url not in NO_PAGE]
