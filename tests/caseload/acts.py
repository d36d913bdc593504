"""What a therapist and their clients do between two sessions, in one line each."""

import uuid
from datetime import datetime

from exercises.homework.models import Half, Report
from reflections.care.models import CareLink
from reflections.releases import actions as releases
from reflections.shares.models import Share
from tests.homework import acts as homework

STAYING, LONGING = homework.STAY, homework.COME


def give(*parts: tuple[CareLink, str], at: datetime) -> dict[CareLink, Half]:
    """Give homework; each client's half by their link."""
    return dict(zip((link for link, _key in parts), homework.give(*parts, at=at), strict=True))


def tell(
    half: Half,
    said: str = "done",
    *,
    at: datetime,
    in_the_way: str = "",
    to_bring: str = "",
    shows: tuple[str, ...] = (),
    audience: Share.Audience = Share.Audience.JOINT,
) -> Report:
    """Say how it went; `shows` names the items of it that the therapist is let see."""
    report = homework.tell(half, said, way=in_the_way, bring=to_bring, at=at)
    if shows:
        homework.release(report, *shows, audience=audience, at=at)
    return report


def release(link: CareLink, kind: str, pk: uuid.UUID, *, at: datetime) -> None:
    """Let the therapist see something of the client's own, as it reads now."""
    face = releases.face_of(link.client, kind, pk)
    assert face is not None
    audience = Share.Audience.JOINT
    releases.release(
        author=link.client, link=link, kind=kind, origin=pk, revision=face.revision, audience=audience, at=at
    )
