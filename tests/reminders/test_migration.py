"""Reminders from before anything but the day could bring a letter."""

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from reflections.reminders.models import Reminder, Want
from tests import cast
from tests.cast import EVENING

pytestmark = pytest.mark.tables


def back() -> Any:
    """The rows as the first migration made them."""
    executor = MigrationExecutor(connection)
    executor.migrate([("reminders", "0001_initial")])
    return (
        executor.loader.project_state([("reminders", "0001_initial")]).apps.get_model("reminders", "Reminder").objects
    )


def forth() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes("reminders"))


@pytest.mark.django_db(transaction=True)
def test_reminders_stay_what_they_were_forwards_and_back() -> None:
    ada, ben = cast.person("Ada"), cast.person("Ben")
    try:
        before = back()
        before.create(person_id=ada.pk, state="on", next_day=EVENING.date(), next_due_at=EVENING)
        before.create(person_id=ben.pk)
    finally:
        forth()
    assert Reminder.objects.get(person=ada).wanted == {Want.CHECKIN}
    assert Reminder.objects.get(person=ben).wanted == set()
    assert set(Reminder.objects.values_list("kind", flat=True)) == {"daily"}
    try:
        before = back()
        assert set(before.values_list("kind", "state")) == {("checkin", "on"), ("checkin", "off")}
    finally:
        forth()
