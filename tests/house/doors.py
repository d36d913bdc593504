from tests.world import Door, World

ROWS = [
    Door("healthz", get=200, post=405),
    Door("readyz", get=200, post=405),
]


def furnish(world: World) -> None:
    """Nothing is needed to ask how the site is."""
