"""What came to several people at once, without its words: for letters, which must not say more than that."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, F, OuterRef

from reflections.journal.models import Answer, Ask, Entry, Exchange
from reflections.spaces.among import Latest, for_members, latest

ENTRY = Entry.share_kind


def asked_among(people: Collection[uuid.UUID], *, since: datetime, at: datetime) -> Latest:
    """When each of these people was last asked something that they can still answer and have not begun to.

    One query. What the other did with the question plays no part.
    """
    asked = for_members(Exchange.objects.answerable(at).filter(proposed_at__gt=since), people)
    begun = Answer.objects.filter(exchange=OuterRef("pk"), author=OuterRef("member"))
    return latest(asked.exclude(proposed_by=F("member")).exclude(Exists(begun)).values_list("member", "proposed_at"))


def opened_among(people: Collection[uuid.UUID], *, since: datetime, at: datetime) -> Latest:
    """When the other's answer last opened to each of these people and still stands, or a message came about theirs
    that they read.

    One query.
    """
    opened = Answer.objects.filter(exchange__opened_at__gt=since, taken_back_at=None)
    answers = for_members(opened, people, space="exchange__space").exclude(author=F("member"))
    asks = for_members(Ask.objects.that_are_read().filter(sent_at__gt=since), people, space="exchange__space")
    rows = answers.values_list("member", "exchange__opened_at")
    return latest(rows.union(asks.filter(receiver=F("member")).values_list("member", "sent_at")))
