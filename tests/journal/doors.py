"""The doors of the journal, and the things behind them."""

import uuid
from typing import Any

from reflections.journal.actions import entries
from reflections.journal.models import Draft
from tests.cast import EVENING
from tests.journal import acts
from tests.world import SIGNED_IN, Door, World

OWN = (302, 404, 200, 404, 404, 404, 404, 404)  # a page of the author's own
OWN_DEED = (302, 404, 302, 404, 404, 404, 404, 404)
BOTH = (302, 404, 200, 200, 404, 404, 404, 404)  # a page of the two
BOTH_DEED = (302, 404, 302, 302, 404, 404, 404, 404)


def furnish(world: World) -> None:
    """A private entry with a change being written, a draft, a question that Ada is answering, and an opened one."""
    entry = acts.keep(world.author, "Only mine.")
    entries.save_edit_draft(author=world.author, pk=entry.pk, base=1, text="Only mine, still.", at=EVENING)
    entries.save_draft(author=world.author, key=uuid.uuid4(), prompt="", text="Not yet", at=EVENING)
    asked = acts.propose(world.author, "how-i-protect")
    acts.answer(asked, world.author, "I move closer.", confirmed=False)
    world.things |= {
        "entry": entry,
        "draft": Draft.objects.get(author=world.author, base=0),
        "asked": asked,
        "opened": acts.opened(world.author, world.partner),
    }


def of(name: str) -> Any:
    return lambda world: {"pk": world.things[name].pk}


def written(world: World) -> dict[str, Any]:
    return {"who": "me", "text": "A line.", "lens": "3", "prompt": "how-i-protect", "key": str(uuid.uuid4())}


ROWS = [
    Door("journal:journal", get=SIGNED_IN),
    Door("journal:write", get=SIGNED_IN, post=302, data=written),
    Door("journal:questions", get=SIGNED_IN),
    Door("journal:search", get=302, post=SIGNED_IN, data=lambda world: {"q": "mine", "page": "1"}),
    Door(
        "journal:draft",
        post=SIGNED_IN,
        data=lambda world: {"text": "A line", "prompt": "", "key": str(uuid.uuid4())},
    ),
    Door("journal:drop_draft", post=OWN_DEED, args=of("draft")),
    Door("journal:take_all_back", get=BOTH, post=BOTH_DEED),
    Door("journal:entry", get=OWN, args=of("entry")),
    Door(
        "journal:edit",
        get=OWN,
        post=OWN_DEED,
        args=of("entry"),
        data=lambda world: {"text": "Other words", "lens": "", "base": "1"},
    ),
    Door("journal:edit_draft", post=OWN, args=of("entry"), data=lambda world: {"text": "Other", "base": "1"}),
    Door(
        "journal:share",
        get=OWN,
        post=OWN_DEED,
        args=of("entry"),
        data=lambda world: {"revision": "1", "space": str(world.space.pk)},
    ),
    Door("journal:take_back", post=OWN_DEED, args=of("entry")),
    Door("journal:delete", get=OWN, post=OWN_DEED, args=of("entry")),
    Door("journal:exchanges", get=SIGNED_IN),
    Door("journal:propose", post=BOTH_DEED, data=lambda world: {"prompt": "signs-of-alarm"}),
    Door("journal:exchange", get=BOTH, args=of("opened")),
    Door(
        "journal:answer",
        post=BOTH_DEED,
        args=of("asked"),
        data=lambda world: {"text": "I move away.", "next": "later"},
    ),
    Door("journal:answer_draft", post=BOTH, args=of("asked"), data=lambda world: {"text": "I move"}),
    # Ben has nothing to confirm: he is led back to the question.
    Door(
        "journal:confirm",
        get=(302, 404, 200, 302, 404, 404, 404, 404),
        post=BOTH_DEED,
        args=of("asked"),
        data=lambda world: {"revision": "1"},
    ),
    Door("journal:withdraw", post=BOTH_DEED, args=of("asked")),
    Door("journal:not_this_one", post=BOTH_DEED, args=of("asked")),
    Door("journal:take_answer_back", get=BOTH, post=BOTH_DEED, args=of("opened")),
    Door("journal:ask", post=BOTH_DEED, args=of("opened"), data=lambda world: {"text": "And then?"}),
    Door("journal:keep_answer", post=BOTH_DEED, args=of("opened")),
]
