"""What people do in the journal, in one line each, for the tests of what follows from it."""

import uuid
from datetime import datetime
from typing import Any

from intima.accounts.models import Person
from intima.kit import clock
from reflections.journal.actions import Gathered, asks_for_today, entries, exchanges, gathered, sharing
from reflections.journal.models import Entry, Exchange
from reflections.spaces.actions import Tie, tie_of
from tests.cast import EVENING

PROMPT = "what-brings-me-back"


def keep(person: Person, text: str, **fields: Any) -> Entry:
    """Keep a private entry."""
    return entries.keep(
        **{"author": person, "key": uuid.uuid4(), "prompt": "", "text": text, "lens": None, "at": EVENING, **fields}
    )


def for_today(person: Person, at: datetime) -> Gathered:
    """What Today would say of the person's journal."""
    row = Person.objects.filter(pk=person.pk).values("pk").annotate(**asks_for_today(person, at)).get()
    return gathered(row)


def edit(entry: Entry, text: str) -> Entry:
    entry.refresh_from_db()
    return entries.edit(author=entry.author, pk=entry.pk, base=entry.revision, text=text, lens=None)


def share(entry: Entry) -> None:
    """Share the entry, as it reads now, in its author's open space."""
    entry.refresh_from_db()
    sharing.share(
        author=entry.author, pk=entry.pk, space_id=tie(entry.author).space.pk, revision=entry.revision, at=EVENING
    )


def shared(person: Person, text: str) -> Entry:
    entry = keep(person, text)
    share(entry)
    return entry


def tie(person: Person) -> Tie:
    found = tie_of(person)
    assert found is not None
    return found


def propose(person: Person, prompt: str = PROMPT, at: datetime | None = None) -> Exchange:
    """Put a question to both; now, since views ask the clock."""
    return exchanges.propose(tie=tie(person), prompt=prompt, at=at or clock.now())


def answer(exchange: Exchange, person: Person, text: str, *, confirmed: bool = True) -> None:
    at = exchange.proposed_at
    exchanges.write(author=person, pk=exchange.pk, text=text, at=at)
    if confirmed:
        revision = exchange.answers.get(author=person).revision
        exchanges.confirm(author=person, pk=exchange.pk, revision=revision, at=at)


def opened(ada: Person, ben: Person, adas: str = "Ada answers.", bens: str = "Ben answers.") -> Exchange:
    """An exchange that both confirmed."""
    exchange = propose(ada)
    answer(exchange, ada, adas)
    answer(exchange, ben, bens)
    exchange.refresh_from_db()
    return exchange
