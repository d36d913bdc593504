"""Shortcuts of a client who releases what is theirs."""

import uuid
from datetime import datetime

from reflections.care.models import CareLink
from reflections.journal.models import Entry
from reflections.releases import actions
from reflections.releases.faces import Face
from reflections.releases.models import Released
from reflections.shares.models import Share
from tests.cast import EVENING

Audience = Share.Audience


def release(
    link: CareLink, entry: Entry, *, audience: Share.Audience = Audience.JOINT, at: datetime = EVENING
) -> Released:
    """The client of `link` releases an entry of theirs as it is."""
    return actions.release(
        author=link.client,
        link=link,
        kind=Entry.share_kind,
        origin=entry.pk,
        revision=entry.revision,
        audience=audience,
        at=at,
    )


def words_for(link: CareLink) -> dict[uuid.UUID, str]:
    """By the thing's id, what the therapist of `link` would read now; nothing is opened."""
    return {row.origin: Face.from_json(row.face).parts[0].text for row in Released.objects.over(link)}
