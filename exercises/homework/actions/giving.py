"""What a therapist does with homework: give it, and close it in a session."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max

from exercises.homework.models import Assignment, Half
from intima.accounts.models import Person
from reflections.care import actions as care
from reflections.care.models import CareLink, Therapist

DAY = timedelta(days=1)


class NotTheirClient(Exception):
    """Somebody named is no client of the therapist now, or two named are no couple as far as the therapist may know."""


@dataclass(frozen=True)
class Part:
    """Who does what: a link's id and the key of a thing."""

    link_id: uuid.UUID
    key: str


@transaction.atomic
def give(
    *,
    therapist: Therapist,
    key: uuid.UUID,
    parts: Sequence[Part],
    why: str,
    plan: str,
    obstacles: str,
    every: str,
    due_on: date | None,
    at: datetime,
    in_place_of: uuid.UUID | None = None,
) -> Assignment:
    """Give homework to one client, or to both of a couple. The same `key` again changes nothing.

    `in_place_of` names a half of one of theirs that this takes the place of, once discussed. Raises NotTheirClient, and
    Half.DoesNotExist where that is over already.
    """
    links = [_client(therapist, part.link_id) for part in parts]
    if len(links) > 1 and {link.pk for link in links} not in _couples(therapist):
        raise NotTheirClient
    assignment, is_new = Assignment.objects.get_or_create(
        pk=uuid.uuid5(therapist.pk, key.hex),
        defaults={
            "author": therapist.person,
            "every": every,
            "why": why,
            "plan": plan,
            "obstacles": obstacles,
            "given_at": at,
        },
    )
    if not is_new:
        return assignment
    for link, part in zip(links, parts, strict=True):
        kind, _colon, slug = part.key.partition(":")
        begins_on = link.client.today(at)
        Half.objects.create(
            assignment=assignment,
            link=link,
            kind=kind,
            slug=slug,
            begins_on=begins_on,
            due_on=max(due_on, begins_on) if due_on else None,  # theirs may be a day further on
        )
    if in_place_of:
        before = _own(therapist, in_place_of)
        if before.link not in links:
            raise NotTheirClient
        _close(before, Half.State.ADAPTED, at)
    return assignment


@transaction.atomic
def keep(*, therapist: Therapist, pk: uuid.UUID, at: datetime) -> None:
    """Discussed, and it goes on as it is: from today, or from the day after the last round that was told of.

    A last day moves on by as much. Raises Half.DoesNotExist.
    """
    half = _own(therapist, pk)
    told = half.reports.aggregate(last=Max("round_on"))["last"]
    begins_on = half.link.client.today(at)
    if told and told >= begins_on:
        begins_on = told + DAY
    if half.due_on:
        half.due_on = begins_on + (half.due_on - half.begins_on)
    half.begins_on, half.discussed_at = begins_on, at
    half.save(update_fields=["begins_on", "due_on", "discussed_at"])


@transaction.atomic
def stop(*, therapist: Therapist, pk: uuid.UUID, at: datetime) -> None:
    """Discussed, and over: it leaves the client's page. Raises Half.DoesNotExist."""
    _close(_own(therapist, pk), Half.State.STOPPED, at)


@transaction.atomic
def forget(*, client: Person) -> None:
    """The client's account goes, and with it what they were given; a therapist's words go with the last half of it."""
    Half.objects.filter(link__client=client).delete()
    Assignment.objects.filter(halves=None).delete()  # also of halves that went before, with their link


def _own(therapist: Therapist, pk: uuid.UUID) -> Half:
    halves = Half.objects.given_by(therapist).going_on().select_for_update(of=("self",))
    return halves.select_related("link__client", "assignment").get(pk=pk)


def _close(half: Half, state: Half.State, at: datetime) -> None:
    half.state, half.discussed_at = state, at
    half.save(update_fields=["state", "discussed_at"])


def _client(therapist: Therapist, pk: uuid.UUID) -> CareLink:
    try:
        return care.client_of(therapist, pk)
    except CareLink.DoesNotExist as nobody:
        raise NotTheirClient from nobody


def _couples(therapist: Therapist) -> list[set[uuid.UUID]]:
    return [{link.pk for link in couple.links} for couple in care.couples_of(therapist)]
