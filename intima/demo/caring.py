"""What passes between the demo's therapist and her clients: consent, homework, what is released, and sessions."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from exercises.caseload.actions import meetings
from exercises.homework.actions import giving, telling
from exercises.homework.actions.items import face_of
from exercises.homework.models import Assignment, Half
from exercises.loop.actions import own
from intima.accounts.models import Person
from intima.demo import script
from intima.demo.doing import Deed
from reflections.care.actions import inviting, links, practice
from reflections.care.models import WORDING, CareLink, Side, Therapist
from reflections.journal.actions import words
from reflections.releases import actions as releases
from reflections.shares.models import Share


def caring(told: script.Practice, cast: dict[str, Person]) -> Iterator[tuple[str, int, int, Deed]]:
    """Each deed with whose it is, so many days ago, so many minutes after their usual hour."""
    dee = cast[script.THERAPIST]
    yield script.THERAPIST, told.here - 1, 0, partial(_begin, person=dee, told=told)
    for key, ago in told.clients.items():
        yield key, ago, 40, partial(_consent, person=cast[key], by=dee)
    for ago in told.sessions:
        yield script.THERAPIST, ago + 1, 45, partial(_meet, person=dee, ahead=timedelta(days=1))
    yield script.THERAPIST, 1, 50, partial(_meet, person=dee, ahead=timedelta(days=told.next))
    for piece in told.homework:
        given = Piece(piece, cast)
        yield script.THERAPIST, piece.ago, 55, given.give
        for report in piece.told:
            yield report.by, report.ago, 60, partial(given.tell, report)
    for one in told.released:
        yield one.by, one.ago, 65, partial(_release, person=cast[one.by], told=one)


def _begin(*, person: Person, told: script.Practice, at: datetime) -> None:
    said = {name: getattr(told, name) for name in ("credentials", "practice", "about", "secrets")}
    mine = practice.apply(person=person, at=at, **said)
    practice.approve(therapist=mine, seen=mine.mark, at=at)


def _consent(*, person: Person, by: Person, at: datetime) -> None:
    fresh = inviting.invite(by=by, side=Side.THERAPIST, at=at)
    link = inviting.follow(invitation_id=fresh.invitation.pk, by=person, at=at)
    links.consent(link=link, by=person, terms=_mine(by).terms, wording=WORDING, knows_partner=True, at=at)


def _mine(person: Person) -> Therapist:
    return Therapist.objects.get(person=person)


def _link(person: Person) -> CareLink:
    return links.therapists_of(person)[0]


def _meet(*, person: Person, ahead: timedelta, at: datetime) -> None:
    """Write down when the two come next, at four in the afternoon."""
    day = person.today(at + ahead)
    meets_at = datetime(day.year, day.month, day.day, 16, tzinfo=person.zone)
    meetings.set_next(links=links.links_of(_mine(person)), meets_at=meets_at, at=at)


class Piece:
    """One piece of homework, from the day when it was given on."""

    def __init__(self, told: script.Piece, cast: dict[str, Person]) -> None:
        self.told, self.cast = told, cast

    def give(self, *, at: datetime) -> None:
        dee = _mine(self.cast[script.THERAPIST])
        given: Assignment = giving.give(
            therapist=dee,
            key=uuid.uuid4(),
            parts=[giving.Part(_link(self.cast[key]).pk, thing) for key, thing in self.told.parts.items()],
            why=self.told.why,
            plan=self.told.plan,
            obstacles=self.told.in_the_way,
            every=self.told.every,
            due_on=None,
            at=at,
        )
        self.pk = given.pk

    def tell(self, report: script.Report, *, at: datetime) -> None:
        client = self.cast[report.by]
        half = Half.objects.of(client).get(assignment=self.pk)
        said = {"said": report.said, "in_the_way": report.in_the_way, "to_bring": report.to_bring}
        kept = telling.tell(client=client, pk=half.pk, at=at, **said)
        if report.shows:
            revision = face_of(telling.own(client, kept.pk)).revision
            audience = Share.Audience.JOINT
            telling.release(client=client, pk=kept.pk, keys=report.shows, audience=audience, revision=revision, at=at)


def _release(*, person: Person, told: script.Release, at: datetime) -> None:
    face = releases.face_of(person, told.kind, origin := _origin(person, told))
    if face:
        link, audience = _link(person), Share.Audience.JOINT
        releases.release(
            author=person, link=link, kind=told.kind, origin=origin, revision=face.revision, audience=audience, at=at
        )


def _origin(person: Person, told: script.Release) -> uuid.UUID:
    """What is released: the trends as such, the card, or the entry that holds these words."""
    if told.kind == "checkins.trends":
        return person.pk
    if told.kind == "loop.card":
        card = own(person)
        return card.id if card else uuid.uuid4()
    pk: uuid.UUID = words.search(author=person, term=told.holds, skip=0, take=1)[0].pk
    return pk
