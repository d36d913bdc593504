import uuid
from typing import Any

from exercises.loop.actions import names
from tests.cast import EVENING
from tests.loop import acts
from tests.world import SIGNED_IN, Door, World

BOTH = (302, 404, 200, 200, 404, 404, 404, 404)
PARTNERS_DEED = (302, 404, 404, 302, 404, 404, 404, 404)
BOTH_DEED = (302, 404, 302, 302, 404, 404, 404, 404)
WITH_A_CARD = (302, 302, 200, 200, 302, 302, 302, 302)  # without one, to the card
A_PICTURE = (302, 404, 200, 200, 404, 404, 404, 404)


def a_card(world: World) -> dict[str, str]:
    return {"base": "0", "page": str(uuid.uuid4()), "does": "asks again", "money": "5"}


def a_name(world: World) -> dict[str, str]:
    return {"text": "The tumble dryer", "key": str(uuid.uuid4()), "space": str(world.space.pk)}


def the_proposed(world: World) -> dict[str, Any]:
    return {"pk": world.things["loop_name_proposed"]}


def the_agreed(world: World) -> dict[str, Any]:
    return {"pk": world.things["loop_name"]}


ROWS = [
    Door("loop:loop", get=SIGNED_IN),
    Door("loop:card", get=SIGNED_IN, post=(302, 302, 422, 422, 302, 302, 302, 302), data=a_card),
    Door("loop:throw_away", post=302),
    Door(
        "loop:share",
        get=WITH_A_CARD,
        post=(302, 302, 302, 422, 302, 302, 302, 302),
        data=lambda world: {"revision": "2", "space": str(world.space.pk)},
    ),
    Door("loop:take_back", post=302),
    Door("loop:name", get=BOTH, post=BOTH, data=a_name),
    Door("loop:agree", post=PARTNERS_DEED, args=the_proposed),
    Door("loop:let_go", post=BOTH_DEED, args=the_agreed),
    Door("loop:picture", get=A_PICTURE),
]


def furnish(world: World) -> None:
    """Both share their cards, the author has changed theirs since; one name is agreed on and another proposed."""
    for person, words in ((world.author, acts.ADAS), (world.partner, acts.BENS)):
        acts.keep(person, words)
        acts.share(person)
    acts.keep(world.author, acts.CardWords(does="asks again", so="asks"))
    world.things["loop_name"] = acts.propose(world.author, "The Sunday Spin")
    names.agree(tie=acts.tie(world.partner), pk=world.things["loop_name"], at=EVENING)
    world.things["loop_name_proposed"] = acts.propose(world.author, "The roundabout")
