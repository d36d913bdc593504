from tests.world import SIGNED_IN, Door, World

ROWS = [
    # A therapist who is nobody's partner begins with their clients.
    Door("today:today", get=(302, 200, 200, 200, 200, 200, 302, 302)),
    Door("today:us", get=SIGNED_IN),
    Door("today:you", get=SIGNED_IN),
    Door("today:tour", get=SIGNED_IN, args=lambda world: {"step": 4}),
]


def furnish(world: World) -> None:
    """The pages gather what the other rooms furnished."""
