"""The letter of a reminder: who still wants it, and what it says. It carries no words and no names.

There is one letter for all of it: for a day without a check-in, for whatever is new, and for somebody who asks to be
sent one now. So nobody can read from it what brought it.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import F, FilteredRelation, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from intima.mail.kinds import Filled, NotWanted
from intima.mail.models import Letter
from reflections.checkins.actions import checked_in_among
from reflections.reminders import news, tokens
from reflections.reminders.keys import stem_of
from reflections.reminders.models import Reminder, Want


class Facts(NamedTuple):
    """What a letter needs to know just before it goes."""

    reminder: Reminder
    address: str | None  # None where none is verified
    language: str
    not_wanted: str = ""  # why not, where it is not wanted any more


@dataclass(frozen=True)
class Compiled:
    """A letter in one language, lacking nothing but the tokens of the links that are a person's own."""

    subject: str
    text: str
    html: str
    stop_url: str


def gather(letters: Sequence[Letter], at: datetime) -> dict[uuid.UUID, Facts]:
    """The facts for several letters: two queries, and a few more where somebody waits for news.

    A letter whose person or reminder is gone is left out.
    """
    people = _people(letters)
    rows = {stem_of(row.person_id, row.kind): row for row in _reminders(people)}
    split = {letter.pk: letter.key.rpartition(":") for letter in letters}
    mine = {pk: (row, date.fromisoformat(day)) for pk, (stem, _, day) in split.items() if (row := rows.get(stem))}
    done = checked_in_among(people, {day for _row, day in mine.values()})
    idle = {pk: _idle(row, (row.person_id, day) in done) for pk, (row, day) in mine.items()}
    untold = news.untold([row for pk, (row, _day) in mine.items() if idle[pk]], at=at)
    return {
        pk: _facts(row, not_wanted=_silent(row, day) or ("" if row.pk in untold else idle[pk]))
        for pk, (row, day) in mine.items()
    }


def gather_asked_for(letters: Sequence[Letter], at: datetime) -> dict[uuid.UUID, Facts]:
    """The same for letters that somebody asked to be sent now, in one query: these come on any day."""
    rows = {row.person_id: row for row in _reminders(_people(letters)).filter(kind=Reminder.Kind.DAILY)}
    return {letter.pk: _facts(row) for letter in letters if letter.person_id and (row := rows.get(letter.person_id))}


def _people(letters: Sequence[Letter]) -> set[uuid.UUID]:
    return {letter.person_id for letter in letters if letter.person_id}


def _reminders(people: Collection[uuid.UUID]) -> QuerySet[Reminder]:
    """Their reminders, each with its person's language and, where it is verified, address."""
    address = Q(person__emailaddress__primary=True, person__emailaddress__verified=True)
    return (
        Reminder.objects.filter(person__among=people)
        .annotate(verified=FilteredRelation("person__emailaddress", condition=address))
        .annotate(address=F("verified__email"), language=F("person__language"))
        .only("person_id", "kind", "state", "wants", "news_from", "paused_until")
    )


def _facts(row: Any, not_wanted: str = "") -> Facts:
    return Facts(row, row.address, row.language, not_wanted)


def _silent(reminder: Reminder, day: date) -> str:
    """Why no letter at all comes on that day; "" when one may."""
    if reminder.state == Reminder.State.OFF:
        return "stopped"
    return "paused" if reminder.rests_on(day) else ""


def _idle(reminder: Reminder, checked_in: bool) -> str:
    """Why the day alone brings no letter; "" when it does."""
    if not reminder.wants & Want.CHECKIN:
        return "nothing new"
    return "already checked in" if checked_in else ""


def still_wanted(letter: Letter, at: datetime) -> None:
    """Raise NotWanted if it was stopped or paused since, the address is not verified, or nothing brings it any more."""
    facts: Facts | None = letter.gathered
    if facts is None:
        raise NotWanted("nobody to write to")
    if facts.not_wanted:
        raise NotWanted(facts.not_wanted)
    if not facts.address:
        raise NotWanted("the address is not verified")


def fill(letter: Letter) -> Filled:
    """Write the letter from its compiled text and the tokens of the person's own two links."""
    facts: Facts = letter.gathered
    reminder = facts.reminder
    compiled = compile_letter(reminder.kind, facts.language, settings.ORIGIN)
    return Filled(
        to=facts.address or "",  # still_wanted saw to it
        sender=settings.REMINDER_SENDER,
        subject=compiled.subject,
        text=compiled.text,
        html=compiled.html,
        headers=list_headers(compiled.stop_url),
        marks={
            _STOP: tokens.make(reminder.pk, tokens.STOP),
            _SNOOZE: tokens.make(reminder.pk, tokens.SNOOZE),
        },
    )


def list_headers(stop: str) -> dict[str, str]:
    """The headers that let a mail program file letters and end them with one click (RFC 2919, RFC 8058)."""
    return {
        "List-Id": settings.LIST_ID,
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


@lru_cache(maxsize=64)
def compile_letter(kind: str, language: str, origin: str) -> Compiled:
    """Render the letter's templates, once for a kind and a language."""
    context = {
        "open_url": origin + reverse("today:today"),
        "schedule_url": origin + reverse("reminders:reminders"),
        "stop_url": origin + reverse("reminders:stop", args=[_STOP]),
        "snooze_url": origin + reverse("reminders:snooze", args=[_SNOOZE]),
    }
    with translation.override(language):
        subject, text, html = (
            render_to_string(f"reminders/letters/{kind}.{part}", context) for part in ("subject.txt", "txt", "html")
        )
    return Compiled(subject.strip(), text.strip() + "\n", html, context["stop_url"])


_STOP, _SNOOZE = "@@stop@@", "@@snooze@@"  # marks
