"""The reminder engine at work in the database of the settings, one command at a time; prints what it found as JSON.

Run by `tests.bench.reminders`, with the settings of a site, in a process of its own.
"""

import json
import sys
from typing import Any

import django

TICKS = 300
# Instants of people in several zones, none with a change of the clocks nearby that would matter here.
ZONES = ("Europe/London", "Asia/Kathmandu", "America/New_York", "Australia/Adelaide", "America/Bogota", "Africa/Lagos")


def people(number: int) -> None:
    """Copies of one person with a verified address and a reminder; every tenth is due, the others later today."""
    from allauth.account.models import EmailAddress
    from django.db import connection

    from intima.accounts.models import Person
    from intima.kit import clock
    from reflections.reminders import actions
    from reflections.reminders.models import Reminder
    from tests import cast

    at = clock.now()
    first = cast.person("Ada")
    actions.set_schedule(person=first, local_time=at.time(), weekdays=range(7), at=at)
    zone = f"(ARRAY{list(ZONES)})[n % {len(ZONES)} + 1]"
    due = f"'{at:%Y-%m-%d %H:%M}+00'::timestamptz + CASE WHEN n % 10 = 0 THEN 0 ELSE n % 1380 + 30 END * interval '1 minute'"
    email, person_id = "'reader' || n || '@example.org'", "md5('person ' || n)::uuid"
    copied: dict[Any, dict[str, str]] = {
        Person: {"id": person_id, "email": email, "time_zone": zone},
        EmailAddress: {"id": "n + 1000", "user_id": person_id, "email": email},
        Reminder: {
            "id": "md5('reminder ' || n)::uuid",
            "person_id": person_id,
            "local_time": f"(({due}) AT TIME ZONE {zone})::time",
            "next_day": f"(({due}) AT TIME ZONE {zone})::date",
            "next_due_at": due,
        },
    }
    with connection.cursor() as cursor:
        for model, changed in copied.items():
            columns = [field.column for field in model._meta.concrete_fields]
            names = ", ".join(f'"{column}"' for column in columns)
            values = ", ".join(changed.get(column, f'"{column}"') for column in columns)
            table = model._meta.db_table
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {values} FROM {table}, generate_series(1, {number}) n"
            )
    first.delete()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


COMMANDS = {each.__name__: each for each in (people,)}

if __name__ == "__main__":
    django.setup()
    print(json.dumps(COMMANDS[sys.argv[1]](*map(int, sys.argv[2:]))))
