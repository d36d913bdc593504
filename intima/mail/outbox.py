"""Posting: what other rooms call. A letter is a row in the caller's own transaction; a worker does the rest."""

import hmac
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Value

from intima.mail import kinds
from intima.mail.models import Letter, Returned, State

REFUSALS_IN_A_ROW = 3


@dataclass(frozen=True)
class Post:
    """One letter to post: its key, whose it is, and when it is due."""

    key: str
    person_id: uuid.UUID
    due_at: datetime


def post(
    *, kind: str, key: str, person_id: uuid.UUID | None = None, payload: str = "", due_at: datetime, at: datetime
) -> Letter:
    """Post a letter and return its row; posted again with the same key, the first one's row."""
    letter, _posted = Letter.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "person_id": person_id,
            "payload": payload or None,
            "priority": kinds.get(kind).priority,
            "posted_at": at,
            "due_at": due_at,
            "next_try_at": due_at,
        },
    )
    return letter


def post_many(posts: Iterable[Post], *, kind: str, at: datetime) -> None:
    """Post many letters of one kind, without payload, in one statement; keys that exist already are left alone."""
    priority = kinds.get(kind).priority
    Letter.objects.bulk_create(
        [
            Letter(
                key=one.key,
                kind=kind,
                person_id=one.person_id,
                priority=priority,
                posted_at=at,
                due_at=one.due_at,
                next_try_at=one.due_at,
            )
            for one in posts
        ],
        ignore_conflicts=True,
    )


# What a letter without payload begins with, beside its key, person and time.
_POST_CLAIMED = """
WITH claimed AS ({claim}), posted AS (
    INSERT INTO mail_letter
        (id, key, kind, person_id, priority, state, posted_at, due_at, next_try_at, attempt, refused_by, reason)
    SELECT gen_random_uuid(), key, %s, person_id, %s, 'waiting', %s, due_at, due_at, 0, '', '' FROM claimed
    ON CONFLICT DO NOTHING)
SELECT count(*) FROM claimed
"""


def post_claimed(claim: str, parameters: Sequence[Any], *, kind: str, at: datetime) -> int:
    """On PostgreSQL, the same for each row (key, person_id, due_at) that the SQL `claim` returns, whatever it changes.

    One statement for both, so no row leaves the database; returns how many were claimed.
    """
    with connection.cursor() as cursor:
        cursor.execute(_POST_CLAIMED.format(claim=claim), [*parameters, kind, kinds.get(kind).priority, at])
        (count,) = cursor.fetchone()
    return int(count)


def sent(keys: Iterable[str]) -> dict[str, datetime]:
    """Which of these letters went out, and when."""
    rows = Letter.objects.filter(key__in=list(keys), state=State.SENT)
    return {key: at for key, at in rows.values_list("key", "finished_at") if at is not None}


def posted_since(stem: str, since: datetime) -> dict[str, datetime]:
    """The letters whose keys begin with `stem` and that were posted after `since`: key and time."""
    return dict(Letter.objects.filter(key__startswith=stem, posted_at__gt=since).values_list("key", "posted_at"))


# --- Addresses that refuse ----------------------------------------------------------------------


def mark_of(address: str) -> str:
    """A keyed hash of an address: two letters to one address can be told, the address cannot."""
    key = settings.SECRET_KEY.encode()
    return hmac.digest(key, b"intima.mail.address" + address.lower().encode(), "sha256").hex()[:32]


def refusals(marks: Iterable[str]) -> dict[str, int]:
    """How many letters in a row each of these addresses refused; those that took the last one are left out. One query.

    One whose letters came back after all, or that complained of one, counts as one that refused enough of them.
    """
    these = set(marks) - {""}
    refused = (
        Letter.objects.exclude(refused_by="")
        .filter(refused_by__among=these)
        .values_list("refused_by")
        .annotate(number=Count("pk"))
    )
    returned = Returned.objects.filter(mark__among=these, asked_at=None).values_list("mark", Value(REFUSALS_IN_A_ROW))
    found: dict[str, int] = {}
    for mark, number in refused.union(returned, all=True):
        found[mark] = max(number, found.get(mark, 0))
    return found


def is_paused(address: str) -> bool:
    """Whether letters to this address rest: three in a row were refused or one came back. Account mail is tried."""
    mark = mark_of(address)
    return refusals([mark]).get(mark, 0) >= REFUSALS_IN_A_ROW


def forgive(marks: Iterable[str]) -> None:
    """Begin counting the refusals of these addresses anew."""
    Letter.objects.filter(state=State.REFUSED, refused_by__in=set(marks)).update(refused_by="")


def try_again(address: str, *, at: datetime) -> None:
    """Let letters go to a paused address again, because its owner asks for it."""
    forgive([mark_of(address)])
    expect_back(address, at=at)


@transaction.atomic
def came_back(address: str, *, complained: bool, returned_at: datetime, at: datetime) -> None:
    """Let letters to this address rest: one was returned for good or, if `complained`, called unwanted by its reader.

    Told twice it is the same; told after the owner asked for letters again, it is no news.
    """
    mark, returned_at = mark_of(address), min(returned_at, at)
    Returned.objects.get_or_create(mark=mark, defaults={"returned_at": returned_at})
    row = Returned.objects.select_for_update().get(mark=mark)
    if row.asked_at is None or row.asked_at < returned_at:
        row.complained = row.complained or complained
        row.returned_at, row.asked_at = max(row.returned_at, returned_at), None
        row.save()


def expect_back(address: str, *, at: datetime) -> None:
    """Forget that letters to this address came back until now: its owner asks for one."""
    Returned.objects.filter(mark=mark_of(address)).update(asked_at=at, complained=False)


def forget_returned(*, before: datetime) -> None:
    """Forget what came back before then, so that those addresses are tried again; a complaint stands."""
    Returned.objects.filter(returned_at__lt=before, complained=False).delete()
