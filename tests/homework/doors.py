from datetime import timedelta
from typing import Any

from exercises.homework.actions.items import face_of
from intima.kit import clock
from tests.homework import acts
from tests.world import SIGNED_IN, Door, World

# nobody, stranger, author, partner, former, staff, therapist, former_therapist
CLIENTS = (302, 404, 200, 404, 404, 404, 404, 404)
CLIENTS_DEED = (302, 404, 302, 404, 404, 404, 404, 404)
THEIRS = (302, 404, 404, 404, 404, 404, 200, 404)  # for the author's therapist
THEIR_DEED = (302, 404, 404, 404, 404, 404, 302, 404)


def thing(name: str) -> Any:
    return lambda world: {"pk": world.things[name]}


def the_half(world: World) -> dict[str, Any]:
    return {"link": world.things["care"].pk, "pk": world.things["half"]}


def the_link(world: World) -> dict[str, Any]:
    return {"link": world.things["care"].pk}


def as_previewed(world: World) -> dict[str, Any]:
    return {"item": "to-bring", "audience": "joint", "revision": face_of(world.things["report_row"]).revision}


ROWS = [
    Door("homework:homework", get=SIGNED_IN),
    Door("homework:letters", post=302, data=lambda world: {"on": "1"}),
    Door("homework:half", get=CLIENTS, post=CLIENTS_DEED, args=thing("half"), data=lambda world: {"said": "done"}),
    Door("homework:told", get=CLIENTS, args=thing("report")),
    Door("homework:show", get=CLIENTS_DEED, post=CLIENTS_DEED, args=thing("report"), data=as_previewed),
    Door("homework:take_back", post=CLIENTS_DEED, args=thing("report")),
    Door("homework:assign", get=THEIRS, post=THEIR_DEED, args=the_link, data=lambda world: acts.page()),
    Door("homework:given", get=THEIRS, args=the_half),
    Door("homework:discuss", post=THEIR_DEED, args=the_half, data=lambda world: {"then": "stop"}),
]


def furnish(world: World) -> None:
    """Dr Dee gave Ada homework twice; of one she told, and showed what she wants to bring."""
    at, things = clock.now(), world.things
    (half,) = acts.give((things["care"], acts.STAY), due_on=world.author.today(at) + acts.WEEK, at=at)
    acts.give((things["care"], "exercise:settle"), every="day", at=at - timedelta(days=1))
    report = acts.tell(half, "part", way="Visitors.", bring="Why do I go quiet?", at=at)
    acts.release(report, "to-bring", at=at)
    things["half"], things["report"], things["report_row"] = half.pk, report.pk, report
