from typing import Any

from exercises.practices.actions import runs
from exercises.practices.models import Run
from tests.cast import EVENING
from tests.practices import acts
from tests.world import SIGNED_IN, Door, World

OWN = (302, 404, 200, 404, 404, 404, 404, 404)
OWN_THEN_ON = (302, 404, 302, 404, 404, 404, 404, 404)


def an_exercise(world: World) -> dict[str, str]:
    return {"slug": "stay-while-stepping-back"}


def a_run(world: World) -> dict[str, Any]:
    return {"pk": world.things["run"]}


def a_finished_run(world: World) -> dict[str, Any]:
    return {"pk": world.things["finished_run"]}


def a_step(world: World) -> dict[str, Any]:
    return {**a_run(world), "key": "sentence"}


def a_sealed_one(world: World) -> dict[str, str]:
    return {"slug": "signal-gap"}


def a_sealed_run(world: World) -> dict[str, Any]:
    return {"pk": world.things["sealed_run"]}


def what_opened(world: World) -> dict[str, Any]:
    return {"pk": world.things["opened_exercise"].pk}


BOTH = (302, 404, 200, 200, 404, 404, 404, 404)
BOTH_DEED = (302, 404, 302, 302, 404, 404, 404, 404)

ROWS = [
    Door("practices:practices", get=SIGNED_IN),
    Door("practices:exercise", get=SIGNED_IN, args=an_exercise),
    Door("practices:begin", post=302, args=an_exercise),
    Door(
        "practices:step",
        get=OWN,
        post=OWN_THEN_ON,
        args=a_step,
        data=lambda world: {"staying": "this talk", "need": "some air", "back": "21:40"},
    ),
    Door("practices:done", get=OWN, args=a_finished_run),
    Door("practices:keep", post=OWN_THEN_ON, args=a_finished_run, data=lambda world: {"part": "sentence"}),
    Door("practices:propose", post=BOTH_DEED, args=a_sealed_one),
    Door("practices:hand_in", post=OWN_THEN_ON, args=a_sealed_run, data=lambda world: {"part": "wish"}),
    Door("practices:opened", get=BOTH, args=what_opened),
    Door("practices:judge", post=BOTH_DEED, args=what_opened, data=lambda world: {"mark_0": "yes"}),
    Door("practices:take_judgement_back", post=BOTH_DEED, args=what_opened),
    Door("practices:card", get=SIGNED_IN),
    Door("practices:throw_away", post=OWN_THEN_ON, args=a_finished_run),
]


def furnish(world: World) -> None:
    """The author has finished one exercise and is half-way through it again, and the two have opened another.

    The lessons' doors load the content.
    """
    slots = {"staying": "us", "need": "quiet", "back": "21:40"}
    for name in ("finished_run", "run"):
        run = runs.begin(person=world.author, slug="stay-while-stepping-back", at=EVENING)
        value = {"slots": slots}
        runs.answer(author=world.author, pk=run.pk, key="sentence", value=value, at=EVENING, go_on=True)
        world.things[name] = run.pk
        if name == "finished_run":
            runs.finish(author=world.author, pk=run.pk, at=EVENING)
    world.things["opened_exercise"] = acts.opened(world.author, world.partner)
    acts.put(world.partner)
    world.things["sealed_run"] = acts.done(world.author)
    assert Run.objects.of(world.author).count() == 4
