"""What people do with a sealed exercise, in one line each."""

import uuid
from typing import Any

from exercises.practices import telling
from exercises.practices.actions import runs, together
from intima.accounts.models import Person
from intima.kit import clock
from reflections.journal import actions as journal
from reflections.journal.actions import exchanges
from reflections.journal.models import Exchange
from reflections.spaces.actions import tie_of
from tests.journal import acts

SIGNALS: dict[str, Any] = {
    "signs": {"signs": ["I tidy", "", ""], "guesses": ["goes quiet", "laughs too soon", ""]},
    "wish": {"text": "Ask me once."},
}


def put(person: Person, slug: str = "signal-gap") -> Exchange:
    """Put an exercise to both."""
    asked = journal.propose_exercise(tie=acts.tie(person), exercise=slug, at=clock.now())
    return Exchange.objects.get(pk=asked)


def done(person: Person, slug: str = "signal-gap", answers: dict[str, Any] = SIGNALS) -> uuid.UUID:
    """Do an exercise to its end; the run's id."""
    at = clock.now()
    run = runs.begin(person=person, slug=slug, at=at)
    for key, value in answers.items():
        runs.answer(author=person, pk=run.pk, key=key, value=value, at=at, go_on=True)
    runs.finish(author=person, pk=run.pk, at=at)
    return run.pk


def hand_in(exchange: Exchange, person: Person, answers: dict[str, Any] = SIGNALS, *, confirmed: bool = True) -> None:
    """Do the exchange's exercise, hand all of it in, and confirm it."""
    at = exchange.proposed_at
    playing = runs.playing(person, done(person, exchange.exercise, answers))
    parts = telling.parts(playing.exercise, playing.answers)
    together.hand_in(run=playing.run, exchange_id=exchange.pk, parts=parts, at=at)
    if confirmed:
        revision = exchange.answers.get(author=person).revision
        exchanges.confirm(author=person, pk=exchange.pk, revision=revision, at=at)


def opened(ada: Person, ben: Person, slug: str = "signal-gap", answers: dict[str, Any] = SIGNALS) -> Exchange:
    """An exercise that both handed in and confirmed."""
    exchange = put(ada, slug)
    hand_in(exchange, ada, answers)
    hand_in(exchange, ben, answers)
    return exchange


def judge(exchange: Exchange, person: Person, *marks: str, send: bool = True) -> None:
    together.judge(author=person, tie=tie_of(person), pk=exchange.pk, marks=marks, send=send, at=exchange.proposed_at)
