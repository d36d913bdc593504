from typing import Any

from tests.guide import acts
from tests.world import SIGNED_IN, Door, World

CHOSEN = (302, 302, 200, 302, 302, 302, 302, 302)  # whoever has not chosen rituals is led to the choice


def the_rituals(world: World) -> dict[str, Any]:
    return {"kind": "rituals"}


def as_looked_at(world: World) -> dict[str, str]:
    return {"mark": acts.mark_of(world.author, "rituals"), "space": str(world.space.pk), "then": "share"}


ROWS = [
    Door("guide:guide", get=SIGNED_IN),
    Door("guide:mine", get=SIGNED_IN),
    Door("guide:part", get=CHOSEN, post=(302, 422, 302, 422, 422, 422, 422, 422), args=the_rituals, data=as_looked_at),
    Door("guide:rituals", get=SIGNED_IN, post=302, data=lambda world: {"chosen": "thanks", "own": "soup on Sundays"}),
    Door("guide:take_out", post=302, args=the_rituals),
]


def furnish(world: World) -> None:
    """The author has put rituals in for both."""
    acts.put_in(world.author, acts.KIND.RITUALS)
