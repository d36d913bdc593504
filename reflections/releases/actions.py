"""Releasing one thing to a therapist after a preview, taking it back, and opening it."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import CharField, F, OuterRef, Subquery, Value

from intima.accounts.models import Person
from intima.kit import news, seal
from reflections.care import ledger
from reflections.care.ledger import Opened
from reflections.care.models import CareLink
from reflections.releases.faces import Face, Kind, Sign, kind_of
from reflections.releases.models import Released, released_id
from reflections.shares import actions as shares
from reflections.shares.models import Share
from reflections.spaces.models import Space


@dataclass(frozen=True)
class Item:
    """Something released, with its words."""

    id: uuid.UUID
    kind: Kind | None
    origin: uuid.UUID
    day: date
    audience: Share.Audience
    released_at: datetime
    changed: bool
    face: Face


@dataclass(frozen=True)
class Standing:
    """How one thing of a client's stands with one of their therapists."""

    link: CareLink
    released: uuid.UUID | None  # the copy that they can open now
    audience: str
    version: int | None  # which of the thing's revisions it shows

    @property
    def for_both(self) -> bool:
        return self.audience == Share.Audience.JOINT


def _item(row: Released) -> Item:
    return Item(
        id=row.pk,
        kind=kind_of(row.kind),
        origin=row.origin,
        day=row.day,
        audience=Share.Audience(row.share.audience),
        released_at=row.share.shared_at,
        changed=row.changed,
        face=Face.from_json(row.face),
    )


def standings(author: Person, kind: str, origin: uuid.UUID) -> list[Standing]:
    """How the author's own thing stands with each therapist to whom it could be released now. One query."""
    copies = Released.objects.readable(author.pk).filter(kind=kind, origin=origin, share__care_link=OuterRef("pk"))
    mine = CareLink.objects.on_terms().filter(client=author).select_related("client", "therapist__person")
    links: Any = mine.annotate(
        released=Subquery(copies.values("pk")[:1]),
        audience=Subquery(copies.values("share__audience")[:1]),
        version=Subquery(copies.values("share__version")[:1]),
    ).order_by("consented_at", "pk")
    return [Standing(link, link.released, link.audience or "", link.version) for link in links]


def readers_of(author_id: uuid.UUID, kind: str, origins: Collection[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """By the thing's id, the therapists who can open a copy of it now. What none can is not in it. One query."""
    copies = Released.objects.readable(author_id).filter(kind=kind, origin__in=origins)
    names = copies.annotate(name=F("share__care_link__therapist__known_as")).order_by("share__shared_at")
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for origin, name in names.values_list("origin", "name"):
        found[origin].append(name)
    return dict(found)


def versions_and_readers(
    author_id: uuid.UUID, kind: str, origins: Collection[uuid.UUID]
) -> tuple[dict[uuid.UUID, int], dict[uuid.UUID, list[str]]]:
    """By the thing's id, the version that a partner sees now, and the therapists who can open a copy. One query."""
    spaces = Share.objects.filter(subject_kind=kind, subject_id__in=origins, space__in=Space.objects.open())
    copies = Released.objects.readable(author_id).filter(kind=kind, origin__in=origins)
    nobody = Value("", output_field=CharField())
    shared = spaces.values_list("subject_id", "version", nobody)
    released = copies.values_list("origin", "share__version", "share__care_link__therapist__known_as")
    versions: dict[uuid.UUID, int] = {}
    readers: dict[uuid.UUID, list[str]] = defaultdict(list)
    for origin, version, name in shared.union(released, all=True):
        if name:
            readers[origin].append(name)
        else:
            versions[origin] = version
    return versions, dict(readers)


def face_of(author: Person, kind: str, origin: uuid.UUID, parts: Collection[str] | None = None) -> Face | None:
    """How the author's own thing would look to a therapist, or these parts of it; None for what is not theirs."""
    known = kind_of(kind)
    face = known.face(author, origin) if known else None
    return face.with_only(parts) if face and parts is not None else face


def signs_of(author: Person, things: Iterable[tuple[str, uuid.UUID]]) -> dict[uuid.UUID, Sign]:
    """By what the author knows these things again, each a kind and an id; of what is no longer there, nothing."""
    pks_of: dict[str, set[uuid.UUID]] = defaultdict(set)
    for kind, pk in things:
        pks_of[kind].add(pk)
    found: dict[uuid.UUID, Sign] = {}
    for kind, pks in pks_of.items():
        if known := kind_of(kind):
            found |= known.signs(author, pks)
    return found


@transaction.atomic
def release(
    *,
    author: Person,
    link: CareLink,
    kind: str,
    origin: uuid.UUID,
    revision: int,
    audience: Share.Audience,
    at: datetime,
    parts: Collection[str] | None = None,
) -> Released:
    """Let the therapist of `link` see the thing as it reads at `revision`; of its parts these alone, or all.

    Raises, all of shares, PreviewOutdated when it reads otherwise by now, holds nothing of these parts or is not the
    author's; NotTheirTherapist; NoSecrets.
    """
    shares.one_after_the_other(author)
    face = face_of(author, kind, origin, parts)
    if face is None or face.revision != revision or not face.parts:
        raise shares.PreviewOutdated
    pk, text = released_id(link, kind, origin), face.to_json()
    subject = Released(pk=pk, author=author)
    before = Released.objects.filter(pk=pk).first()
    share = shares.release(subject=subject, link=link, audience=audience, version=revision, at=at)
    made, _ = Released.objects.update_or_create(
        pk=pk,
        defaults={
            "author": author,
            "share": share,
            "kind": kind,
            "origin": origin,
            "day": face.day,
            "changed": before is not None and (before.changed or before.face != text),
            "face": text,
        },
    )
    return made


@transaction.atomic
def take_back(*, author: Person, pk: uuid.UUID) -> None:
    """The therapist cannot open it from the next request on. Taking back twice is taking back once."""
    shares.one_after_the_other(author)
    Share.objects.filter(owner=author, subject_kind=Released.share_kind, subject_id=pk).delete()


@transaction.atomic
def take_everything_back(*, link: CareLink) -> None:
    """All that the client released over `link`, without ending it."""
    shares.one_after_the_other(link.client)
    forget(link=link)


@transaction.atomic
def withdraw(*, author: Person, kind: str, origin: uuid.UUID) -> None:
    """The thing itself goes, after `one_after_the_other`: no copy of it stays with any therapist."""
    copies = Released.objects.filter(author=author, kind=kind, origin=origin)
    Share.objects.filter(pk__in=list(copies.values_list("share", flat=True))).delete()
    news.words_gone.send(sender=Released, author=author, kind=kind)


@transaction.atomic
def forget(*, link: CareLink) -> None:
    """The copies of a link go: it has ended, or its client took everything back."""
    Share.objects.filter(care_link=link).delete()


def open_all(rows: Iterable[Released], *, at: datetime) -> list[Item]:
    """Open what was just fetched as something that its therapist can open now; each is in its author's ledger first.

    Six queries, however many they are and over however many links.
    """
    found = list(rows)
    if not found:
        return []
    seal.fetch({seal.MARKS, *(row.author_id for row in found)})
    # Every copy hangs on a care link.
    opened = [Opened(row.share.care_link_id, row.kind, row.origin, row.face) for row in found]  # type: ignore[arg-type]
    ledger.record(opened, at=at)
    return [_item(row) for row in found]


def open_item(*, link: CareLink, pk: uuid.UUID, at: datetime) -> Item | None:
    """One of those that the therapist of `link` can open now; None for anything else."""
    return next(iter(open_all(Released.objects.over(link).filter(pk=pk), at=at)), None)


def own_items(link: CareLink) -> list[Item]:
    """What the client of `link` released over it, for the client's own eyes. Nothing goes to the ledger.

    That is what its therapist can open now, or could as soon as the terms are accepted anew.
    """
    mine = Released.objects.filter(author=link.client, share__care_link=link).select_related("share")
    return [_item(row) for row in mine.order_by("-share__shared_at", "-share__pk")]
