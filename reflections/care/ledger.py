"""What a therapist opened, one chain of marks a link: HMAC-SHA256 over the row and the mark before it.

The key is the site's own (`seal.marking_key`) and lies in the database only wrapped by a master key, so whoever can
write to the tables and nothing else makes no line that holds, however many they write anew. It stays the same when the
master keys change. The link keeps a mark of where its ledger ends, from the consent on: lines taken off the end are
noticed, and so is a ledger emptied. What cannot be noticed is a ledger put back whole, with that mark, to how somebody
once copied it.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery

from intima.accounts.models import Person
from intima.kit import seal
from reflections.care.models import CareLink, Opening


class Tampered(Exception):
    """A line of the ledger was altered, put in or taken out."""


@dataclass(frozen=True)
class Opened:
    """A thing of a client's that the therapist of the link opened, and in which words."""

    link_id: uuid.UUID
    kind: str
    id: uuid.UUID
    words: str


def _mark(key: bytes, row: Opening) -> str:
    opened_at = int(row.opened_at.timestamp() * 1_000_000)  # both databases keep microseconds
    what = (row.subject_kind, row.subject_id, row.words, row.author_id, opened_at)
    return seal.mark(key, "care.opening", row.previous_hash, row.link_id, row.number, *what)


def _end(key: bytes, link_id: uuid.UUID, last: str) -> str:
    return seal.mark(key, "care.end", link_id, last)


def begun(link_id: uuid.UUID) -> str:
    """The end of a ledger without lines: what a link keeps from its consent on."""
    return _end(seal.marking_key(), link_id, "")


@transaction.atomic
def record(opened: Iterable[Opened], *, at: datetime) -> None:
    """Write down what was opened, in this order. The same words twice within a minute are once.

    Five queries, however much it is and over however many links.
    """
    key, each_of = seal.marking_key(), defaultdict(list)
    for each in opened:
        each_of[each.link_id].append(each)
    rows = CareLink.objects.select_for_update().filter(pk__in=each_of)
    links = {link.pk: link for link in rows.order_by("pk")}
    made = []
    for pk, (number, before, known) in _ends(links, at).items():
        for each in each_of[pk]:
            what = (each.kind, each.id, seal.mark(key, "care.words", each.words))
            if what in known:
                continue
            known.add(what)
            number += 1
            link = links[pk]
            row = Opening(
                link=link,
                number=number,
                author_id=link.client_id,  # type: ignore[misc]  # an open link has its client
                opened_at=at,
            )
            row.subject_kind, row.subject_id, row.words = what
            row.previous_hash = before
            row.hash = before = _mark(key, row)
            made.append(row)
        links[pk].ledger_head = _end(key, pk, before)
    Opening.objects.bulk_create(made)
    CareLink.objects.bulk_update(links.values(), ["ledger_head"])


def _ends(links: Collection[uuid.UUID], at: datetime) -> dict[uuid.UUID, tuple[int, str, set[tuple[Any, ...]]]]:
    """Of each link's ledger the last number and mark, and what was opened within this minute. One query."""
    minute = at.replace(second=0, microsecond=0)
    last = Opening.objects.filter(link=OuterRef("pk")).order_by("-number").values("pk")[:1]
    ends = CareLink.objects.filter(pk__in=links).values_list(Subquery(last))
    lately = Q(opened_at__gte=minute, opened_at__lte=at)
    found: dict[uuid.UUID, tuple[int, str, set[tuple[Any, ...]]]] = {pk: (0, "", set()) for pk in links}
    for row in Opening.objects.filter(lately | Q(pk__in=ends), link__in=links).order_by("number"):
        known = found[row.link_id][2]
        if minute <= row.opened_at <= at:
            known.add((row.subject_kind, row.subject_id, row.words))
        found[row.link_id] = (row.number, row.hash, known)
    return found


def last(link: CareLink) -> Opening | None:
    """The latest line of the ledger."""
    return Opening.objects.filter(link=link).order_by("-number").first()


def verify(link: CareLink) -> int:
    """How many lines the ledger of `link` has, each where it was written. Raises Tampered."""
    rows = list(Opening.objects.filter(link=link).order_by("number"))
    kept = CareLink.objects.only("consented_at", "ledger_head").get(pk=link.pk)
    if not _holds(seal.marking_key(), kept, rows):
        raise Tampered
    return len(rows)


def is_whole(client: Person) -> bool:
    """Whether every ledger of the client's is as it was written. Three queries."""
    rows: dict[uuid.UUID, list[Opening]] = defaultdict(list)
    for row in Opening.objects.filter(link__client=client).order_by("number"):
        rows[row.link_id].append(row)
    links = CareLink.objects.filter(client=client).only("consented_at", "ledger_head")
    key = seal.marking_key()
    return all(_holds(key, link, rows[link.pk]) for link in links)


def _holds(key: bytes, link: CareLink, rows: Iterable[Opening]) -> bool:
    before, number = "", 0
    for number, row in enumerate(rows, start=1):
        if row.number != number or row.previous_hash != before or row.hash != _mark(key, row):
            return False
        before = row.hash
    if link.consented_at is None and not number:
        return True  # nobody could open anything yet
    return link.ledger_head == _end(key, link.pk, before)
