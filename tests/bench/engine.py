"""The reminder engine at work in the database of the settings, one command a process; prints what it found as JSON.

Run by `tests.bench.reminders`. What is to be timed beside others waits until a line comes on standard input.
"""

import json
import resource
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

ZONES = ("Europe/London", "Asia/Kathmandu", "America/New_York", "Australia/Adelaide", "America/Bogota", "Africa/Lagos")
TICKS = 300
LATER = "mod(n, 900) + 300"  # minutes until the others are due
# Reminders, and the instant at which each should be due next.
DUE = """
UPDATE reminders_reminder AS reminder
SET next_due_at = at, next_day = (at AT TIME ZONE time_zone)::date, local_time = (at AT TIME ZONE time_zone)::time
FROM accounts_person AS person, (SELECT n, {at} AS at FROM generate_series(%s, %s, %s) n) AS wanted
WHERE reminder.id = md5('reminder ' || n)::uuid AND person.id = reminder.person_id
"""
BARE = """
UPDATE reminders_reminder SET next_day = next_day + 1, next_due_at = next_due_at + interval '1 day'
WHERE id = ANY(ARRAY(
    SELECT id FROM reminders_reminder WHERE state = 'on' AND next_due_at <= now()
    ORDER BY next_due_at LIMIT %s FOR UPDATE SKIP LOCKED))
"""


def run(statement: str, *parameters: object) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)
        return cursor.rowcount


def people(number: int) -> None:
    """Copies of one person with a verified address and a reminder, due at some minute of the hours to come."""
    from allauth.account.models import EmailAddress

    from intima.accounts.models import Person
    from reflections.reminders import actions
    from reflections.reminders.models import Reminder
    from tests import cast

    first = cast.person("Ada")
    actions.set_schedule(person=first, local_time=cast.EVENING.time(), weekdays=range(7), at=cast.EVENING)
    email, person_id = "'reader' || n || '@example.org'", "md5('person ' || n)::uuid"
    zone = f"(ARRAY{list(ZONES)})[n % {len(ZONES)} + 1]"
    copied: dict[Any, dict[str, str]] = {
        Person: {"id": person_id, "email": email, "time_zone": zone},
        EmailAddress: {"id": "n + 1000", "user_id": person_id, "email": email},
        Reminder: {"id": "md5('reminder ' || n)::uuid", "person_id": person_id},
    }
    for model, changed in copied.items():
        columns = [field.column for field in model._meta.concrete_fields]
        names = ", ".join(f'"{column}"' for column in columns)
        values = ", ".join(changed.get(column, f'"{column}"') for column in columns)
        table = model._meta.db_table
        run(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table}, generate_series(1, {number}) n")
    first.delete()
    run(DUE.format(at=f"date_trunc('minute', now()) + ({LATER}) * interval '1 minute'"), 1, number, 1)
    run("VACUUM FULL ANALYZE reminders_reminder")
    run("VACUUM ANALYZE")


def due(number: int, step: int) -> None:
    """No letters; every `step`-th person is due now, `number` in all."""
    run("TRUNCATE mail_letter")
    run(DUE.format(at="date_trunc('minute', now())"), step, number * step, step)
    run("VACUUM ANALYZE reminders_reminder")


def bare() -> float:
    """Reminders a second that a plain update moves on, in batches like the engine's."""
    from reflections.reminders.posting import BATCH

    begun, moved = time.perf_counter(), 0
    while batch := run(BARE, BATCH):
        moved += batch
    return moved / (time.perf_counter() - begun)


def post() -> float:
    """Letters a second that the engine posts of what is due."""
    from intima.kit import clock
    from reflections.reminders import posting

    begun = time.perf_counter()
    return posting.post_due(at=clock.now()) / (time.perf_counter() - begun)


def tick() -> float:
    """Milliseconds that a ring takes when nothing is due: the middle of many."""
    from intima.kit import clock
    from reflections.reminders import posting

    at, took = clock.now() - timedelta(days=1), []
    for _ in range(TICKS):
        begun = time.perf_counter()
        posting.post_due(at=at)
        took.append(time.perf_counter() - begun)
    return statistics.median(took) * 1000


def plans() -> list[str]:
    """How PostgreSQL goes about an empty ring, and about a claim of what is due."""
    from django.db import transaction

    from intima.kit import clock
    from reflections.reminders import posting
    from tests.plans import plans

    with transaction.atomic(), plans("ANALYZE, BUFFERS, COSTS OFF, SUMMARY OFF") as shown:
        posting.post_due(at=clock.now() - timedelta(days=1))
        posting.post_due(at=clock.now())
    return [shown[0], next(plan for plan in shown if "Insert on mail_letter" in plan)]


def deliver() -> dict[str, float]:
    """Deliver what waits, as the worker does: when it began and ended, and memory in MB after a ring and at the end."""
    from django.conf import settings

    from intima.kit import clock
    from intima.mail import tasks
    from intima.mail.models import Letter
    from reflections.reminders.letters import compile_letter

    compile_letter("daily", "en", settings.ORIGIN)
    print("ready", flush=True)
    sys.stdin.readline()
    begun, early = time.monotonic(), 0.0
    while Letter.objects.ready(clock.now()).exists():
        tasks.deliver()
        early = early or memory()
    return {"begun": begun, "ended": time.monotonic(), "early": early or memory(), "late": memory()}


def memory() -> float:
    """What this process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def states() -> dict[str, int]:
    """How many letters are in each state."""
    from django.db.models import Count

    from intima.mail.models import Letter

    return dict(Letter.objects.values_list("state").annotate(Count("pk")))


def by_smtplib(port: int, number: int) -> float:
    """Letters a second: one of the waiting ones, ready made, again and again over one connection."""
    import smtplib

    from intima.kit import clock
    from intima.mail import writing
    from intima.mail.models import Letter

    at = clock.now()
    ((one,), _outcomes) = writing.write(Letter.objects.ready(at)[:1], at=at)
    with smtplib.SMTP("127.0.0.1", port) as connection:
        connection.ehlo()
        begun = time.perf_counter()
        for _ in range(number):
            connection.sendmail(one.envelope.sender, one.envelope.to, one.message)
        return number / (time.perf_counter() - begun)


def by_django(port: int, number: int) -> float:
    """Letters a second by Django's own `send_messages`, each of its own message."""
    from django.conf import settings
    from django.core.mail import EmailMultiAlternatives, get_connection

    from reflections.reminders.letters import compile_letter

    letter = compile_letter("daily", "en", settings.ORIGIN)
    way_out = get_connection("django.core.mail.backends.smtp.EmailBackend", host="127.0.0.1", port=port)
    begun = time.perf_counter()
    messages = []
    for reader in range(number):
        message = EmailMultiAlternatives(
            letter.subject, letter.text, to=[f"reader{reader}@example.org"], headers={"List-Id": settings.LIST_ID}
        )
        message.attach_alternative(letter.html, "text/html")
        messages.append(message)
    way_out.send_messages(messages)
    return number / (time.perf_counter() - begun)


BY_NAME: tuple[Any, ...] = (people, due, bare, post, tick, plans, deliver, states, by_smtplib, by_django)
COMMANDS = {each.__name__: each for each in BY_NAME}

if __name__ == "__main__":
    django.setup()
    print(json.dumps(COMMANDS[sys.argv[1]](*map(int, sys.argv[2:]))))
