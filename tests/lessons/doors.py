from tests.world import Door, World


def a_lesson(world: World) -> dict[str, str]:
    return {"slug": "two-alarms"}


def a_step(world: World) -> dict[str, str]:
    return {"slug": "two-alarms", "key": "two"}


ROWS = [
    Door("lessons:learn", get=200),
    Door("lessons:about", get=200),
    Door("lessons:resources", get=200),
    Door("lessons:first", get=302),
    Door("lessons:lesson", get=302, args=a_lesson),
    # Reading asks for no account. Somebody signed out has nothing to post, and is taken on.
    Door("lessons:step", get=200, post=302, args=a_step),
    Door("lessons:done", get=200, args=a_lesson),
]


def furnish(world: World) -> None:
    """The content is all that these pages need."""
