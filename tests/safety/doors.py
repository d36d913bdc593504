from tests.world import Door, World

ROWS = [
    Door("safety:welcome", get=(200, 302, 302, 302, 302, 302, 302, 302)),
    Door("safety:exit", get=302),
    Door("safety:elsewhere", get=200),
    Door("safety:help", get=200),
    Door("safety:is_it_safe", get=200),
    Door("safety:manifest", get=200),
    Door("safety:privacy", get=200),
]


def furnish(world: World) -> None:
    """Nothing is needed: these pages are the same for everybody."""
