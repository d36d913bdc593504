"""What people do with their days, in one line each, for the tests of what follows from it."""

from datetime import datetime, timedelta
from typing import Any

from intima.accounts.models import Person
from reflections.checkins.actions import days, sharing, weekly
from reflections.checkins.actions.sharing import Part
from reflections.checkins.models import CheckIn
from reflections.spaces.actions import Tie, tie_of
from tests.cast import EVENING


def keep(person: Person, *, ago: int = 0, **said: Any) -> CheckIn:
    """Keep the day that was `ago` days before the evening of the tests."""
    return days.keep(person=person, at=EVENING - timedelta(days=ago), **said)


def tie(person: Person) -> Tie:
    found = tie_of(person)
    assert found is not None
    return found


def share(checkin: CheckIn, *parts: Part, at: datetime = EVENING) -> None:
    """Share these parts of the day, or all of it, as it is now, in its author's open space."""
    checkin.refresh_from_db()
    author = checkin.person
    space = tie(author).space
    chosen = parts or tuple(Part)
    sharing.share(author=author, pk=checkin.pk, space_id=space.pk, revision=checkin.revision, parts=chosen, at=at)


def share_trends(person: Person, *scales: str, at: datetime = EVENING) -> None:
    weekly.share(author=person, space_id=tie(person).space.pk, scales=scales, at=at)
