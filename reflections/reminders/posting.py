"""From due reminders to letters: claim a batch, move each on to its next day, post its letter, all in one transaction.

A reminder that was due while nobody looked is posted once, for the day it was due; the outbox drops what is too late
and says so. The next one is the first that can still come in time.
"""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db import connection, models, transaction
from django.db.models import F

from intima.kit import clock
from intima.kit.compiled import Blank, Compiled
from intima.mail import outbox
from intima.mail.outbox import Post
from intima.mail.walk import TOO_LATE
from reflections.reminders import times
from reflections.reminders.keys import DAILY, key_of
from reflections.reminders.models import Reminder
from reflections.reminders.times import Due

BATCH = 2000  # reminders in one transaction


class Clock(NamedTuple):
    """Everything that a next time depends on. In one minute thousands of people share a few of these."""

    zone: str
    local_time: time
    weekdays: int
    day: date


Plan = dict[Clock, Due]


def post_due(*, at: datetime, batch: int = BATCH) -> int:
    """Post a letter for every reminder that is due, batch by batch; returns how many. Any number may run at once."""
    if not _ANY_DUE.rows(at=at):
        return 0
    plan = _plan(at=at)
    post = _post_postgresql if connection.vendor == "postgresql" else _post
    posted = 0
    while plan and (count := post(plan, at=at, batch=batch)):
        posted += count
    return posted


# Nearly every ring ends here.
_ANY_DUE = Compiled(lambda: Reminder.objects.active().due(Blank("at", models.DateTimeField()))[:1], "id")


def _plan(*, at: datetime) -> Plan:
    """The next time for each clock that is due now. Local dates become instants here, in Python alone."""
    due = Reminder.objects.active().due(at).order_by()
    rows: Iterable[Any] = due.values_list("person__time_zone", "local_time", "weekdays", "next_day").distinct()
    plan = {}
    for row in rows:
        now = Clock(*row)
        plan[now] = times.upcoming(
            now.local_time,
            now.weekdays,
            clock.zone(now.zone),
            from_day=now.day + timedelta(days=1),
            not_before=at - TOO_LATE,
        )
    return plan


# `id = ANY(ARRAY(…))` walks the index on next_due_at; `id IN (…)` was seen to scan the table.
_CLAIM = """
UPDATE reminders_reminder AS mine
SET last_day = mine.next_day, last_due_at = mine.next_due_at, next_day = plan.next_day, next_due_at = plan.next_due_at
FROM accounts_person AS person,
     unnest(%s::text[], %s::time[], %s::int[], %s::date[], %s::date[], %s::timestamptz[])
       AS plan (zone, local_time, weekdays, day, next_day, next_due_at)
WHERE mine.id = ANY(ARRAY(
        SELECT id FROM reminders_reminder WHERE state = 'on' AND next_due_at <= %s
        ORDER BY next_due_at LIMIT %s FOR UPDATE SKIP LOCKED))
  AND person.id = mine.person_id
  AND plan.zone = person.time_zone
  AND plan.local_time = mine.local_time
  AND plan.weekdays = mine.weekdays
  AND plan.day = mine.next_day
RETURNING mine.person_id, mine.last_due_at AS due_at,
          concat_ws(':', %s, mine.person_id, mine.kind, to_char(mine.last_day, 'YYYY-MM-DD')) AS key
"""


def _post_postgresql(plan: Plan, *, at: datetime, batch: int) -> int:
    """Claim, move on and post in one statement; rows that somebody else is claiming are passed over."""
    columns = [list(column) for column in zip(*(now + then for now, then in plan.items()), strict=True)]
    return outbox.post_claimed(_CLAIM, [*columns, at, batch, DAILY], kind=DAILY, at=at)


@transaction.atomic
def _post(plan: Plan, *, at: datetime, batch: int) -> int:
    """The same on SQLite, where the transaction holds the only write lock from its beginning."""
    posts: list[Post] = []
    moving: dict[Due, list[uuid.UUID]] = {}
    due = Reminder.objects.active().due(at)
    rows: Iterable[Any] = due.values_list(
        "pk", "person_id", "kind", "next_due_at", "person__time_zone", "local_time", "weekdays", "next_day"
    )[:batch]
    for pk, person_id, kind, due_at, *rest in rows:
        now = Clock(*rest)
        if now in plan:
            posts.append(Post(key_of(person_id, kind, now.day), person_id, due_at))
            moving.setdefault(plan[now], []).append(pk)
    for then, ids in moving.items():
        Reminder.objects.filter(pk__in=ids).update(
            last_day=F("next_day"), last_due_at=F("next_due_at"), next_day=then.day, next_due_at=then.at
        )
    outbox.post_many(posts, kind=DAILY, at=at)
    return len(posts)
