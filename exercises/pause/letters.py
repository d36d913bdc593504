"""The letter about a pause: that a clock runs, or that its time has come. It says neither which nor whose."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from exercises.pause.models import Allowed, Pause
from intima.accounts.models import Person
from intima.mail.kinds import Filled, NotWanted
from intima.mail.models import Letter
from reflections.reminders import tokens
from reflections.reminders.letters import list_headers

KIND = "pause"
STOP = "pause letters"  # what the token in a letter's own link is for
STALE = timedelta(minutes=30)  # a call that comes later calls nobody back


def key_of(act: str, pause_id: uuid.UUID, person_id: uuid.UUID, back_at: datetime) -> str:
    """A letter's key: one for each act ("began", "back"), pause, person and time of return."""
    return f"{KIND}:{act}:{pause_id}:{person_id}:{int(back_at.timestamp())}"


@dataclass(frozen=True)
class Facts:
    address: str  # "" when none is verified
    person: Person
    runs: bool  # the pause runs, and towards the time that the letter was posted for


def gather(letters: Sequence[Letter], at: datetime) -> dict[uuid.UUID, Facts]:
    """What is to be known of several letters, in three queries; one whose person allows none is left out."""
    people = {letter.person_id for letter in letters if letter.person_id}
    allowed = {row.person_id: row for row in Allowed.objects.filter(person__in=people).select_related("person")}
    verified = EmailAddress.objects.filter(user__in=people, primary=True, verified=True)
    address = dict(verified.values_list("user_id", "email"))
    wanted = {letter.pk: letter.key.split(":") for letter in letters}
    running = Pause.objects.running(at).filter(pk__in=[parts[2] for parts in wanted.values()])
    pauses = {str(pause.pk): pause for pause in running.select_related("space")}
    return {
        letter.pk: Facts(
            address=address.get(row.person_id, ""),
            person=row.person,
            runs=_calls(pauses.get(wanted[letter.pk][2]), row, wanted[letter.pk][1], int(wanted[letter.pk][4])),
        )
        for letter in letters
        if letter.person_id and (row := allowed.get(letter.person_id))
    }


def _calls(pause: Pause | None, allowed: Allowed, act: str, back: int) -> bool:
    """Whether that pause runs towards that time, the person sees it, and a call to the other is still planned."""
    if pause is None or int(pause.back_at.timestamp()) != back:
        return False
    is_open = pause.space is not None and pause.space.closed_at is None
    planned = act == "began" or (allowed.called_by, allowed.called_at) == (pause.pk, pause.back_at)
    return pause.asker_id == allowed.person_id or (is_open and pause.put_away_at is None and planned)


def still_wanted(letter: Letter, at: datetime) -> None:
    """Raise NotWanted if letters are not allowed any more, the pause has ended or moved, or it is too late to call."""
    facts: Facts | None = letter.gathered
    if facts is None:
        raise NotWanted("not allowed any more")
    if not facts.runs:
        raise NotWanted("over or moved")
    if at > letter.due_at + STALE:
        raise NotWanted("too late to call")
    if not facts.address:
        raise NotWanted("the address is not verified")


def fill(letter: Letter) -> Filled:
    facts: Facts = letter.gathered
    stop = settings.ORIGIN + reverse("pause:stop_letters", args=[tokens.make(facts.person.pk, STOP)])
    context = {"open_url": settings.ORIGIN + reverse("pause:pause"), "stop_url": stop}
    with translation.override(facts.person.language):
        subject, text, html = (
            render_to_string(f"pause/letters/clock.{part}", context) for part in ("subject.txt", "txt", "html")
        )
    return Filled(
        to=facts.address,
        sender=settings.REMINDER_SENDER,
        subject=subject.strip(),
        text=text.strip() + "\n",
        html=html,
        headers=list_headers(stop),
    )
