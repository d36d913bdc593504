"""Letters that were finished long ago are forgotten; nothing else is."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from intima.celery import app
from intima.mail import outbox, tasks, walk
from intima.mail.models import HELD, Letter, State
from intima.mail.walk import KEPT
from tests.cast import EVENING

Posting = Callable[..., Letter]
FINAL = {State.SENT, State.REFUSED, State.UNKNOWN, State.DROPPED}
LONG_AFTER = EVENING + KEPT + timedelta(seconds=1)


def become(letter: Letter, state: State, *, at: datetime = EVENING, **fields: object) -> None:
    """Put a letter into a state, as its walk would have left it."""
    if state in FINAL:
        fields |= {"finished_at": at, "payload": None}
    elif state in HELD:
        fields |= {"lease": letter.pk, "lease_until": at}
    Letter.objects.filter(pk=letter.pk).update(state=state, **fields)


@pytest.mark.parametrize("state", State)
def test_five_weeks_after_its_end_a_letter_is_forgotten(state: State, post: Posting) -> None:
    become(post(), state)
    walk.forget(at=EVENING + KEPT, limit=10)
    assert Letter.objects.count() == 1
    walk.forget(at=LONG_AFTER, limit=10)
    assert Letter.objects.count() == (0 if state in FINAL else 1)


def test_five_weeks_count_from_the_end_not_from_the_posting(post: Posting) -> None:
    become(post(), State.SENT, at=EVENING + timedelta(days=1))
    assert walk.forget(at=LONG_AFTER, limit=10) == 0


def test_a_few_at_a_time_the_oldest_first(post: Posting) -> None:
    for day in (2, 0, 1):
        become(post(key=f"day {day}"), State.DROPPED, at=EVENING + timedelta(days=day))
    assert walk.forget(at=LONG_AFTER + timedelta(days=9), limit=2) == 2
    assert [letter.key for letter in Letter.objects.all()] == ["day 2"]


def test_the_doorbell_goes_on_until_nothing_old_is_left(
    post: Posting, monkeypatch: pytest.MonkeyPatch, time_machine: object
) -> None:
    monkeypatch.setattr(tasks, "TIDY_BATCH", 2)
    for _ in range(5):
        become(post(), State.SENT)
    waiting = post()
    time_machine.move_to(LONG_AFTER)  # type: ignore[attr-defined]
    tasks.tidy()
    assert list(Letter.objects.all()) == [waiting]


def test_an_address_that_refused_is_tried_again_after_five_weeks(post: Posting) -> None:
    for _ in range(outbox.REFUSALS_IN_A_ROW):
        become(post(), State.REFUSED, refused_by=outbox.mark_of("ada@example.org"))
    assert outbox.is_paused("ada@example.org")
    walk.forget(at=LONG_AFTER, limit=10)
    assert not outbox.is_paused("ada@example.org")


def test_the_doorbell_rings_by_itself() -> None:
    rung = {entry["task"]: entry["schedule"] for entry in app.conf.beat_schedule.values()}
    assert rung["intima.mail.tasks.tidy"] <= timedelta(days=1).total_seconds()
    assert "intima.mail.tasks.tidy" in app.tasks
