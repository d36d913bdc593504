"""The letter of a reminder: who still wants it, and what it says. It carries no words and no names."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from allauth.account.models import EmailAddress
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from intima.mail.kinds import Filled, NotWanted
from intima.mail.models import Letter
from reflections.checkins.actions import checked_in_among
from reflections.reminders import tokens
from reflections.reminders.models import Reminder

KIND = "reminder"


def key_of(person_id: uuid.UUID, kind: str, day: date) -> str:
    """A letter's key: one a person, a kind and a local date."""
    return f"{_stem_of(person_id, kind)}:{day.isoformat()}"


def _stem_of(person_id: uuid.UUID, kind: str) -> str:
    return f"{KIND}:{person_id}:{kind}"


@dataclass(frozen=True)
class Facts:
    """What a letter needs to know just before it goes."""

    reminder: Reminder
    day: date
    language: str
    address: str  # "" when none is verified
    checked_in: bool


@dataclass(frozen=True)
class Compiled:
    """A letter in one language, lacking nothing but the links that are a person's own."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Example:
    """A letter to be looked at: its subject, its sentences, and what each of its links does."""

    subject: str
    words: tuple[str, ...]
    links: tuple[str, ...]


def gather(letters: Sequence[Letter]) -> dict[uuid.UUID, Facts]:
    """The facts for several letters, in three queries. A letter whose person or reminder is gone is left out."""
    people = {letter.person_id for letter in letters if letter.person_id}
    rows = Reminder.objects.filter(person__in=people).select_related("person")
    reminders = {_stem_of(row.person_id, row.kind): row for row in rows}
    verified = dict(
        EmailAddress.objects.filter(user__in=people, primary=True, verified=True).values_list("user_id", "email")
    )
    days = {letter.pk: _day_of(letter) for letter in letters}
    done = checked_in_among(people, set(days.values()))
    facts = {}
    for letter in letters:
        reminder, day = reminders.get(letter.key.rpartition(":")[0]), days[letter.pk]
        if reminder is not None:
            address = verified.get(reminder.person_id, "")
            checked_in = (reminder.person_id, day) in done
            facts[letter.pk] = Facts(reminder, day, reminder.person.language, address, checked_in)
    return facts


def _day_of(letter: Letter) -> date:
    return date.fromisoformat(letter.key.rpartition(":")[2])


def still_wanted(letter: Letter, at: datetime) -> None:
    """Raise NotWanted if it was stopped or paused since, the address is not verified, or there is a check-in today."""
    facts: Facts | None = letter.gathered
    if facts is None:
        raise NotWanted("nobody to write to")
    if facts.reminder.state == Reminder.State.OFF:
        raise NotWanted("stopped")
    if facts.reminder.rests_on(facts.day):
        raise NotWanted("paused")
    if not facts.address:
        raise NotWanted("the address is not verified")
    if facts.checked_in:
        raise NotWanted("already checked in")


def fill(letter: Letter) -> Filled:
    """Write the letter from its compiled text and the person's own two links."""
    facts: Facts = letter.gathered
    stop = link("reminders:stop", tokens.make(facts.reminder.pk, tokens.STOP))
    snooze = link("reminders:snooze", tokens.make(facts.reminder.pk, tokens.SNOOZE))
    compiled = compile_letter(facts.reminder.kind, facts.language, settings.ORIGIN)
    return Filled(
        to=facts.address,
        sender=settings.REMINDER_SENDER,
        subject=compiled.subject,
        text=_linked(compiled.text, stop, snooze),
        html=_linked(compiled.html, stop, snooze),
        headers={
            "List-Id": settings.LIST_ID,
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def example(kind: str, language: str) -> Example:
    """The letter as the page shows it beforehand: its words, and what its links do."""
    compiled = compile_letter(kind, language, settings.ORIGIN)
    words: list[str] = []
    links: list[str] = []
    for line in compiled.text.splitlines():
        if line.startswith((settings.ORIGIN, _STOP, _SNOOZE)):  # the line before says where it leads
            links.append(words.pop().rstrip(":"))
        elif line.strip("- "):
            words.append(line)
    return Example(compiled.subject, tuple(words), tuple(links))


def link(name: str, token: str) -> str:
    """A link of a letter, from ORIGIN."""
    path = reverse(name, kwargs={"token": "token"})
    return f"{settings.ORIGIN}{path.replace('token', token)}"


@lru_cache(maxsize=64)
def compile_letter(kind: str, language: str, origin: str) -> Compiled:
    """Render the letter's templates, once for a kind and a language."""
    context = {
        "open_url": origin + reverse("checkins:today"),
        "schedule_url": origin + reverse("reminders:reminders"),
        "stop_url": _STOP,
        "snooze_url": _SNOOZE,
    }
    with translation.override(language):
        subject, text, html = (
            render_to_string(f"reminders/letters/{kind}.{part}", context) for part in ("subject.txt", "txt", "html")
        )
    return Compiled(subject.strip(), text.strip() + "\n", html)


_STOP, _SNOOZE = "@@stop@@", "@@snooze@@"


def _linked(text: str, stop: str, snooze: str) -> str:
    return text.replace(_STOP, stop).replace(_SNOOZE, snooze)
