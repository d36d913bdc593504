"""'Then and now', once a month: when it is offered, and what came of it."""

from datetime import datetime, timedelta

from exercises.guide.words import Said, Words
from exercises.practices.actions import runs
from intima.accounts.models import Person

THEN_AND_NOW, RITUAL = "then-and-now", "ritual"  # the exercise, and the step in it where a ritual is chosen
SETTLED = timedelta(days=30)  # how long somebody is here before there is a then
WEEK = range(8, 15)  # days of the month; the first seven of some are for the questions of `safety.rounds`


def comes_round(person: Person, at: datetime) -> bool:
    """Whether Today offers it: in the second week of each month, to everybody who has been here for one.

    By the calendar alone: whether somebody drew a card, or looked back at it, is not told to whoever holds the phone.
    """
    return person.begun_at is not None and person.begun_at <= at - SETTLED and person.today(at).day in WEEK


def last_ritual(person: Person) -> Words:
    """The ritual that the person chose when they last looked back, as a choice for the guide."""
    playing = runs.latest_done(person, THEN_AND_NOW)
    chosen = playing.answers.get(RITUAL) if playing else None
    if not chosen:
        return Words()
    own = tuple(chosen["own"])
    return Words((Said("", own),) if own else (), tuple(chosen["chosen"]))
