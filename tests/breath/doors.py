from datetime import timedelta

from exercises.breath import actions
from intima.kit import clock
from reflections.spaces.actions import tie_of
from tests.world import SIGNED_IN, Door, World

ROWS = [
    Door("breath:breath", get=SIGNED_IN),
    Door("breath:now", get=SIGNED_IN),
    Door("breath:clock", get=200),
    Door("breath:start", post=(302, 404, 302, 302, 404, 404, 404, 404), data=lambda world: {"minutes": "3"}),
]


def furnish(world: World) -> None:
    """Ada and Ben breathe together just now."""
    tie = tie_of(world.author)
    assert tie is not None
    actions.start(tie=tie, minutes=5, at=clock.now() - timedelta(seconds=30))
