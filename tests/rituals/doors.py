import uuid
from datetime import timedelta
from typing import Any

from exercises.rituals.actions import promises, slips, slots
from exercises.rituals.models import Slip, Slot
from intima.kit import clock
from reflections.spaces.actions import tie_of
from tests.world import SIGNED_IN, Door, World

AUTHOR = (302, 404, 200, 404, 404, 404, 404, 404)
AUTHORS_DEED = (302, 404, 302, 404, 404, 404, 404, 404)
OTHERS_DEED = (302, 404, 404, 302, 404, 404, 404, 404)
BOTH = (302, 404, 200, 200, 404, 404, 404, 404)
BOTHS_DEED = (302, 404, 302, 302, 404, 404, 404, 404)


def thing(name: str) -> Any:
    return lambda world: {"pk": world.things[name]}


def written(world: World) -> dict[str, Any]:
    return {"key": str(uuid.uuid4()), "text": "You rang the school.", "more": "I could breathe."}


def to_the_other(world: World) -> dict[str, Any]:
    return {"space": str(world.space.pk), "seen": world.things["thanks_seen"], "when": "tonight"}


def asked(world: World) -> dict[str, Any]:
    start = (clock.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    return {"key": str(uuid.uuid4()), "starts_at": start, "minutes": "30", "who": "me", "space": str(world.space.pk)}


def moved(world: World) -> dict[str, Any]:
    return {"due_at": (clock.now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")}


ROWS = [
    Door("rituals:rituals", get=SIGNED_IN),
    Door("rituals:jar", get=SIGNED_IN),
    Door("rituals:one", get=SIGNED_IN),
    Door("rituals:touch", get=SIGNED_IN),
    Door("rituals:promises", get=SIGNED_IN),
    Door("rituals:screens", get=SIGNED_IN, post=302, data=asked),
    Door("rituals:now", get=SIGNED_IN),
    Door("rituals:words", get=SIGNED_IN),
    Door("rituals:agree", post=OTHERS_DEED, args=thing("suggested")),
    Door("rituals:put_away", post=OTHERS_DEED, args=thing("suggested")),
    Door("rituals:drop", post=BOTHS_DEED, args=thing("agreed")),
    Door(
        "rituals:word",
        get=BOTH,
        post=BOTHS_DEED,
        args=thing("over"),
        data=lambda world: {"key": str(uuid.uuid4()), "text": "Slow."},
    ),
    Door("rituals:slip", get=BOTH, args=thing("promise")),
    Door("rituals:give", post=AUTHORS_DEED, args=thing("thanks"), data=to_the_other),
    Door("rituals:take_back", post=AUTHORS_DEED, args=thing("promise")),
    Door("rituals:throw_away", post=AUTHORS_DEED, args=thing("promise")),
    Door("rituals:done", post=AUTHORS_DEED, args=thing("promise")),
    Door("rituals:move", post=AUTHORS_DEED, args=thing("promise"), data=moved),
    Door("rituals:notice", post=OTHERS_DEED, args=thing("done")),
    Door("rituals:write", get=SIGNED_IN, post=302, args=lambda world: {"kind": "thanks"}, data=written),
]


def furnish(world: World) -> None:
    """Ada keeps a thank-you and shares a card and two promises, one of them done; times are agreed and suggested."""
    at, tie, things = clock.now(), tie_of(world.author), world.things
    assert tie is not None
    hour, day = timedelta(hours=1), timedelta(days=1)

    def kept(kind: str, text: str, **more: Any) -> uuid.UUID:
        return slips.keep(author=world.author, kind=kind, key=uuid.uuid4(), text=text, at=at, **more)

    things["thanks"] = kept("thanks", "You rang the school.", more="I could breathe.")
    things["thanks_seen"] = slips.read(world.author, Slip.objects.filter(pk=things["thanks"]), tie)[0].mark
    things["card"] = kept("touch", "A hand on my back.\nYour feet on mine.")
    things["promise"] = kept("promise", "Ring the plumber.", due_at=at + day, more="He has a date.")
    things["done"] = kept("promise", "Pack the swimming bag.", due_at=at + day)
    for name in ("card", "promise", "done"):
        slips.give(tie=tie, pk=things[name], at=at)
    promises.done(author=world.author, pk=things["done"], at=at)
    things["suggested"] = a_slot(world, at + day, agreed_at=None)
    things["agreed"] = a_slot(world, at + 2 * day, agreed_at=at)
    things["over"] = a_slot(world, at - 2 * hour, agreed_at=at - day)
    slips.keep(
        author=world.author,
        kind="word",
        key=uuid.uuid4(),
        text="Slow.",
        slot=slots.over(world.author, things["over"], at),
        at=at,
    )


def a_slot(world: World, starts_at: Any, *, agreed_at: Any) -> uuid.UUID:
    made = Slot.objects.create(
        proposer=world.author,
        space=world.space,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=30),
        agreed_at=agreed_at,
    )
    return made.pk
