"""Two rotations at once, beside somebody who deletes their account and somebody who holds a row."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import connections, transaction

from intima.accounts.actions import delete_account
from intima.accounts.models import Person
from intima.kit import clock, rotation
from intima.kit.models import DataKey
from reflections.checkins.models import CheckIn
from tests.at_once import ON_REAL_CONNECTIONS, at_once
from tests.kit.test_rotation import rotate
from tests.kit.test_seal import LINE, line_of

pytestmark = ON_REAL_CONNECTIONS


@contextmanager
def somebody_holds(row: Any) -> Iterator[None]:
    """The row is locked on another connection until the block ends."""
    held, let_go = Event(), Event()

    def hold() -> None:
        with transaction.atomic():
            type(row).objects.select_for_update().get(pk=row.pk)
            held.set()
            let_go.wait(10)
        connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(hold)
        assert held.wait(10)
        try:
            yield
        finally:
            let_go.set()
            holding.result()


def test_two_at_once_give_everybody_one_new_key_and_move_everything(ada: Person, ben: Person) -> None:
    for number in range(30):
        line_of((ada, ben)[number % 2], days_ago=number)
    at_once(*[lambda: rotate("--words")] * 2)
    assert sorted(DataKey.objects.filter(owner=ada.pk).values_list("round", flat=True)) == [1, 2]
    assert {one.line for one in CheckIn.objects.all()} == {LINE}
    walked = rotation.seal_words_anew(lambda rows: None)
    assert (walked.moved, walked.held) == (0, set())


def test_no_key_is_made_for_an_account_that_is_deleted_at_that_moment(ada: Person, ben: Person) -> None:
    for number, person in enumerate((ada, ben)):
        line_of(person, days_ago=number)
    rotation.begin()
    at_once(
        lambda: delete_account(person=ben, at=clock.now()),
        lambda: rotation.give_new_keys(lambda rows: None),
    )
    assert DataKey.objects.filter(owner=ada.pk).count() == 2
    assert not DataKey.objects.filter(owner=ben.pk).exists()


def test_a_row_that_somebody_holds_is_not_waited_for_and_keeps_its_key(ada: Person) -> None:
    held = line_of(ada)
    line_of(ada, days_ago=1)
    old = DataKey.objects.get(owner=ada.pk)
    with somebody_holds(held):
        rotate("--words")
        assert rotation.seal_words_anew(lambda rows: None).held == {old.pk}
    assert DataKey.objects.get(pk=old.pk).emptied_at is None
    assert rotation.seal_words_anew(lambda rows: None).moved == 1


def test_a_data_key_that_is_in_use_is_told(ada: Person, settings: Any) -> None:
    line_of(ada)
    settings.MASTER_KEYS = [b"z" * 32, *settings.MASTER_KEYS]
    with somebody_holds(DataKey.objects.get(owner=ada.pk)), pytest.raises(CommandError, match="run this once more"):
        rotate()
    assert "1 wrapped" in rotate()
