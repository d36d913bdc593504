"""What a client and a therapist do with the tie between them: the client consents to its terms, and either ends it."""

import logging
import uuid
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery

from intima.accounts.models import Person
from intima.kit import news, seal
from reflections.care import ledger
from reflections.care.models import WORDING, CareLink, PrivateNote, Side, Therapist
from reflections.spaces.models import Membership, Space

log = logging.getLogger(__name__)


class NotOpen(Exception):
    """The link has ended, or was never the person's."""


class TheirPartner(Exception):
    """Nobody is the therapist of the person with whom they share a space."""


class TermsChanged(Exception):
    """The terms that were read are not those that would be accepted now."""


@dataclass(frozen=True)
class Couple:
    """Two clients of one therapist who both let the therapist know that they are together."""

    space_id: uuid.UUID
    links: tuple[CareLink, CareLink]  # in the order of their seats: clay, iris


def links_of(therapist: Therapist) -> QuerySet[CareLink]:
    """The therapist's active links, each with its client and its therapist; by the client's name."""
    found = CareLink.objects.active().filter(therapist=therapist)
    return found.select_related("client", "therapist__person").order_by("client__name", "pk")


def client_of(therapist: Therapist, pk: uuid.UUID) -> CareLink:
    """That one of the therapist's active links. Raises CareLink.DoesNotExist: an ended one and a strange one alike."""
    return links_of(therapist).get(pk=pk)


def therapists_of(client: Person) -> QuerySet[CareLink]:
    """The client's active links, each with its therapist; the first consented to first."""
    found = CareLink.objects.active().filter(client=client)
    return found.select_related("client", "therapist__person").order_by("consented_at", "pk")


def own_link(person: Person, pk: uuid.UUID) -> CareLink:
    """The client's own link while it is open. Raises CareLink.DoesNotExist."""
    return own_links(person).get(pk=pk)


def own_links(person: Person) -> QuerySet[CareLink]:
    """The client's open links, those that wait for them to read the terms among them; the first asked for first."""
    found = CareLink.objects.open().filter(client=person).select_related("client", "therapist__person")
    return found.order_by("asked_at", "pk")


def couples_of(therapist: Therapist) -> list[Couple]:
    """Which of the therapist's clients are a couple, where both let the therapist know. Two queries at most."""
    open_about_it = {link.client_id: link for link in links_of(therapist).filter(knows_partner=True)}
    if len(open_about_it) < 2:
        return []
    seats = Membership.objects.filter(person__in=open_about_it, left_at=None, space__closed_at=None)
    together: dict[uuid.UUID, list[CareLink]] = defaultdict(list)
    for seat in seats.order_by("seat"):
        together[seat.space_id].append(open_about_it[seat.person_id])
    return [Couple(space, (pair[0], pair[1])) for space, pair in together.items() if len(pair) == 2]


def couple_of(therapist: Therapist, pk: uuid.UUID) -> Couple | None:
    """The couple that the client of this link is one of, where both let the therapist know. One query.

    None too for a link that is not active, or another therapist's.
    """
    return _client_and_couple(therapist, pk)[1]


def client_and_couple(therapist: Therapist, pk: uuid.UUID) -> tuple[CareLink, Couple | None]:
    """What client_of and couple_of find, in one query. Raises CareLink.DoesNotExist."""
    one, couple = _client_and_couple(therapist, pk)
    if one is None:
        raise CareLink.DoesNotExist
    return one, couple


def _client_and_couple(therapist: Therapist, pk: uuid.UUID) -> tuple[CareLink | None, Couple | None]:
    one = CareLink.objects.filter(pk=pk).values("client")
    spaces = Space.objects.open().filter(memberships__person__in=one, memberships__left_at=None)
    seats = Membership.objects.filter(space__in=spaces, left_at=None)
    theirs = Membership.objects.filter(person=OuterRef("client"), left_at=None)
    found = links_of(therapist).filter(Q(pk=pk) | Q(knows_partner=True, client__in=seats.values("person")))
    found = found.annotate(seat=Subquery(theirs.values("seat")[:1]), space=Subquery(theirs.values("space")[:1]))
    rows = {link.pk: link for link in found.order_by("seat")}
    pair = [link for link in rows.values() if link.knows_partner]
    if len(pair) != 2 or pk not in {link.pk for link in pair}:
        return rows.get(pk), None
    return rows[pk], Couple(pair[0].space, (pair[0], pair[1]))  # type: ignore[attr-defined]


def colour_of(therapist: Therapist, pk: uuid.UUID) -> str:
    """The colour of this link's client: of their seat where both let the therapist know, else clay. One query."""
    couple = couple_of(therapist, pk)
    return "iris" if couple and couple.links[1].pk == pk else "clay"


@transaction.atomic
def consent(*, link: CareLink, by: Person, terms: int, wording: int, knows_partner: bool, at: datetime) -> CareLink:
    """The client accepts the terms that they read: for the first time, or anew since they changed.

    Raises NotOpen, TermsChanged when they are others by now, or TheirPartner.
    """
    # Both of them: they may become partners at the same moment.
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=[by.pk, link.therapist_id]).order_by("pk"))
    locked = CareLink.objects.select_for_update().filter(pk=link.pk, client=by).open().first()
    if locked is None:
        raise NotOpen
    therapist = Therapist.objects.select_for_update().get(pk=locked.therapist_id)
    if (terms, wording) != (therapist.terms, WORDING):
        raise TermsChanged
    if share_a_space(by.pk, therapist.pk):
        raise TheirPartner
    locked.state = CareLink.State.ACTIVE
    locked.terms, locked.wording, locked.knows_partner = terms, wording, knows_partner
    locked.consented_at = locked.consented_at or at
    locked.ledger_head = locked.ledger_head or ledger.begun(locked.pk)
    locked.save(update_fields=["state", "terms", "wording", "knows_partner", "consented_at", "ledger_head"])
    return locked


def share_a_space(one: uuid.UUID, other: uuid.UUID) -> bool:
    """Whether these two are a couple here."""
    return Space.objects.of(Person(pk=one)).filter(pk__in=Space.objects.of(Person(pk=other))).exists()


def are_therapist_and_client(one: uuid.UUID, other: uuid.UUID) -> bool:
    """Whether one of these two consents to the other as their therapist, let in by the practice just now or not."""
    either = Q(client=one, therapist=other) | Q(client=other, therapist=one)
    return CareLink.objects.filter(either, state=CareLink.State.ACTIVE).exists()


@transaction.atomic
def let_know(*, link: CareLink, knows_partner: bool) -> None:
    """Whether the therapist may know who the client's partner is, from the next request on."""
    CareLink.objects.open().filter(pk=link.pk).update(knows_partner=knows_partner)


@transaction.atomic
def end_all(*, client: Person, at: datetime) -> None:
    """End every consent of the client's, and what waits for one."""
    for link in own_links(client):
        with suppress(NotOpen):  # the therapist ended it at this very moment
            end(link=link, by=client, at=at)


@transaction.atomic
def leave(*, client: Person, at: datetime) -> None:
    """The client's account goes: every consent ends, and of them stays what a therapist kept notes of, unnamed here."""
    end_all(client=client, at=at)
    kept = list(CareLink.objects.filter(client=client, kept_name__isnull=False).values_list("pk", flat=True))
    for row in _hanging_on_a_link():
        row.model._base_manager.filter(**{f"{row.name}__in": kept}).delete()
    for pk in kept:
        CareLink.objects.filter(pk=pk).update(client=None, ledger_head=ledger.begun(pk))


def _hanging_on_a_link() -> list[Any]:
    """The foreign keys, also of rooms above, whose rows go with a link: all but that of the notes."""
    fields: list[Any] = CareLink._meta.get_fields(include_hidden=True)  # type: ignore[assignment]
    found = [each.field for each in fields if each.auto_created and not each.concrete]
    return [field for field in found if field.model is not PrivateNote]


@transaction.atomic
def end(*, link: CareLink, by: Person, at: datetime) -> None:
    """End the link at once and for good. Nothing of the client's is the therapist's to see from the next request on.

    Raises NotOpen.
    """
    row = CareLink.objects.select_for_update(of=("self",)).filter(pk=link.pk)
    locked = row.open().select_related("client").first()
    if locked is None or by.pk not in {locked.client_id, locked.therapist_id}:
        raise NotOpen
    locked.state = CareLink.State.ENDED
    locked.ended_at = at
    locked.ended_by = Side.CLIENT if by.pk == locked.client_id else Side.THERAPIST
    locked.save(update_fields=["state", "ended_at", "ended_by"])
    if PrivateNote.objects.filter(link=locked).exists():
        _keep_name(locked)
    news.care_ended.send(sender=CareLink, link=locked, by=by, at=at)


def _keep_name(link: CareLink) -> None:
    """For the notes that stay. Where the therapist's key opens nothing they are lost, and the end is the end."""
    link.kept_name = link.client.name
    try:
        with transaction.atomic():
            link.save(update_fields=["kept_name"])
    except seal.Broken:
        log.error("The notes about a client who is none any more cannot be opened: %s", link)
