from tests.world import SIGNED_IN, Door, World

ROWS = [
    Door("today:today", get=SIGNED_IN),
    Door("today:us", get=SIGNED_IN),
    Door("today:you", get=SIGNED_IN),
]


def furnish(world: World) -> None:
    """The pages gather what the other rooms furnished."""
