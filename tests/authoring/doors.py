"""The doors of a therapist's own exercises, and the things behind them."""

from typing import Any

from exercises.authoring.models import OwnExercise
from tests.authoring import acts
from tests.world import Door, World

# nobody, stranger, author, partner, former, staff, therapist, former_therapist
THERAPISTS = (302, 404, 404, 404, 404, 404, 200, 200)  # a page of whoever is one
THERAPISTS_DEED = (302, 404, 404, 404, 404, 404, 302, 302)
THEIRS = (302, 404, 404, 404, 404, 404, 200, 404)  # of what Dr Dee writes
THEIR_DEED = (302, 404, 404, 404, 404, 404, 302, 404)


def furnish(world: World) -> None:
    """Dr Dee has published one exercise and writes another."""
    world.things["own"] = acts.published(world.therapist)
    world.things["own_draft"] = acts.begun(world.therapist, acts.WRITE, title="The stairs")


def own(world: World) -> dict[str, Any]:
    return {"pk": world.things["own"].pk}


def draft(world: World) -> dict[str, Any]:
    return {"pk": world.things["own_draft"].pk}


def a_step(world: World) -> dict[str, Any]:
    return {**own(world), "key": "write-1"}


def looked_at(world: World) -> dict[str, Any]:
    return {"slug": world.things["own"].slug}


def as_it_stands(world: World) -> dict[str, str]:
    return {"revision": str(OwnExercise.objects.get(pk=world.things["own_draft"].pk).revision)}


ROWS = [
    Door("authoring:exercises", get=THERAPISTS),
    Door("authoring:new", get=THERAPISTS, post=THERAPISTS_DEED, data=lambda world: acts.ABOUT),
    Door("authoring:library", get=THERAPISTS),
    Door("authoring:copy_library", post=THERAPISTS_DEED, args=lambda world: {"slug": "settle"}),
    Door(
        "authoring:take_in",
        get=THERAPISTS,
        post=(302, 404, 404, 404, 404, 404, 422, 422),
        data=lambda world: {"text": "a"},
    ),
    Door("authoring:exercise", get=THEIRS, args=own),
    Door("authoring:about", get=THEIRS, post=THEIR_DEED, args=own, data=lambda world: acts.ABOUT),
    Door("authoring:publish", post=THEIR_DEED, args=draft, data=as_it_stands),
    Door("authoring:file", get=THEIRS, args=own),
    Door("authoring:copy", post=THEIR_DEED, args=own),
    Door("authoring:put_away", post=THEIR_DEED, args=own),
    Door("authoring:take_up", post=THEIR_DEED, args=own),
    Door("authoring:throw_away", post=THEIR_DEED, args=draft),
    Door(
        "authoring:add",
        get=THEIRS,
        post=THEIR_DEED,
        args=lambda world: {**own(world), "kind": "build"},
        data=lambda world: acts.TYPED["build"],
    ),
    Door("authoring:step", get=THEIRS, post=THEIR_DEED, args=a_step, data=lambda world: acts.TYPED["write"]),
    Door("authoring:move", post=THEIR_DEED, args=a_step, data=lambda world: {"to": "up"}),
    Door("authoring:remove", post=THEIR_DEED, args=a_step),
    Door("practices:look", get=THEIRS, args=looked_at),
    Door("practices:look_at_end", get=THEIRS, args=looked_at),
    Door(
        "practices:look_at_step",
        get=THEIRS,
        post=THEIR_DEED,
        args=lambda world: {**looked_at(world), "key": "write-1"},
        data=lambda world: {"text": "a headache"},
    ),
]
