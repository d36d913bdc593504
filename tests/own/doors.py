from typing import Any

from tests.world import SIGNED_IN, Door, World


def in_a_week(world: World) -> dict[str, Any]:
    return {"when": "in-a-week"}


ROWS = [
    Door("own:data", get=SIGNED_IN),
    # Nobody here has just signed in: each is asked who they are.
    Door("own:take", get=302, post=302),
    Door("own:leave", get=302, post=302, data=in_a_week),
    Door("own:stay", post=302),
    Door("own:kept", get=200),
]


def furnish(world: World) -> None:
    """The other rooms furnish what is taken along."""
