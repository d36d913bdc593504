"""The doors of care, and the things behind them."""

import uuid
from typing import Any

from intima.kit import clock
from reflections.care.actions import inviting, links, notes
from reflections.care.models import Side
from tests import cast
from tests.world import SIGNED_IN, Door, World

# nobody, stranger, author, partner, former, staff, therapist, former_therapist
THERAPISTS = (302, 404, 404, 404, 404, 404, 200, 200)  # a page of whoever is one
THERAPISTS_DEED = (302, 404, 404, 404, 404, 404, 302, 302)
THEIRS = (302, 404, 404, 404, 404, 404, 200, 404)  # a page about the author for their therapist
THEIR_DEED = (302, 404, 404, 404, 404, 404, 302, 404)
CLIENTS = (302, 404, 200, 404, 404, 404, 404, 404)
CLIENTS_DEED = (302, 404, 302, 404, 404, 404, 404, 404)
NO_THERAPIST = (302, 200, 200, 200, 200, 200, 302, 302)  # whoever is one already is led to their profile

PROFILE = {"credentials": "Therapist", "practice": "The Corner Practice", "about": "", "secrets": "none"}


def furnish(world: World) -> None:
    """Ada consents to Dr Dee, who keeps a note; she ended it with Dr Finn, who kept one too; a code is open."""
    dee, finn = world.therapist.therapist, world.former_therapist.therapist
    link = cast.care(world.author, dee)
    once = cast.care(world.author, finn, at=cast.EVENING)
    kept = {
        name: notes.keep(therapist=each.therapist, link=each, key=uuid.uuid4(), text="A note.", at=cast.EVENING)
        for name, each in (("care_note", link), ("old_care_note", once))
    }
    links.end(link=once, by=world.author, at=cast.EVENING)
    fresh = inviting.invite(by=cast.therapist("Dr Gil").person, side=Side.THERAPIST, at=clock.now())
    theirs = inviting.invite(by=world.therapist, side=Side.THERAPIST, at=clock.now())
    world.things |= kept | {
        "care": link,
        "once": once,
        "care_token": fresh.token,
        "care_code": fresh.code,
        "care_invitation": theirs.invitation,
    }


def of(name: str) -> Any:
    return lambda world: {"pk": world.things[name].pk}


def note_of(world: World) -> dict[str, uuid.UUID]:
    return {"pk": world.things["care"].pk, "note_pk": world.things["care_note"].pk}


ROWS = [
    Door("care:care", get=SIGNED_IN),
    Door("care:invite", get=SIGNED_IN, post=SIGNED_IN),
    Door("care:withdraw", post=302),
    Door("care:arrive", get=302, args=lambda world: {"token": world.things["care_token"]}),
    Door("care:invitation", get=200, post=302, data=lambda world: {"answer": "not_now"}),
    Door("care:code", get=SIGNED_IN, post=302, data=lambda world: {"code": world.things["care_code"]}),
    Door("care:end_all", get=SIGNED_IN, post=302),
    Door("care:link", get=CLIENTS, args=of("care")),
    Door("care:terms", get=302, post=302, args=of("care")),  # asks again first, whoever somebody is
    Door("care:partner", post=CLIENTS_DEED, args=of("care"), data=lambda world: {"on": "1"}),
    Door("care:end", post=302, args=of("care")),
    Door("care:apply", get=NO_THERAPIST, post=302, data=lambda world: PROFILE),
    Door("care:profile", get=(302, 302, 302, 302, 302, 302, 200, 200), post=302, data=lambda world: PROFILE),
    Door("care:invite_client", get=THERAPISTS, post=THERAPISTS),
    Door("care:withdraw_client", post=THERAPISTS_DEED, args=of("care_invitation")),
    Door("care:kept", get=THERAPISTS),
    Door("care:end_client", post=THEIR_DEED, args=of("care")),
    Door(
        "care:notes",
        get=THEIRS,
        post=THEIR_DEED,
        args=of("care"),
        data=lambda world: {"text": "Another.", "key": str(uuid.uuid4())},
    ),
    Door("care:notes_file", get=THEIRS, args=of("care")),
    Door(
        "care:note",
        get=THEIRS,
        post=THEIR_DEED,
        args=note_of,
        data=lambda world: {"text": "Otherwise.", "key": str(uuid.uuid4())},
    ),
    Door("care:throw_away", post=THEIR_DEED, args=note_of),
]
