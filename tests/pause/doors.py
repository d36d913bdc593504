from datetime import timedelta
from typing import Any

from exercises.pause import actions, letters
from intima.kit import clock
from reflections.reminders import tokens
from reflections.spaces.actions import tie_of
from tests.world import SIGNED_IN, Door, World

ASKER = (302, 404, 302, 404, 404, 404, 404, 404)
OTHER = (302, 404, 404, 302, 404, 404, 404, 404)


def a_pause(world: World) -> dict[str, Any]:
    return {"pk": world.things["pause"]}


def _token(world: World) -> dict[str, Any]:
    return {"token": tokens.make(world.author.pk, letters.STOP)}


ROWS = [
    Door("pause:pause", get=SIGNED_IN, post=302, data=lambda world: {"minutes": "20", "words": "Some air."}),
    Door("pause:now", get=SIGNED_IN),
    Door("pause:letters", get=SIGNED_IN, post=302, data=lambda world: {"on": "1"}),
    Door("pause:stop_letters", get=200, post=200, args=_token),
    Door("pause:again", get=SIGNED_IN),
    Door("pause:longer", post=ASKER, args=a_pause, data=lambda world: {"minutes": "30"}),
    Door("pause:end", post=ASKER, args=a_pause),
    Door("pause:put_away", post=OTHER, args=a_pause),
    Door("pause:answer", post=OTHER, args=a_pause, data=lambda world: {"say": "ready"}),
]


def furnish(world: World) -> None:
    """Ada has stepped away just now."""
    at = clock.now()
    world.things["pause"] = actions.start(
        asker=world.author, tie=tie_of(world.author), words="Some air.", back_at=at + timedelta(minutes=20), at=at
    )
