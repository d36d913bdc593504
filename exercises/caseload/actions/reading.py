"""One client, or a couple, as their therapist may see them now; and what of it goes into the brief for a session."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from exercises.caseload.actions.cases import Case
from exercises.homework import actions as homework
from exercises.homework.actions import Given
from exercises.homework.actions.items import IN_THE_WAY, TO_BRING
from exercises.homework.models import Report
from intima.kit import seal
from intima.kit.leaf import Leaf, leaf
from reflections.care.models import CareLink, Therapist
from reflections.releases import actions as releases
from reflections.releases.actions import Item
from reflections.releases.faces import Part, kind_of
from reflections.releases.models import Released
from reflections.shares.models import Share

LOOP_CARD = "loop.card"


@dataclass(frozen=True)
class Who:
    """One of the people that a page is about, in the colour of their seat; clay where of no couple."""

    link: CareLink
    colour: str

    @property
    def name(self) -> str:
        return self.link.client.name


@dataclass(frozen=True)
class Row:
    """Something released, as a row to press: of what kind, about which day, for whom. Its words are not opened."""

    id: uuid.UUID
    who: Who
    key: str
    name: Any  # lazily translated
    day: Any
    shared_at: datetime
    alone: bool


@dataclass(frozen=True)
class Half:
    """What one was given, and what they told of it."""

    who: Who
    given: Given

    @property
    def states(self) -> list[str]:
        """What was told of each round, the first first."""
        return [told.said for told in reversed(self.given.told)]

    @property
    def words(self) -> str:
        return ", ".join(words for _told, words in reversed(self.given.lines))


Work = list[list[Half]]  # what was given as one stands together


@dataclass(frozen=True)
class Opened:
    """Something released that was opened: whose it is, and how it reads."""

    who: Who
    item: Item
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Saying:
    """Words that somebody chose to bring, beside who they are."""

    who: Who
    text: str


@dataclass(frozen=True)
class Brief:
    """What is for a session: what to bring, what got in the way, what was given, and whatever else was released."""

    bring: tuple[Saying, ...]
    in_the_way: tuple[Saying, ...]
    work: Work
    released: tuple[Opened, ...]


def people_of(case: Case) -> list[Who]:
    seats = case.couple.links if case.couple else case.links
    colours = dict(zip((link.pk for link in seats), ("clay", "iris"), strict=False))
    return [Who(link, colours[link.pk]) for link in case.links]


def _released(therapist: Therapist, case: Case) -> QuerySet[Released]:
    """What the therapist can open of these people now, the latest first; of a couple what is for both of them."""
    rows = Released.objects.shared_with(therapist.person).filter(share__care_link__in=case.links)
    if case.is_couple:
        rows = rows.filter(share__audience=Share.Audience.JOINT)
    found: QuerySet[Released] = rows.select_related("share").order_by("-share__shared_at", "-pk")
    return found


def released(therapist: Therapist, case: Case, asked: str | None = None) -> Leaf[Row]:
    """A page of what was released, homework left out: that is read where it was given. One query."""
    found = leaf(_released(therapist, case).exclude(kind=Report.share_kind), asked)
    people = people_of(case)
    return Leaf(found.number, [_row(row, _whose(row, people)) for row in found.rows], found.has_older)


def _whose(row: Released, people: Sequence[Who]) -> Who:
    return next(who for who in people if who.link.pk == row.share.care_link_id)


def _row(row: Released, who: Who) -> Row:
    known = kind_of(row.kind)
    alone = row.share.audience == Share.Audience.ALONE
    return Row(row.pk, who, row.kind, known.name if known else "", row.day, row.share.shared_at, alone)


def cards(*, therapist: Therapist, case: Case, at: datetime) -> list[Opened]:
    """The card of the loop that each released last. Each is opened, so each is written into the ledger."""
    latest: dict[uuid.UUID, Released] = {}
    for row in _released(therapist, case).filter(kind=LOOP_CARD):
        latest.setdefault(row.author_id, row)
    return _open(list(latest.values()), case, at)


def _open(rows: Sequence[Released], case: Case, at: datetime) -> list[Opened]:
    """What one of them said stands together. Six queries, however many they are."""
    people, items = people_of(case), releases.open_all(rows, at=at)
    found = [Opened(_whose(row, people), item, item.face.parts) for row, item in zip(rows, items, strict=True)]
    return sorted(found, key=lambda each: each.who.colour)


def work_of(case: Case, since: datetime, language: str) -> Work:
    """What goes on, and what was given, told of or closed since; the newest first. Three queries."""
    given = homework.of_clients(case.links, since, language)
    found: dict[uuid.UUID, list[Half]] = {}
    for who in people_of(case):
        for each in given.get(who.link.pk, ()):
            found.setdefault(each.half.assignment_id, []).append(Half(who, each))
    # What one of a couple was given alone stands on their own page, not on that of the two.
    work = [halves for halves in found.values() if not case.is_couple or len(halves) == len(case.links)]
    work.sort(key=lambda halves: halves[0].given.half.assignment.given_at, reverse=True)
    return work


def brief(*, therapist: Therapist, case: Case, since: datetime, language: str, at: datetime) -> Brief:
    """What is for the next session: all that was released since. Each is opened, so each is written into the ledger."""
    rows = list(_released(therapist, case).filter(share__shared_at__gte=since).reverse())
    seal.fetch({seal.MARKS, therapist.person.pk, *(row.author_id for row in rows)})
    found = _open(rows, case, at)
    return Brief(
        bring=tuple(_said(found, TO_BRING)),
        in_the_way=tuple(_said(found, IN_THE_WAY)),
        work=work_of(case, since, language),
        released=tuple(rest for each in found if (rest := _rest(each)).parts),
    )


def _said(found: Iterable[Opened], key: str) -> Iterator[Saying]:
    return (Saying(each.who, part.text) for each in found for part in each.parts if part.key == key)


def _rest(each: Opened) -> Opened:
    """Without what stands elsewhere in the brief."""
    return Opened(each.who, each.item, tuple(part for part in each.parts if part.key not in {TO_BRING, IN_THE_WAY}))
