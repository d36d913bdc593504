"""Letting a partner or a therapist see one thing, and taking it back."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import transaction

from intima.accounts.models import Person
from reflections.care.models import CareLink
from reflections.shares.models import Share, Shareable
from reflections.spaces.among import Latest, latest
from reflections.spaces.models import Space


class PreviewOutdated(Exception):
    """What its author looked at is not what the other would get now."""


class NotTheirSpace(Exception):
    """The author is no member of that space now: it closed, or was never theirs."""


class NotTheirTherapist(Exception):
    """The author does not consent to that care link now, or not to the terms as they are by now."""


class NoSecrets(Exception):
    """The therapist's terms leave no room for what is for them alone."""


def one_after_the_other(owner: Person) -> None:
    """Until the transaction ends, whatever else the owner keeps, shares or takes back waits.

    Called before rows of theirs are touched, so that sharing a thing and taking everything back never cross: a share
    does not outlive what it shows, and neither waits for a row that the other holds.
    """
    Person.objects.select_for_update(no_key=True).get(pk=owner.pk)


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
def release(*, subject: Shareable, link: CareLink, audience: Share.Audience, version: int, at: datetime) -> Share:
    """Let the therapist of `link` see `subject` in the `version` that its author previewed.

    Raises NotTheirTherapist or NoSecrets.
    """
    mine = CareLink.objects.select_for_update(of=("self",)).filter(client=subject.author)
    held = mine.on_terms().select_related("therapist").filter(pk=link.pk).first()
    if held is None:
        raise NotTheirTherapist
    if audience == Share.Audience.ALONE and not held.therapist.keeps_some:
        raise NoSecrets
    made, _ = Share.objects.update_or_create(
        subject_kind=subject.share_kind,
        subject_id=subject.pk,
        care_link=held,
        defaults={"owner": subject.author, "audience": audience, "version": version, "shared_at": at},
    )
    return made


@transaction.atomic
def take_back(*, subject: Shareable) -> None:
    """Nobody but its author sees the thing from the next request on, in whichever tie it was shared."""
    Share.objects.filter(subject_kind=subject.share_kind, subject_id=subject.pk).delete()


@transaction.atomic
def take_everything_back(*, owner: Person, space: Space) -> None:
    """Take back all that the owner shares in the space, without leaving it."""
    Share.objects.filter(owner=owner, space=space).delete()


def shared_among(people: Collection[uuid.UUID], *, kinds: Collection[str], since: datetime) -> Latest:
    """When the last thing of these kinds was shared with each of these people that they can still see. One query."""
    fresh = Share.objects.filter(subject_kind__in=kinds, shared_at__gt=since)
    return latest(fresh.open_among(people).values_list("member", "shared_at"))


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
