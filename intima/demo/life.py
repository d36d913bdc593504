"""The demo's lives, lived in their order of time through the rooms' own actions."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from exercises.lessons import actions as lessons
from intima.accounts.models import Person
from intima.demo import doing, script
from intima.demo.caring import caring
from intima.demo.doing import Deed
from intima.demo.people import tie
from reflections.checkins import actions as checkins
from reflections.checkins.actions import sharing as days
from reflections.checkins.actions import weekly
from reflections.journal.actions import entries, exchanges, sharing
from reflections.notes import actions as notes
from reflections.reminders import actions as reminders
from reflections.spaces import actions as spaces


@dataclass(frozen=True)
class Moment:
    """Somebody does something, so many days before the start and so many minutes after their usual hour."""

    who: str
    ago: int
    minutes: int
    deed: Deed


def live(told: script.Script, cast: dict[str, Person], *, at: datetime) -> None:
    """Everything that the script tells, as if the demo had been running for months at `at`."""
    timed = [(_time(told.who(one.who), cast[one.who], one, at), one.deed) for one in _moments(told, cast)]
    for then, deed in sorted(timed, key=lambda each: each[0]):
        deed(at=then)
    for invitation in told.open_invitations:
        _invite(invitation, cast, at)
    for key, life in told.lives.items():
        if life.reminder:
            _remind(cast[key], life.reminder, at)


def _time(life: script.Life | script.Practice, person: Person, moment: Moment, at: datetime) -> datetime:
    day = person.today(at) - timedelta(days=moment.ago)
    return datetime.combine(day, life.evening, tzinfo=person.zone) + timedelta(minutes=moment.minutes)


def _moments(told: script.Script, cast: dict[str, Person]) -> Iterator[Moment]:
    for space in told.spaces:
        yield from _together(space, cast)
    for key, life in told.lives.items():
        for ago, minutes, deed in _alone(cast[key], life):
            yield Moment(key, ago, minutes, deed)
    for who, ago, minutes, deed in caring(told.practice, cast):
        yield Moment(who, ago, minutes, deed)


# --- What one person does -----------------------------------------------------------------------


def _alone(person: Person, life: script.Life) -> Iterator[tuple[int, int, Deed]]:
    for day in life.days:
        yield day.ago, 0, partial(_check_in, person=person, told=day)
    if life.trends:
        yield life.trends.ago, 2, partial(_show_trends, person=person, told=life.trends)
    for lesson in life.lessons:
        yield lesson.ago, 4, partial(_read, person=person, told=lesson)
    for note in life.notes:
        yield note.ago, -60, partial(_send, person=person, told=note)
    yield from doing.alone(person, life)
    for told in life.entries:
        leaf = Leaf(person, told)
        yield told.ago, 10, leaf.keep
        for change in told.changed:
            yield change.ago, 12, partial(leaf.change, text=change.text)
            if change.shared:
                yield change.ago, 14, leaf.share
        if told.shared:
            yield told.shared, 14, leaf.share
        if told.taken_back:
            yield told.taken_back, 16, leaf.take_back


def _check_in(*, person: Person, told: script.Day, at: datetime) -> None:
    closeness, tension, energy = told.said
    rest = told.model_dump(mode="json", include={"feelings", "place", "rituals", "line"})
    row = checkins.keep(person=person, closeness=closeness, tension=tension, energy=energy, at=at, **rest)
    if told.shown:
        space = tie(person).space
        days.share(author=person, pk=row.pk, space_id=space.pk, revision=row.revision, parts=told.shown, at=at)


def _show_trends(*, person: Person, told: script.Trends, at: datetime) -> None:
    weekly.share(author=person, space_id=tie(person).space.pk, scales=told.scales, at=at)


def _send(*, person: Person, told: script.Note, at: datetime) -> None:
    notes.send(tie=tie(person), key=uuid.uuid4(), text=told.text, kind=told.kind, at=at)


@dataclass
class Leaf:
    """One entry, from the evening when it was written on."""

    author: Person
    told: script.Leaf

    def keep(self, *, at: datetime) -> None:
        told = self.told
        self.entry = entries.keep(
            author=self.author, key=uuid.uuid4(), prompt=told.prompt, text=told.text, lens=told.lens, at=at
        )

    def change(self, *, text: str, at: datetime) -> None:
        entry = self.entry
        self.entry = entries.edit(author=self.author, pk=entry.pk, base=entry.revision, text=text, lens=entry.lens)

    def share(self, *, at: datetime) -> None:
        sharing.share(
            author=self.author,
            pk=self.entry.pk,
            space_id=tie(self.author).space.pk,
            revision=self.entry.revision,
            at=at,
        )

    def take_back(self, *, at: datetime) -> None:
        sharing.take_back(author=self.author, pk=self.entry.pk)


def _read(*, person: Person, told: script.Lesson, at: datetime) -> None:
    reading = lessons.reading(person, told.lesson, person.language)
    for step, text in told.answers.items():
        lessons.answer(person=person, place=reading.at(step), text=text, at=at)
    if told.stopped_at:
        lessons.keep_place(person=person, version=reading.version, step_key=told.stopped_at, at=at)
    else:
        lessons.finish(person=person, version=reading.version, at=at)


def _remind(person: Person, told: script.Letters, at: datetime) -> None:
    reminders.set_schedule(person=person, local_time=told.clock, weekdays=told.weekdays, at=at)
    if told.rests:
        reminders.pause(person=person, until=person.today(at) + timedelta(days=told.rests), at=at)


# --- What two people do -------------------------------------------------------------------------


def _together(space: script.Between, cast: dict[str, Person]) -> Iterator[Moment]:
    inviter, invited = cast[space.inviter], cast[space.invited]
    yield Moment(space.inviter, space.opened, -30, partial(pair, inviter, invited))
    for told in space.questions:
        yield from _asked(told, cast)
    for who, ago, minutes, deed in doing.together(space, cast):
        yield Moment(who, ago, minutes, deed)
    if space.closed:
        yield Moment(space.closed.by, space.closed.ago, 0, partial(spaces.leave, person=cast[space.closed.by]))
    if space.put_away and space.closed:
        left = space.invited if space.closed.by == space.inviter else space.inviter
        yield Moment(left, space.put_away, 0, lambda at: spaces.put_away(person=cast[left]))


def pair(inviter: Person, invited: Person, *, at: datetime) -> None:
    """Invite, accept and confirm."""
    fresh = spaces.invite(by=inviter, at=at)
    spaces.accept(invitation_id=fresh.invitation.pk, by=invited, at=at + timedelta(minutes=4))
    spaces.confirm(invitation_id=fresh.invitation.pk, by=inviter, at=at + timedelta(minutes=5))


def _invite(told: script.Invitation, cast: dict[str, Person], at: datetime) -> None:
    made = at - (timedelta(days=told.ago) if told.ago else timedelta(minutes=15))
    fresh = spaces.invite(by=cast[told.inviter], at=made)
    if told.accepted_by:
        spaces.accept(invitation_id=fresh.invitation.pk, by=cast[told.accepted_by], at=made + timedelta(minutes=9))


def _asked(told: script.Question, cast: dict[str, Person]) -> Iterator[Moment]:
    question = Question(told, cast)
    yield Moment(told.by, told.ago, 5, question.put)
    for author, answer in told.answers.items():
        yield Moment(author, answer.ago, 7, partial(question.answer, answer, cast[author]))
    if told.asked:
        yield Moment(told.asked.by, told.asked.ago, 8, question.ask)


@dataclass
class Question:
    """One question to two, from the evening when it was put on."""

    told: script.Question
    cast: dict[str, Person]

    def put(self, *, at: datetime) -> None:
        self.pk = exchanges.propose(tie=tie(self.cast[self.told.by]), prompt=self.told.prompt, at=at).pk

    def answer(self, answer: script.Answer, author: Person, *, at: datetime) -> None:
        exchanges.write(author=author, pk=self.pk, text=answer.text, at=at)
        if answer.confirmed:
            exchanges.confirm(author=author, pk=self.pk, revision=1, at=at)

    def ask(self, *, at: datetime) -> None:
        asked = self.told.asked
        if asked:
            exchanges.ask(author=self.cast[asked.by], pk=self.pk, text=asked.text, at=at)
