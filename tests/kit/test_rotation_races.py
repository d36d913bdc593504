"""Two rotations at once, beside somebody who deletes their account and somebody who holds a row."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import connection, connections, transaction

from intima.accounts.actions import delete_account
from intima.accounts.models import Person
from intima.kit import clock, rotation
from intima.kit.models import DataKey
from reflections.checkins.models import CheckIn
from tests.at_once import ON_REAL_CONNECTIONS, at_once
from tests.kit.test_rotation import rotate
from tests.kit.test_seal import LINE, line_of
from tests.site import wait_until

pytestmark = ON_REAL_CONNECTIONS


@contextmanager
def in_the_middle_of(deed: Callable[[], Any]) -> Iterator[Event]:
    """The deed is done on another connection, and stays uncommitted until the event is set or the block ends."""
    done, commit = Event(), Event()

    def do() -> None:
        with transaction.atomic():
            deed()
            done.set()
            commit.wait(20)
        connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        doing = pool.submit(do)
        assert done.wait(10)
        try:
            yield commit
        finally:
            commit.set()
            doing.result()


def somebody_waits() -> bool:
    """Whether any connection to this database waits for a lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


def holding(row: Any) -> Callable[[], Any]:
    return lambda: type(row).objects.select_for_update().get(pk=row.pk)


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

    def delete() -> None:
        delete_account(person=ben, at=clock.now())
        connections.close_all()

    with ThreadPoolExecutor(1) as pool, in_the_middle_of(lambda: rotation.give_new_keys(lambda rows: None)) as commit:
        deleting = pool.submit(delete)
        wait_until(somebody_waits, 10, "deletion that waits for the new key")
        commit.set()
        deleting.result()
    assert DataKey.objects.filter(owner=ada.pk).count() == 2
    assert not DataKey.objects.filter(owner=ben.pk).exists()


def test_a_row_that_somebody_holds_is_not_waited_for_and_keeps_its_key(ada: Person) -> None:
    held = line_of(ada)
    line_of(ada, days_ago=1)
    old = DataKey.objects.get(owner=ada.pk)
    with in_the_middle_of(holding(held)):
        rotate("--words")
        assert rotation.seal_words_anew(lambda rows: None).held == {old.pk}
    assert DataKey.objects.get(pk=old.pk).emptied_at is None
    assert rotation.seal_words_anew(lambda rows: None).moved == 1


def test_a_data_key_that_is_in_use_is_told(ada: Person, settings: Any) -> None:
    line_of(ada)
    settings.MASTER_KEYS = [b"z" * 32, *settings.MASTER_KEYS]
    with (
        in_the_middle_of(holding(DataKey.objects.get(owner=ada.pk))),
        pytest.raises(CommandError, match="run this once more"),
    ):
        rotate()
    assert "1 wrapped" in rotate()
