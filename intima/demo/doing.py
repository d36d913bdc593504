"""What the demo's people do in the exercises: how many days ago, how many minutes after their usual hour, and what."""

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from exercises.loop.actions import cards as loop_cards
from exercises.loop.actions import loop_of, names, sharing
from exercises.loop.words import CardWords
from exercises.practices import telling
from exercises.practices.actions import cards, runs
from exercises.practices.actions import together as sealed
from exercises.practices.actions.runs import Playing
from exercises.rituals.actions import promises, slips
from intima.accounts.models import Person
from intima.demo import script
from intima.demo.people import tie
from reflections.journal import actions as journal
from reflections.journal.actions import exchanges

Deed = Callable[..., object]  # called with the time as `at`


def alone(person: Person, life: script.Life) -> Iterator[tuple[int, int, Deed]]:
    """What one person does."""
    for run in life.runs:
        yield run.ago, 18, partial(do, person=person, told=run)
    if life.card:
        yield life.card.ago, 20, partial(_keep_card, person=person, told=life.card)
        if life.card.shared:
            yield life.card.shared, 22, partial(_share_card, person=person)
    for told in life.promises:
        promise = Promise(person, told)
        yield told.ago, 24, promise.keep
        if told.shared:
            yield told.shared, 25, promise.share
        if told.done:
            yield told.done, 26, promise.do


def together(space: script.Between, cast: dict[str, Person]) -> Iterator[tuple[str, int, int, Deed]]:
    """What two do, each with whose deed it is."""
    for told in space.apart:
        apart = Apart(told, cast)
        yield told.by, told.ago, 28, apart.put
        for who, run in told.runs.items():
            yield who, run.ago, 30, partial(apart.hand_in, run, cast[who])
    if name := space.name:
        other = space.invited if name.by == space.inviter else space.inviter
        yield name.by, name.ago, 32, partial(_name, person=cast[name.by], text=name.text)
        yield other, name.agreed, 34, partial(_agree, person=cast[other])


def do(*, person: Person, told: script.Run, at: datetime) -> Playing:
    """Do an exercise to its end; the run as its author sees it then."""
    run = runs.begin(person=person, slug=told.exercise, at=at)
    for key, value in told.answers.items():
        runs.answer(author=person, pk=run.pk, key=key, value=value, at=at, go_on=True)
    runs.finish(author=person, pk=run.pk, at=at)
    playing = runs.playing(person, run.pk)
    cards.keep(playing, at=at)
    return playing


def _keep_card(*, person: Person, told: script.Card, at: datetime) -> None:
    words = CardWords(**told.words, topics=told.topics)
    loop_cards.keep(author=person, words=words, base=0, page=uuid.uuid4(), at=at)


def _share_card(*, person: Person, at: datetime) -> None:
    sharing.share(author=person, space_id=tie(person).space.pk, revision=1, at=at)


def _name(*, person: Person, text: str, at: datetime) -> None:
    names.propose(tie=tie(person), key=uuid.uuid4(), text=text, seen=None, at=at)


def _agree(*, person: Person, at: datetime) -> None:
    theirs = tie(person)
    proposed = loop_of(person, theirs).proposed
    if proposed:
        names.agree(tie=theirs, pk=proposed.id, at=at)


class Promise:
    """One small promise, from the evening when it was made on."""

    def __init__(self, author: Person, told: script.Promise) -> None:
        self.author, self.told = author, told

    def keep(self, *, at: datetime) -> None:
        due_at = at + timedelta(days=self.told.within)
        self.pk = slips.keep(
            author=self.author, kind=slips.KIND.PROMISE, key=uuid.uuid4(), text=self.told.text, due_at=due_at, at=at
        )

    def share(self, *, at: datetime) -> None:
        slips.give(tie=tie(self.author), pk=self.pk, at=at)

    def do(self, *, at: datetime) -> None:
        promises.done(author=self.author, pk=self.pk, at=at)


class Apart:
    """One sealed exercise, from the evening when it was put to both on."""

    def __init__(self, told: script.Apart, cast: dict[str, Person]) -> None:
        self.told, self.cast = told, cast

    def put(self, *, at: datetime) -> None:
        exercise = next(iter(self.told.runs.values())).exercise
        self.pk = journal.propose_exercise(tie=tie(self.cast[self.told.by]), exercise=exercise, at=at)

    def hand_in(self, run: script.Run, author: Person, *, at: datetime) -> None:
        playing = do(person=author, told=run, at=at)
        parts = telling.parts(playing.exercise, playing.answers)
        sealed.hand_in(run=playing.run, exchange_id=self.pk, parts=parts, at=at)
        exchanges.confirm(author=author, pk=self.pk, revision=1, at=at)
