import uuid
from typing import Any

from reflections.notes import actions
from reflections.spaces.actions import tie_of
from tests.cast import EVENING
from tests.world import SIGNED_IN, Door, World

BOTH = (302, 404, 200, 200, 404, 404, 404, 404)
BOTH_DEED = (302, 404, 302, 302, 404, 404, 404, 404)


def a_note(world: World) -> dict[str, Any]:
    return {"pk": world.things["note"]}


def written(world: World) -> dict[str, Any]:
    return {"key": str(uuid.uuid4()), "kind": "words", "text": "Thank you for the soup.", "space": str(world.space.pk)}


ROWS = [
    Door("notes:notes", get=SIGNED_IN),
    Door("notes:write", get=BOTH, post=BOTH, data=written),
    Door("notes:mute", post=BOTH_DEED),
    Door("notes:note", get=BOTH, args=a_note),
]


def furnish(world: World) -> None:
    """Ada has sent Ben a few words."""
    world.things["note"] = actions.send(
        tie=tie_of(world.author), key=uuid.uuid4(), text="Thank you for the soup.", at=EVENING
    )
