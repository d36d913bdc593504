"""Homework as a therapist sees it: what was given, and what its clients said of it. Of their words nothing is here."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from exercises.homework import wording
from exercises.homework.models import Half, Report
from exercises.homework.things import Thing, thing_of, things, with_own
from reflections.care.models import CareLink, Therapist
from reflections.releases.models import Released


@dataclass(frozen=True)
class Told:
    """What a client said of one round; `id` is the report's, by which what they released of it is found."""

    id: uuid.UUID
    round_on: date
    said: str  # one of Report.Said
    at: datetime


@dataclass(frozen=True)
class Given:
    """One client's part, with what was said of it since some day, the last first."""

    half: Half
    thing: Thing
    told: tuple[Told, ...]

    @property
    def id(self) -> uuid.UUID:
        return self.half.pk

    @property
    def lines(self) -> list[tuple[Told, str]]:
        """What was told, each with how a therapist reads it."""
        return [(told, str(wording.read(told.said, self.half))) for told in self.told]

    @property
    def goes_on(self) -> bool:
        return self.half.state == Half.State.ON


def of_clients(links: Collection[CareLink], since: datetime, language: str) -> dict[uuid.UUID, list[Given]]:
    """By the link's id what goes on, and what was given, told of or closed since; the newest first.

    Three queries, and two more for what therapists wrote themselves.

    Over a link whose client has not accepted the terms as they are now, nothing was told. Hand in active links alone:
    for what was given nothing is asked of a link's state. The therapist's own words are opened when read.
    """
    told = _told(Report.objects.told_over(links).filter(written_at__gte=since))
    lately = Q(assignment__given_at__gte=since) | Q(discussed_at__gte=since) | Q(pk__in=told.keys())
    halves = Half.objects.filter(Q(state=Half.State.ON) | lately, link__in=links).select_related("assignment")
    rows = list(halves.order_by("-assignment__given_at", "pk"))
    known = with_own(things(language), [half.key for half in rows])
    found: dict[uuid.UUID, list[Given]] = defaultdict(list)
    for half in rows:
        found[half.link_id].append(Given(half, thing_of(half.key, known), tuple(told.get(half.pk, ()))))
    return found


def said_by(links: Collection[CareLink], since: datetime) -> dict[uuid.UUID, list[tuple[datetime, str]]]:
    """By the link's id when its client told of a round, and one of Report.Said; the first told first. One query.

    Over a link whose client has not accepted the terms as they are now, nothing was told.
    """
    rows = Report.objects.told_over(links).filter(written_at__gte=since).order_by("written_at", "pk")
    found: dict[uuid.UUID, list[tuple[datetime, str]]] = defaultdict(list)
    for link, at, said in rows.values_list("half__link", "written_at", "said"):
        found[link].append((at, said))
    return found


def given(therapist: Therapist, link: CareLink, pk: uuid.UUID) -> Given:
    """One part, with all that was said of it. Raises Half.DoesNotExist."""
    half = Half.objects.given_by(therapist).filter(link=link).select_related("assignment").get(pk=pk)
    told = _told(Report.objects.told_over([link]).filter(half=half))
    known = with_own(things(therapist.person.language), [half.key])
    return Given(half, thing_of(half.key, known), tuple(told.get(pk, ())))


@dataclass(frozen=True)
class Round:
    """A round of which something is released: `copy_id` is the id of what the therapist has of it."""

    copy_id: uuid.UUID
    round_on: date


def released(link: CareLink, line: Given) -> list[Round]:
    """The rounds of which the client lets the therapist see something now, the last first. Opens none of it."""
    rounds = {told.id: told.round_on for told in line.told}
    rows = Released.objects.over(link).filter(kind=Report.share_kind, origin__in=rounds)
    found = [Round(pk, rounds[origin]) for pk, origin in rows.values_list("pk", "origin")]
    return sorted(found, key=lambda each: each.round_on, reverse=True)


def _told(reports: QuerySet[Report]) -> dict[uuid.UUID, list[Told]]:
    found: dict[uuid.UUID, list[Told]] = defaultdict(list)
    rows = reports.order_by("-round_on").values_list("half", "pk", "round_on", "said", "written_at")
    for half, pk, round_on, said, at in rows:
        found[half].append(Told(pk, round_on, said, at))
    return found
