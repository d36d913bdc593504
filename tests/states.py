"""Somebody in every state that a page may find them in, each brought there through the rooms' own actions."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from exercises.lessons import actions as lessons
from exercises.pause import actions as pause
from intima.accounts.models import Person
from reflections.checkins import actions as checkins
from reflections.checkins.models import CheckIn
from reflections.journal.actions import entries, exchanges, sharing
from reflections.journal.models import Entry, Exchange
from reflections.notes import actions as notes
from reflections.notes.models import Note
from reflections.reminders import actions as reminders
from reflections.spaces import actions as spaces
from tests import cast
from tests.checkins import acts as days
from tests.journal import acts
from tests.spaces import walk

DAY = timedelta(days=1)
LINES = ("", "He made tea before I asked.", "", "We laughed about the map.", "Long day, short words.")
EVENING = "We stood in the kitchen, and for once neither of us was quick. I said what I had been afraid of. "


@dataclass(frozen=True)
class Home:
    """The person whose pages are looked at, and pages beside those that the first links lead to."""

    person: Person
    also: tuple[str, ...] = ()
    between: tuple[str, ...] = ()  # those that are there while the space is open


# --- What people do -----------------------------------------------------------------------------


def check_in(person: Person, ago: Iterable[int], at: datetime) -> list[CheckIn]:
    """A check-in on each of the days so many days ago, hardly two of them alike."""
    return [
        checkins.keep(
            person=person,
            at=at - day * DAY,
            closeness=(day * 3 + 7) % 11,
            tension=None if day % 4 == 1 else (day * 5 + 3) % 11,
            energy=(day * 7 + 4) % 11,
            feelings=["at_ease", "tender", "tired"][: day % 4],
            rituals=["thank_you", "touch"][: day % 3],
            line=LINES[day % len(LINES)],
        )
        for day in ago
    ]


def write(person: Person, text: str, at: datetime, **fields: Any) -> Entry:
    return acts.keep(person, text, at=at, **fields)


def share(entry: Entry, at: datetime) -> Entry:
    space = acts.tie(entry.author).space
    sharing.share(author=entry.author, pk=entry.pk, space_id=space.pk, revision=entry.revision, at=at)
    return entry


def ask(by: Person, prompt: str, at: datetime, **answers: str) -> Exchange:
    """Put a question to both; whoever is named, in small letters, confirms an answer."""
    exchange = acts.propose(by, prompt, at)
    tie = acts.tie(by)
    for person in (tie.mine.person, tie.partner):
        if text := answers.get(person.email.partition("@")[0]):
            acts.answer(exchange, person, text)
    return exchange


def send(author: Person, text: str, at: datetime, kind: Note.Kind = Note.Kind.WORDS) -> None:
    notes.send(tie=spaces.tie_of(author), key=uuid.uuid4(), text=text, at=at, kind=kind)


def read(person: Person, at: datetime, *, begun: str = "", finished: str = "") -> None:
    """Read a lesson to its end, and stop in another at its third step."""
    if finished:
        lessons.finish(person=person, version=lessons.reading(person, finished, "en").version, at=at)
    if begun:
        reading = lessons.reading(person, begun, "en")
        lessons.keep_place(person=person, version=reading.version, step_key=reading.lesson.keys()[2], at=at)


def a_month(ada: Person, ben: Person, at: datetime) -> Home:
    """A month of two in an open space: one of every thing that an entry or a question can be."""
    adas = check_in(ada, (29, 27, 26, 20, 13, 12, 9, 8, 6, 5, 3, 1, 0), at)
    bens = check_in(ben, (28, *range(20, 6, -2), 4, 2), at)  # two in each week that is over, whatever day it is
    days.share(adas[-2], at=at)
    days.share(bens[-1], at=at)
    days.share_trends(ada, "closeness", at=at)
    days.share_trends(ben, "closeness", "tension", at=at)
    read(ada, at - 5 * DAY, begun="lean-in-step-back", finished="two-alarms")
    reminders.set_schedule(person=ada, local_time=time(20, 45), weekdays=range(7), at=at)
    private = write(ada, EVENING, at - 9 * DAY, lens=3)
    shared = share(write(ada, "The map, and how we laughed.", at - 8 * DAY), at - 8 * DAY)
    changed = share(write(ada, "You waited at the door.", at - 4 * DAY, prompt="what-brings-me-back"), at - 4 * DAY)
    acts.edit(changed, "You waited at the door, and I saw it.")
    theirs = share(write(ben, "I liked the quiet after the rain.", at - 2 * DAY), at - 2 * DAY)
    entries.save_draft(author=ada, key=uuid.uuid4(), prompt="", text="What I meant to say was", at=at - DAY)
    send(ben, "The soup is on the stove.", at - 3 * DAY)
    send(ada, "You drove all the way back for the keys. I felt looked after.", at - DAY, Note.Kind.THANKS)
    opened = ask(ben, "what-brings-me-back", at - 6 * DAY, ada="Sit near me.", ben="Ten minutes, then a walk.")
    exchanges.ask(author=ben, pk=opened.pk, text="Near, on which side?", at=at - 5 * DAY)
    back = ask(ada, "signs-of-alarm", at - 25 * DAY, ada="He tidies.", ben="She speaks faster.")
    exchanges.take_answer_back(author=ada, pk=back.pk, at=at - 20 * DAY)
    closed = ask(ada, "signs-of-alarm", at - 12 * DAY, ada="He goes quiet.")
    waiting = ask(ada, "how-i-protect", at - 2 * DAY, ada="I move closer.")
    asked = ask(ben, "signs-of-alarm", at - DAY)
    exchanges.write(author=ada, pk=asked.pk, text="You look at the tap.", at=at)
    questions = [f"/journal/together/{each.pk}/" for each in (opened, back, closed, waiting, asked)]
    own = [f"/journal/{each.pk}/" for each in (private, shared, changed)]
    between = f"/journal/{theirs.pk}/", f"{questions[-1]}confirm/"
    return Home(ada, (*own, f"{own[2]}share/", *questions), between)


def long_together(ada: Person, ben: Person, at: datetime, *, length: int) -> Home:
    """So many days of Ada's, three in four with words, most of them together with Ben, the last of them today."""
    read(ada, at - 300 * DAY, finished="two-alarms")
    adas, bens = check_in(ada, range(length), at), check_in(ben, range(0, 365, 3), at)
    for one in (*adas[1:365:10], *bens[1::10]):
        days.share(one, at=at)
    days.share_trends(ada, "closeness", "tension", "energy", at=at)
    days.share_trends(ben, "closeness", "tension", "energy", at=at)
    for ago in range(length):
        if ago % 4:
            entry = write(ada, EVENING * (1 + ago % 5), at - ago * DAY, lens=ago % 11 if ago % 3 == 0 else None)
            if ago % 10 == 1 and ago < 365:
                share(entry, at - ago * DAY)
    for ago in range(2, 365, 12):
        share(write(ben, EVENING, at - ago * DAY), at - ago * DAY)
        send(ada, "Thank you for the tea.", at - ago * DAY, Note.Kind.THANKS)
        send(ben, EVENING, at - ago * DAY)
    prompts = ("signs-of-alarm", "how-i-protect", "what-brings-me-back")
    asked = [
        ask(by, prompts[number % 3], at - ago * DAY, ada=EVENING * 12, ben=EVENING * 18)
        for number, (by, ago) in enumerate(zip([ada, ben] * 13, range(360, 3, -14), strict=False))
    ]
    exchanges.ask(author=ben, pk=asked[-1].pk, text=EVENING * 3, at=at)
    return Home(ada, (f"/journal/together/{asked[-1].pk}/", "/journal/?page=2", "/journal/?page=15"))


# --- The states ---------------------------------------------------------------------------------


def _ada(**fields: Any) -> Person:
    """Always under the same number, so that the question of the day is the same."""
    return cast.person("Ada", id=uuid.UUID(int=1), **fields)


def alone_with_nothing(at: datetime) -> Home:
    return Home(_ada(begun_at=at))


def alone_with_a_little(at: datetime) -> Home:
    ada = _ada(begun_at=at - 9 * DAY)
    check_in(ada, (8, 5, 1), at)
    write(ada, "The first evening on my own with this.", at - 8 * DAY)
    read(ada, at - 3 * DAY, begun="two-alarms")
    return Home(ada)


def invited_somebody(at: datetime) -> Home:
    ada = _ada()
    spaces.invite(by=ada, at=at - 2 * DAY)
    return Home(ada)


def somebody_said_yes(at: datetime) -> Home:
    ada = _ada()
    walk.somebody_came(ada, cast.person("Ben"), at)
    return Home(ada)


def said_yes(at: datetime) -> Home:
    ada = _ada()
    walk.somebody_came(cast.person("Ben"), ada, at)
    return Home(ada)


def was_refused(at: datetime) -> Home:
    ada, ben = _ada(), cast.person("Ben")
    came = walk.somebody_came(ben, ada, at - DAY)
    spaces.refuse(invitation_id=came.pk, by=ben)
    return Home(ada)


def nobody_came(at: datetime) -> Home:
    """An invitation that nobody answered, and a yes that nobody answered, until both had expired."""
    ada = _ada()
    spaces.invite(by=ada, at=at - 8 * DAY)
    walk.somebody_came(cast.person("Ben"), ada, at - 9 * DAY)
    return Home(ada)


def _pair(at: datetime, **fields: Any) -> tuple[Person, Person]:
    ada, ben = _ada(**fields), cast.person("Ben", **fields)
    walk.pair_up(ada, ben, at)
    return ada, ben


def just_paired(at: datetime) -> Home:
    return Home(_pair(at)[0])


def paired_for_a_month(at: datetime) -> Home:
    return a_month(*_pair(at - 30 * DAY), at)


def was_left(at: datetime) -> Home:
    ada, ben = _pair(at - 30 * DAY)
    home = a_month(ada, ben, at)
    spaces.leave(person=ben, at=at)
    return replace(home, between=())


def left(at: datetime) -> Home:
    ada, ben = _pair(at - 30 * DAY)
    home = a_month(ada, ben, at)
    spaces.leave(person=ada, at=at)
    return replace(home, between=())


def paired_again(at: datetime) -> Home:
    home = was_left(at)
    walk.pair_up(home.person, Person.objects.get(name="Ben"), at)
    return home


def in_a_pause(at: datetime) -> Home:
    ada, ben = _pair(at - 30 * DAY)
    pause.start(
        asker=ben,
        tie=spaces.tie_of(ben),
        words="I am not leaving. I need half an hour.",
        back_at=at + timedelta(minutes=30),
        at=at,
    )
    pause.start(asker=ada, tie=spaces.tie_of(ada), words="", back_at=at + timedelta(minutes=40), at=at)
    return Home(ada, ("/pause/",))


def a_year(at: datetime) -> Home:
    return long_together(*_pair(at - 365 * DAY, begun_at=at - 400 * DAY), at, length=400)


def two_years_alone(at: datetime) -> Home:
    """Two years of check-ins with gaps, one of them a summer long."""
    ada = _ada(begun_at=at - 730 * DAY)
    check_in(ada, (ago for ago in range(730) if ago % 7 > 1 and not 200 < ago < 290), at)
    return Home(ada)


STATES: dict[str, Callable[[datetime], Home]] = {
    each.__name__.replace("_", " "): each
    for each in (
        alone_with_nothing,
        alone_with_a_little,
        invited_somebody,
        somebody_said_yes,
        said_yes,
        was_refused,
        nobody_came,
        just_paired,
        paired_for_a_month,
        was_left,
        left,
        paired_again,
        in_a_pause,
        a_year,
        two_years_alone,
    )
}
