from intima.kit import clock
from reflections.checkins import actions
from tests.world import SIGNED_IN, Door, World


def page_of_today(world: World) -> dict[str, str]:
    """What the page posts when nothing is touched but the line. Everybody of the world lives in London."""
    return {
        "day": str(world.author.today(clock.now())),
        "closeness": "5",
        "tension": "5",
        "energy": "5",
        "line": "He made tea.",
    }


ROWS = [
    Door("checkins:today", get=SIGNED_IN, post=302, data=page_of_today),
    Door("checkins:kept", get=(302, 302, 200, 302, 302, 302)),
]


def furnish(world: World) -> None:
    """The author has checked in today."""
    actions.keep(person=world.author, at=clock.now(), closeness=6)
