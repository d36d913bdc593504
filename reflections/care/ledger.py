"""What a therapist opened, one chain of hashes a link: SHA-256 over the row and the hash before it.

The link keeps the last hash, so lines taken off the end are noticed as well.
"""

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from intima.accounts.models import Person
from reflections.care.models import CareLink, Opening


class Tampered(Exception):
    """A line of the ledger was altered, put in or taken out."""


def _hash(row: Opening) -> str:
    opened_at = int(row.opened_at.timestamp() * 1_000_000)  # both databases keep microseconds
    parts = (row.previous_hash, row.link_id, row.number, row.subject_kind, row.subject_id, row.author_id, opened_at)
    return hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()


@transaction.atomic
def record(*, link: CareLink, subject_kind: str, subject_id: uuid.UUID, at: datetime) -> Opening:
    """Write down that the therapist of `link` opened a thing of its client's. Twice within a minute is once."""
    locked = CareLink.objects.select_for_update().get(pk=link.pk)
    last = Opening.objects.filter(link=locked).order_by("-number").first()
    same = Opening.objects.filter(link=locked, subject_kind=subject_kind, subject_id=subject_id)
    if again := same.filter(opened_at__gte=at.replace(second=0, microsecond=0), opened_at__lte=at).first():
        return again
    row = Opening(
        link=locked,
        number=last.number + 1 if last else 1,
        subject_kind=subject_kind,
        subject_id=subject_id,
        author_id=locked.client_id,  # type: ignore[misc]  # an open link has its client
        opened_at=at,
        previous_hash=locked.ledger_head,
    )
    row.hash = _hash(row)
    row.save()
    locked.ledger_head = row.hash
    locked.save(update_fields=["ledger_head"])
    return row


def last(link: CareLink) -> Opening | None:
    """The latest line of the ledger."""
    return Opening.objects.filter(link=link).order_by("-number").first()


def verify(link: CareLink) -> int:
    """How many lines the ledger of `link` has, each where it was written. Raises Tampered."""
    rows = list(Opening.objects.filter(link=link).order_by("number"))
    head = CareLink.objects.values_list("ledger_head", flat=True).get(pk=link.pk)
    if not _holds(rows, head):
        raise Tampered
    return len(rows)


def is_whole(client: Person) -> bool:
    """Whether every ledger of the client's is as it was written. Two queries."""
    rows: dict[uuid.UUID, list[Opening]] = defaultdict(list)
    for row in Opening.objects.filter(link__client=client).order_by("number"):
        rows[row.link_id].append(row)
    heads = CareLink.objects.filter(client=client).values_list("pk", "ledger_head")
    return all(_holds(rows[pk], head) for pk, head in heads)


def _holds(rows: Iterable[Opening], head: str) -> bool:
    before, number = "", 0
    for number, row in enumerate(rows, start=1):
        if row.number != number or row.previous_hash != before or row.hash != _hash(row):
            return False
        before = row.hash
    return before == head
