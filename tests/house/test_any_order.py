"""Three people write, share, change, take back, leave and pair again in any order, beside a plain model of who sees it.

After every step each reader's view is compared; of an entry, the line of a day, a card of the loop, a small promise.
"""

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from exercises.loop.actions import cards, loop_of, own
from exercises.loop.actions import sharing as loop_sharing
from exercises.loop.words import CardWords
from exercises.rituals.actions import slips
from exercises.rituals.models import Slip
from intima.accounts.models import Person
from intima.kit import seal
from reflections.checkins.actions import days
from reflections.checkins.actions import sharing as day_sharing
from reflections.checkins.actions.sharing import Part
from reflections.checkins.models import CheckIn, SharedDay
from reflections.journal.actions import entries
from reflections.journal.actions import sharing as entry_sharing
from reflections.journal.models import Entry
from reflections.shares.actions import PreviewOutdated
from reflections.spaces import actions as spaces
from reflections.spaces.actions import Tie, tie_of
from tests.cast import EVENING
from tests.spaces.walk import pair_up

KINDS = ("entry", "day", "card", "promise")
WORDS = ("one", "two", "three")
AGO = (0, 0, 0, 1, 2)  # how many spaces ago a page was opened
# What comes about more often stands here more often.
ACTS = [
    *["write", "share", "share", "pair"] * 2,
    "take_back",
    "take_everything_back",
    "throw_away",
    "leave",
]


class Seen(NamedTuple):
    words: str
    changed: bool = False  # it says so to whoever is not its author


class Plain:
    """What the rooms promise, with names instead of rows: each has one thing of this kind. `share`: whether it may be.

    A promise in other words is another promise, and nobody's but its author's.
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.space: dict[str, int] = {}  # who is in which open space
        self.kept: dict[str, str] = {}
        self.shown: dict[str, tuple[int, Seen]] = {}  # in which space, and what its other member sees

    def write(self, author: str, words: str) -> None:
        if self.kind == "promise" and self.kept.get(author) != words:
            self.take_back(author)
        self.kept[author] = words

    def share(self, author: str, space: int) -> bool:
        allowed = author in self.kept and self.space.get(author) == space
        if allowed:
            words, (where, before) = self.kept[author], self.shown.get(author, (None, Seen("")))
            self.shown[author] = space, Seen(words, where == space and (before.changed or before.words != words))
        return allowed

    def take_back(self, author: str) -> None:
        self.shown.pop(author, None)

    def throw_away(self, author: str) -> None:
        self.take_back(author)
        self.kept.pop(author, None)

    def leave(self, one: str) -> None:
        left = self.space.get(one)
        self.space = {who: space for who, space in self.space.items() if space != left}

    def seen_by(self, reader: str) -> dict[str, Seen]:
        theirs = {author: seen for author, (space, seen) in self.shown.items() if self.space.get(reader) == space}
        return theirs | {author: Seen(words) for author, words in self.kept.items() if author == reader}


# --- The same through the rooms ------------------------------------------------------------------


def write(kind: str, author: Person, words: str, at: datetime) -> None:
    if kind == "entry":
        entry = Entry.objects.of(author).first()
        if entry is None:
            entries.keep(author=author, key=uuid.uuid4(), prompt="", text=words, lens=None, at=at)
        else:
            entries.edit(author=author, pk=entry.pk, base=entry.revision, text=words, lens=None)
    elif kind == "day":
        days.keep(person=author, line=words, at=at)
    elif kind == "card":
        card = own(author)
        base = card.revision if card else 0
        cards.keep(author=author, words=CardWords(does=words), base=base, page=uuid.uuid4(), at=at)
    else:
        due_at = EVENING + timedelta(days=9)
        slips.keep(author=author, kind="promise", key=uuid.UUID(int=1), text=words, due_at=due_at, at=at)


def share(kind: str, tie: Tie, at: datetime) -> None:
    """Share the author's own thing as it is, from a page that was made for this tie, which may have ended since."""
    author, space = tie.mine.person, tie.space.pk
    if kind == "entry":
        entry = Entry.objects.of(author).get()
        entry_sharing.share(author=author, pk=entry.pk, space_id=space, revision=entry.revision, at=at)
    elif kind == "day":
        day = CheckIn.objects.of(author.pk).get()
        parts = (Part.LINE,)
        day_sharing.share(author=author, pk=day.pk, space_id=space, revision=day.revision, parts=parts, at=at)
    elif kind == "card":
        card = own(author)
        loop_sharing.share(author=author, space_id=space, revision=card.revision if card else 0, at=at)
    else:
        slips.give(tie=tie, pk=Slip.objects.of(author, at).get().pk, at=at)


REFUSALS = (PreviewOutdated, spaces.NotTogether)


def take_back(kind: str, author: Person, at: datetime) -> None:
    if kind == "card":
        loop_sharing.take_back(author=author)
    elif kind == "day":
        day_sharing.take_back(author=author, pk=CheckIn.objects.of(author.pk).get().pk)
    elif kind == "entry":
        entry_sharing.take_back(author=author, pk=Entry.objects.of(author).get().pk)
    else:
        slips.take_back(author=author, pk=Slip.objects.of(author, at).get().pk, at=at)


def throw_away(kind: str, author: Person, at: datetime) -> None:
    if kind == "card":
        cards.throw_away(author=author)
    elif kind == "entry":
        entries.delete(author=author, pk=Entry.objects.of(author).get().pk)
    else:
        slips.throw_away(author=author, pk=Slip.objects.of(author, at).get().pk, at=at)


def seen_by(reader: Person, kind: str, at: datetime) -> Iterator[tuple[uuid.UUID, Seen]]:
    """What the rooms hand to this reader of one kind: whose each is, and what it says."""
    tie = tie_of(reader)
    if kind == "entry":
        for entry in Entry.objects.visible_to(reader):
            shown = entry_sharing.shown(entry)
            seen = Seen(entry.text) if entry.author_id == reader.pk else Seen(shown.text, shown.changed)
            yield entry.author_id, seen
    elif kind == "day":
        for day in CheckIn.objects.of(reader.pk):
            yield reader.pk, Seen(day.line)
        for row in SharedDay.objects.shared_with(reader):
            received = day_sharing.seen(row)
            yield row.author_id, Seen(received.words.line, received.changed)
    elif kind == "card":
        for side in loop_of(reader, tie).sides:
            author = tie.partner if tie and not side.mine else reader
            yield author.pk, Seen(side.words.does, side.changed)
    else:
        promises = Slip.objects.visible_to(reader, at)
        whose = dict(promises.values_list("pk", "author"))
        for slip in slips.read(reader, promises, tie):
            yield whose[slip.id], Seen(slip.text)


@pytest.mark.tables
@pytest.mark.django_db
@pytest.mark.parametrize("orders", [6, pytest.param(100, marks=pytest.mark.long)])
@pytest.mark.parametrize("kind", KINDS)
def test_in_any_order_everybody_sees_what_is_shared_with_them_now_and_nothing_else(
    kind: str, orders: int, ada: Person, ben: Person, cleo: Person
) -> None:
    people = {"Ada": ada, "Ben": ben, "Cleo": cleo}
    names = {person.pk: name for name, person in people.items()}
    who = st.sampled_from(list(people))

    class Walk(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.block = transaction.atomic()
            self.block.__enter__()
            self.plain, self.at = Plain(kind), EVENING
            self.ties: list[dict[str, Tie]] = []  # of every space that there was

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

        def do(self, act: Callable[..., Any], *arguments: Any) -> None:
            self.at += timedelta(seconds=1)
            act(*arguments, self.at)

        @initialize()
        def begin(self) -> None:
            """Ada and Ben have a space and share something in it; Cleo has written something."""
            self.pair("Ada", "Ben")
            for author in people:
                self.write(author, "one")
                self.share(author, 0)

        # One rule, so that every walk may take every step: of several, Hypothesis leaves some out of each.
        @rule(act=st.sampled_from(ACTS), one=who, other=who, words=st.sampled_from(WORDS), ago=st.sampled_from(AGO))
        def step(self, act: str, one: str, other: str, words: str, ago: int) -> None:
            more: dict[str, tuple[Any, ...]] = {"write": (words,), "share": (ago,), "pair": (other,)}
            getattr(self, act)(one, *more.get(act, ()))

        def pair(self, one: str, other: str) -> None:
            if one != other and not {one, other} & self.plain.space.keys():
                self.do(pair_up, people[one], people[other])
                self.plain.space |= dict.fromkeys((one, other), len(self.ties))
                found = {name: tie_of(people[name]) for name in (one, other)}
                self.ties.append({name: tie for name, tie in found.items() if tie})

        def leave(self, one: str) -> None:
            if one in self.plain.space:
                self.do(lambda at: spaces.leave(person=people[one], at=at))
                self.plain.leave(one)

        def write(self, author: str, words: str) -> None:
            self.do(write, kind, people[author], words)
            self.plain.write(author, words)

        def share(self, author: str, ago: int) -> None:
            """From the page of the latest space that they were in, or of one before."""
            theirs = [(number, ties[author]) for number, ties in enumerate(self.ties) if author in ties]
            if author in self.plain.kept and len(theirs) > ago:
                number, tie = theirs[-1 - ago]
                allowed = self.plain.share(author, number)
                try:
                    self.do(share, kind, tie)
                except REFUSALS:
                    assert not allowed
                else:
                    assert allowed

        def take_back(self, author: str) -> None:
            if author in self.plain.kept:
                self.do(take_back, kind, people[author])
                self.plain.take_back(author)

        def take_everything_back(self, author: str) -> None:
            tie = tie_of(people[author])
            if tie:
                self.do(lambda at: entry_sharing.take_everything_back(tie=tie, at=at))
                self.plain.take_back(author)

        def throw_away(self, author: str) -> None:
            if author in self.plain.kept and kind != "day":
                self.do(throw_away, kind, people[author])
                self.plain.throw_away(author)

        @invariant()
        def everybody_sees_what_the_model_says(self) -> None:
            with seal.keyring():
                for name, person in people.items():
                    seen = [(names[author], seen) for author, seen in seen_by(person, kind, self.at)]
                    assert sorted(seen) == sorted(self.plain.seen_by(name).items()), name

    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=orders,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
