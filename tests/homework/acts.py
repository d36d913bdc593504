"""What a therapist and a client do with homework, in one line each."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from exercises.homework.actions import giving, telling
from exercises.homework.actions.giving import Part
from exercises.homework.actions.items import face_of
from exercises.homework.models import Half, Report
from reflections.care.models import CareLink
from reflections.shares.models import Share
from tests.cast import EVENING

STAY, COME = "exercise:stay-while-stepping-back", "exercise:from-protest-to-longing"
WEEK = timedelta(days=7)
SAID = {"why": "A sentence is easier to find.", "plan": "Tuesday, after supper.", "obstacles": "Visitors all week."}


def give(
    *parts: tuple[CareLink, str], every: str = "", due_on: date | None = None, at: datetime = EVENING
) -> list[Half]:
    """Give homework to the clients of these links; each one's half, in their order."""
    assignment = giving.give(
        therapist=parts[0][0].therapist,
        key=uuid.uuid4(),
        parts=[Part(link.pk, key) for link, key in parts],
        every=every,
        due_on=due_on,
        at=at,
        **SAID,
    )
    return [assignment.halves.get(link=link) for link, _key in parts]


def tell(half: Half, said: str = "done", *, way: str = "", bring: str = "", at: datetime = EVENING) -> Report:
    """The client says how the present round went."""
    client = half.link.client
    return telling.tell(client=client, pk=half.pk, said=said, in_the_way=way, to_bring=bring, at=at)


def release(
    report: Report, *keys: str, audience: Share.Audience = Share.Audience.JOINT, at: datetime = EVENING
) -> None:
    """The author shows these items to their therapist, as previewed."""
    revision = face_of(telling.own(report.author, report.pk)).revision
    telling.release(client=report.author, pk=report.pk, keys=keys, audience=audience, revision=revision, at=at)


def page(**changes: Any) -> dict[str, Any]:
    """What the page for giving sends."""
    sent = {"key": str(uuid.uuid4()), "who": "one", "one": STAY, "every": "", "due_on": "", **SAID}
    return {**sent, **changes}
