"""Letting a partner see one thing, and taking it back."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from intima.accounts.models import Person
from reflections.shares.models import Share, Shareable
from reflections.spaces.models import Space


class NotTheirSpace(Exception):
    """The author is no member of that space now: it closed, or was never theirs."""


@transaction.atomic
def share(*, subject: Shareable, space: Space, version: int, at: datetime) -> Share:
    """Let the other member of `space` see `subject` in the `version` that its author previewed.

    Sharing again moves the partner's view to the version previewed then; until that, later edits stay private. Raises
    NotTheirSpace.
    """
    if not Space.objects.of(subject.author).filter(pk=space.pk).exists():
        raise NotTheirSpace
    made, _ = Share.objects.update_or_create(
        subject_kind=subject.share_kind,
        subject_id=subject.pk,
        space=space,
        defaults={"owner": subject.author, "version": version, "shared_at": at},
    )
    return made


@transaction.atomic
def take_back(*, subject: Shareable) -> None:
    """Nobody but its author sees the thing from the next request on, in whichever space it was shared."""
    Share.objects.filter(subject_kind=subject.share_kind, subject_id=subject.pk).delete()


@transaction.atomic
def take_everything_back(*, owner: Person, space: Space) -> None:
    """Take back all that the owner shares in the space, without leaving it."""
    Share.objects.filter(owner=owner, space=space).delete()


def shares_of(subjects: Iterable[Shareable]) -> Mapping[uuid.UUID, Share]:
    """By the thing's id, the share that lets a partner see it now, in one query. What nobody sees is not in it."""
    things = list(subjects)
    if not things:
        return {}
    open_shares = Share.objects.filter(
        subject_kind=things[0].share_kind,
        subject_id__in=[thing.pk for thing in things],
        space__in=Space.objects.open(),
    )
    return {share.subject_id: share for share in open_shares}
