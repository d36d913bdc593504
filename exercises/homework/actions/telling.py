"""What a client does with homework: say how a round went, and choose what of it the therapist sees."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from exercises.homework.actions import items
from exercises.homework.models import Half, Report
from intima.accounts.models import Person
from reflections.care.models import CareLink
from reflections.releases import actions as releases
from reflections.releases.faces import Face
from reflections.releases.models import Released
from reflections.shares import actions as shares
from reflections.shares.models import Share


@transaction.atomic
def tell(*, client: Person, pk: uuid.UUID, said: str, in_the_way: str, to_bring: str, at: datetime) -> Report:
    """Say how the present round went, or say it anew. The words stay the client's alone until they are released.

    Raises Half.DoesNotExist for what is over or somebody else's.
    """
    half = Half.objects.of(client).going_on().select_for_update(of=("self",)).select_related("assignment").get(pk=pk)
    round_on = half.round_on(client.today(at))
    report = half.reports.filter(round_on=round_on).first() or Report(half=half, author=client, round_on=round_on)
    report.said, report.in_the_way, report.to_bring, report.written_at = said, in_the_way, to_bring, at
    report.save()
    return report


@transaction.atomic
def release(
    *, client: Person, pk: uuid.UUID, keys: Collection[str], audience: Share.Audience, revision: int, at: datetime
) -> None:
    """Let the therapist who gave it see these items of a report, as previewed.

    Raises Report.DoesNotExist; shares' PreviewOutdated when it reads otherwise by now, NotTheirTherapist and
    NoSecrets.
    """
    releases.release(
        author=client,
        link=own(client, pk).half.link,
        kind=Report.share_kind,
        origin=pk,
        revision=revision,
        audience=audience,
        parts=keys,
        at=at,
    )


@transaction.atomic
def take_back(*, client: Person, pk: uuid.UUID) -> None:
    """No therapist sees any of the words from the next request on. Raises Report.DoesNotExist."""
    report = own(client, pk)
    shares.one_after_the_other(client)
    releases.withdraw(author=client, kind=Report.share_kind, origin=report.pk)


@transaction.atomic
def forget_words(*, author: Person) -> None:
    """Something that may have been done for homework is gone: no released copy of a report keeps words of it."""
    for copy in Released.objects.filter(author=author, kind=Report.share_kind):
        if any(items.is_of_what_was_done(part.key) for part in Face.from_json(copy.face).parts):
            releases.withdraw(author=author, kind=Report.share_kind, origin=copy.origin)


def own(client: Person, pk: uuid.UUID) -> Report:
    """One's own report, also after the care link has ended. Raises Report.DoesNotExist."""
    rows = Report.objects.of(client).select_related("author", "half__assignment", "half__link__therapist__person")
    return rows.get(pk=pk)


def is_open(report: Report) -> bool:
    """Whether the care link over which it was given is active now."""
    return CareLink.objects.active().filter(pk=report.half.link_id).exists()


@dataclass(frozen=True)
class Standing:
    """What the therapist can open of a report now, and of which revision."""

    face: Face
    audience: str
    changed: bool
    revision: int

    @property
    def keys(self) -> set[str]:
        return {part.key for part in self.face.parts}


def standing(report: Report) -> Standing | None:
    """That; None while they can open none of it. One query."""
    copies = Released.objects.readable(report.author_id).filter(kind=Report.share_kind, origin=report.pk)
    row = copies.filter(share__care_link=report.half.link).select_related("share").first()
    return Standing(Face.from_json(row.face), row.share.audience, row.changed, row.share.version) if row else None
