"""Two presses at the same moment leave one row, on a database with real concurrent connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from intima.accounts.models import Person
from reflections.checkins import actions
from reflections.checkins.models import CheckIn
from tests import cast
from tests.cast import EVENING


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
def test_eight_presses_at_once_leave_one_checkin() -> None:
    ada: Person = cast.person("Ada")
    together = Barrier(8)

    def press(number: int) -> None:
        try:
            together.wait()
            actions.keep(person=ada, at=EVENING, closeness=number, line=f"press {number}")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(press, range(8)))
    row = CheckIn.objects.get()
    assert row.line == f"press {row.closeness}"
