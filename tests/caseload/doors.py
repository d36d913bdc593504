"""The doors of the therapist's pages."""

from datetime import timedelta
from typing import Any

from intima.kit import clock
from tests.care.doors import THEIR_DEED, THEIRS, THERAPISTS
from tests.world import Door, World

NOBODYS = (302, 404, 404, 404, 404, 404, 404, 404)  # that Ada has a partner she has not let her therapist know


def the_link(world: World) -> dict[str, Any]:
    return {"link": world.things["care"].pk}


def a_session(world: World) -> dict[str, str]:
    return {"at": f"{clock.now() + timedelta(days=2):%Y-%m-%dT%H:%M}"}


ROWS = [
    Door("caseload:clients", get=THERAPISTS),
    Door(
        "caseload:find", get=(302, 404, 404, 404, 404, 404, 302, 302), post=THERAPISTS, data=lambda world: {"q": "Ada"}
    ),
    Door("caseload:client", get=THEIRS, args=the_link),
    Door("caseload:brief", get=THEIRS, args=the_link),
    Door("caseload:session", post=THEIR_DEED, args=the_link, data=a_session),
    Door("caseload:couple", get=NOBODYS, args=the_link),
    Door("caseload:couple_brief", get=NOBODYS, args=the_link),
    Door("caseload:couple_loop", get=NOBODYS, args=the_link),
    Door("caseload:couple_session", post=NOBODYS, args=the_link, data=a_session),
]


def furnish(world: World) -> None:
    """Whom Ada consents to is the care room's to say."""
