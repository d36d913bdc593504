"""What may bring a letter besides the day itself: something new that still stands when the letter goes.

It is looked for at the reader's own time, never when somebody shares or asks, so that nobody can tell from the hour of
a letter what brought it. Nothing is written down: taken back before that time, it was never there.
"""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from django.db.models import prefetch_related_objects

from intima.kit.news import FRESH
from intima.mail import outbox
from reflections.checkins.models import SharedDay
from reflections.journal import actions as journal
from reflections.notes import actions as notes
from reflections.reminders.keys import key_of
from reflections.reminders.models import Reminder, Want
from reflections.shares import actions as shares

DAY = timedelta(days=1)


class Source(Protocol):
    """A room's answer: when the last new thing came to each of these people after `since`, if it still stands."""

    def __call__(
        self, people: Collection[uuid.UUID], *, since: datetime, at: datetime
    ) -> Mapping[uuid.UUID, datetime]: ...


# What is news once it is shared. Trends are not: while there is nothing to show of them, sharing them looks like not
# sharing them, and a letter would tell.
KINDS = (journal.ENTRY, SharedDay.share_kind)


def shared_among(people: Collection[uuid.UUID], *, since: datetime, at: datetime) -> Mapping[uuid.UUID, datetime]:
    """When something was last shared with each of these people. One query."""
    return shares.shared_among(people, kinds=KINDS, since=since)


# A room above adds its own in its `ready()`, under a bit of Want.
SOURCES: dict[Want, tuple[Source, ...]] = {
    Want.SHARED: (shared_among, journal.opened_among, notes.arrived_among),
    Want.QUESTION: (journal.asked_among,),
}


def untold(reminders: Collection[Reminder], *, at: datetime) -> set[uuid.UUID]:
    """Which of these have news for their person that no letter has told of yet.

    A query for each source that somebody wants, and two more where there is news; none where nobody wants any.
    """
    came = _came(reminders, at=at)
    told = [each for each in reminders if each.pk in came]
    prefetch_related_objects(told, "person")
    days = {each.pk: _letters_since(each, came[each.pk], at) for each in told}
    sent = outbox.sent(key for keys in days.values() for key in keys) if days else {}
    return {pk for pk, keys in days.items() if not any(sent[key] > came[pk] for key in keys if key in sent)}


def _came(reminders: Collection[Reminder], *, at: datetime) -> dict[uuid.UUID, datetime]:
    """When the last news came that still stands, for each reminder that wants it."""
    came: dict[uuid.UUID, datetime] = {}
    for want, sources in SOURCES.items():
        for_whom = {each.person_id: each for each in reminders if each.wants & want}
        for source in sources if for_whom else ():
            for person, when in source(for_whom.keys(), since=at - FRESH, at=at).items():
                mine = for_whom[person]
                if mine.news_from is None or when > mine.news_from:
                    came[mine.pk] = max(when, came.get(mine.pk, when))
    return came


def _letters_since(reminder: Reminder, came: datetime, at: datetime) -> list[str]:
    """The keys of the letters that may have gone since then; in another zone it may have been the day before."""
    first, last = reminder.person.today(came) - DAY, reminder.person.today(at) + DAY
    days = [first + number * DAY for number in range((last - first).days + 1)]
    return [key_of(reminder.person_id, reminder.kind, day) for day in days]
