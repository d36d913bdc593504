from datetime import timedelta
from typing import Any

from intima.kit import clock
from reflections.checkins import actions
from tests.checkins import acts
from tests.world import SIGNED_IN, Door, World

OWN = (302, 404, 200, 404, 404, 404, 404, 404)  # a page of the author's own
OWN_DEED = (302, 404, 302, 404, 404, 404, 404, 404)
BOTH = (302, 404, 200, 200, 404, 404, 404, 404)  # a page of the two
BOTH_DEED = (302, 404, 302, 302, 404, 404, 404, 404)


def page_of_today(world: World) -> dict[str, str]:
    """What the page posts when nothing is touched but the line. Everybody of the world lives in London."""
    return {
        "day": str(world.author.today(clock.now())),
        "closeness": "5",
        "tension": "5",
        "energy": "5",
        "line": "He made tea.",
    }


def furnish(world: World) -> None:
    """The author has checked in today and shares an earlier day; three weeks of either, of which both show a line."""
    at = clock.now()
    for person in (world.author, world.partner):
        for ago in range(1, 21):
            actions.keep(person=person, at=at - timedelta(days=ago), closeness=ago % 11, feelings=["warm"])
        acts.share_trends(person, "closeness", at=at)
    world.things["day"] = actions.keep(person=world.author, at=at, closeness=6, line="He made tea.")
    shared = actions.keep(person=world.author, at=at - timedelta(days=1), closeness=7, line="And toast.")
    acts.share(shared, at=at)
    world.things["shared_day"] = shared


def of(name: str) -> Any:
    return lambda world: {"pk": world.things[name].pk}


ROWS = [
    Door("checkins:today", get=SIGNED_IN, post=302, data=page_of_today),
    Door("checkins:kept", get=(302, 302, 200, 302, 302, 302, 302, 302)),
    Door("checkins:days", get=SIGNED_IN),
    Door("checkins:day", get=BOTH, args=of("shared_day")),
    Door(
        "checkins:share",
        get=OWN,
        post=OWN_DEED,
        args=of("day"),
        data=lambda world: {"part": ["closeness", "line"], "revision": "1", "space": str(world.space.pk)},
    ),
    Door("checkins:take_back", post=OWN_DEED, args=of("shared_day")),
    Door("checkins:from_partner", get=BOTH),
    Door("checkins:trends", get=SIGNED_IN),
    Door(
        "checkins:share_trends",
        get=BOTH,
        post=BOTH_DEED,
        data=lambda world: {"scale": "closeness", "space": str(world.space.pk)},
    ),
    Door("checkins:take_trends_back", post=(302, 302, 302, 302, 302, 302, 302, 302)),
]
