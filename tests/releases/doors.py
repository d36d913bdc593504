"""The doors of what is released, and the things behind them."""

from typing import Any

from reflections.journal.models import Entry
from reflections.releases import actions
from reflections.shares.models import Share
from tests.cast import EVENING
from tests.journal import acts
from tests.world import SIGNED_IN, Door, World

# nobody, stranger, author, partner, former, staff, therapist, former_therapist
CLIENTS = (302, 404, 200, 404, 404, 404, 404, 404)
CLIENTS_DEED = (302, 404, 302, 404, 404, 404, 404, 404)
THEIRS = (302, 404, 404, 404, 404, 404, 200, 404)


def furnish(world: World) -> None:
    """Ada released an entry to Dr Dee."""
    entry = acts.keep(world.author, "For Dr Dee to read.")
    released = actions.release(
        author=world.author,
        link=world.things["care"],
        kind=Entry.share_kind,
        origin=entry.pk,
        revision=1,
        audience=Share.Audience.JOINT,
        at=EVENING,
    )
    world.things |= {"for_dee": entry, "released": released}


def thing(world: World) -> dict[str, Any]:
    return {"kind": Entry.share_kind, "pk": world.things["for_dee"].pk}


def sent(world: World) -> dict[str, Any]:
    return {"revision": "1", "link": str(world.things["care"].pk), "audience": "joint", "part": ["text"]}


def of(name: str) -> Any:
    return lambda world: {"pk": world.things[name].pk}


ROWS = [
    Door("releases:ledger", get=SIGNED_IN),
    Door("releases:release", get=CLIENTS, post=CLIENTS_DEED, args=thing, data=sent),
    Door("releases:take_back", post=CLIENTS_DEED, args=of("released")),
    Door("releases:seen", get=CLIENTS, args=of("care")),
    Door("releases:take_all_back", post=CLIENTS_DEED, args=of("care")),
    Door(
        "releases:read",
        get=THEIRS,
        args=lambda world: {"pk": world.things["care"].pk, "item_pk": world.things["released"].pk},
    ),
]
