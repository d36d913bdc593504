from collections.abc import Callable
from datetime import datetime, time
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from intima.accounts.models import Person
from intima.mail import delivery
from intima.mail.transports import Envelope
from reflections.reminders import actions, posting
from reflections.reminders.models import Reminder
from tests.cast import EVENING

HALF_PAST_EIGHT = time(20, 30)


@pytest.fixture
def reminder(ada: Person) -> Reminder:
    """Ada's: every day at 20:30 in London, set at eight on a Thursday, so that it is due at EVENING."""
    return remind(ada)


def remind(person: Person, **fields: object) -> Reminder:
    chosen = {"local_time": HALF_PAST_EIGHT, "weekdays": range(7), "at": EVENING.replace(hour=20, minute=0), **fields}
    actions.set_schedule(person=person, **chosen)  # type: ignore[arg-type]
    return Reminder.objects.get(person=person)


class Hand:
    """A transport that keeps what it is given."""

    def __init__(self) -> None:
        self.given: list[tuple[str, bytes]] = []

    def open(self) -> None:
        pass

    def send(self, message: bytes, envelope: Envelope, *, then: Envelope | None = None) -> None:
        self.given.append((envelope.to, message))


@pytest.fixture
def arrive() -> Callable[..., list[EmailMessage]]:
    """Rings both doorbells at a time; gives the letters that arrived."""

    def at(when: datetime = EVENING) -> list[EmailMessage]:
        hand = Hand()
        posting.post_due(at=when)
        delivery.ring(hand, now=lambda: when)
        return [message_from_bytes(raw, policy=policy.default) for _to, raw in hand.given]

    return at
