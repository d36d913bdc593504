from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from intima.mail import account, delivery, kinds, outbox
from intima.mail.kinds import Filled, NotWanted
from intima.mail.models import Letter
from intima.mail.transports import Smtp
from intima.mail.transports.smtp import parse
from tests.cast import EVENING
from tests.mail.office import PostOffice

NOTE = "note"  # an ordinary kind, for the tests alone: its payload is the address; 'unwanted' in it drops it


def _still_wanted(letter: Letter, at: datetime) -> None:
    if "unwanted" in (letter.payload or ""):
        raise NotWanted("nobody wants it")


def _fill(letter: Letter) -> Filled:
    if "broken" in letter.payload:
        raise KeyError(letter.payload)
    return Filled(to=letter.payload, sender="Notes <notes@example.org>", subject="A note", text="Hello.\n")


@pytest.fixture(autouse=True)
def _kinds() -> None:
    kinds.register(NOTE, still_wanted=_still_wanted, fill=_fill)


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """An open post office."""
    made = PostOffice()
    made.open()
    yield made
    made.close()


@pytest.fixture
def post(db: None) -> Callable[..., Letter]:
    """Posts a note to an address, or with kind="account" account mail."""

    def one(to: str = "ada@example.org", *, kind: str = NOTE, due_at: datetime = EVENING, **fields: object) -> Letter:
        payload = to
        if kind == account.KIND:
            payload = account.pack(Filled(to, "Site <account@example.org>", "Your code", "123456\n"))
        key = str(fields.pop("key", f"{kind}:{Letter.objects.count()}"))
        return outbox.post(kind=kind, key=key, payload=payload, due_at=due_at, at=EVENING)

    return one


@pytest.fixture
def ring(office: PostOffice) -> Iterator[Callable[..., None]]:
    """Rings the doorbell at a time; the same worker each time."""
    worker = Smtp(parse(office.url))

    def at(when: datetime = EVENING) -> None:
        delivery.ring(worker, now=lambda: when)

    yield at
    worker.close()


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)
