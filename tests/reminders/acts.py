"""What brings a letter, on the way to a test: something shared, a question asked, and somebody who waits for it."""

from datetime import datetime, timedelta

from intima.accounts.models import Person
from reflections.journal.actions import sharing
from reflections.journal.models import Entry, Exchange
from reflections.reminders.models import Reminder, Want
from tests.cast import EVENING
from tests.journal import acts
from tests.reminders.conftest import remind

AFTERNOON = EVENING - timedelta(hours=5)
DAY = timedelta(days=1)


def share(by: Person, at: datetime = AFTERNOON) -> Entry:
    entry = acts.keep(by, "We laughed at the toast.", at=at)
    space = acts.tie(by).space
    sharing.share(author=by, pk=entry.pk, space_id=space.pk, revision=entry.revision, at=at)
    return entry


def ask(by: Person, at: datetime = AFTERNOON) -> Exchange:
    return acts.propose(by, at=at)


def wait(person: Person, wants: list[Want], **fields: object) -> None:
    """They asked for it long ago, and are due at their next time from now on."""
    remind(person, wants=wants, at=EVENING - timedelta(minutes=30), **fields)
    Reminder.objects.filter(person=person).update(news_from=EVENING - 30 * DAY)
