"""`python -m tests.rotation [--rows N]`: new keys for N entries while people read and write, killed -9 once on the way.

On PostgreSQL, in a database of its own with the demo's people beside the entries. Readers and writers are processes
of their own. It prints how far it is, and a line with what came of it; the exit code is 1 when a reader saw an error,
a writer lost words, or something lies under an old key in the end.
"""

import argparse
import base64
import json
import os
import random
import secrets
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import django
import psycopg
from tqdm import tqdm

from tests import services
from tests.site import ROOT

OWNERS = 50
LOAD = ("read", "write")  # what each process beside the rotation does
OURS = "rotation"  # the prompt of the entries that are written here, beside those of the demo


@dataclass(frozen=True)
class Result:
    rows: int
    killed_at: int  # rows that were sealed anew when it was killed
    seconds: float  # of both runs together
    read: int
    written: int
    errors: list[str]
    left: int  # values under an old key in the end
    old_keys: int

    @property
    def ok(self) -> bool:
        return not self.errors and not self.left and not self.old_keys and self.read > 0 and self.written > 0

    def __str__(self) -> str:
        return (
            f"{self.rows} rows of {OWNERS} owners sealed anew in {self.seconds:.0f} s, killed -9 at {self.killed_at} "
            f"and gone on with, beside {self.read} readings and {self.written} writings: {len(self.errors)} errors, "
            f"{self.left} values left under an old key, {self.old_keys} old keys left."
        )


# --- The people, each in a process of its own ---------------------------------------------------


def fill(rows: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from intima.accounts.models import Person
    from intima.kit import seal
    from reflections.journal.models import Entry

    for command in ("migrate", "load_content", "load_demo"):
        call_command(command, verbosity=0, stdout=sys.stderr)
    people = [Person.objects.create_user(f"owner{number}@example.org") for number in range(OWNERS)]
    bar = tqdm(total=rows, unit=" entries", disable=not sys.stderr.isatty())
    with seal.keyring():
        for first in range(0, rows, 2000):
            made = [_entry(people[number % OWNERS].pk) for number in range(first, min(first + 2000, rows))]
            Entry.objects.bulk_create(made)
            bar.update(len(made))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _entry(author: uuid.UUID) -> Any:
    """One that says which it is, so that whoever reads it can tell."""
    from reflections.journal.models import Entry
    from tests import cast

    entry = Entry(author_id=author, prompt=OURS, day=cast.EVENING.date(), written_at=cast.EVENING)
    entry.text = f"{entry.pk} 0"
    return entry


def read(errors: list[str]) -> Iterator[int]:
    """Requests that each read some entries; every third began well before it reads."""
    from intima.kit import seal
    from reflections.journal.models import Entry

    while True:
        with seal.keyring():
            found = list(Entry.objects.filter(pk__gte=uuid.uuid4()).order_by("pk")[:20])
            seal.fetch({entry.author_id for entry in found})
            if random.random() < 1 / 3:
                time.sleep(random.random() / 4)
                pks = [entry.pk for entry in found]
                found = list(Entry.objects.filter(pk__in=pks))  # sealed anew, perhaps, since the keys were fetched
            for entry in found:
                if (entry.prompt == OURS) != entry.text.startswith(str(entry.pk)):
                    errors.append(f"{entry} opened as other words")
            yield len(found)
        time.sleep(0.01)


def write(errors: list[str]) -> Iterator[int]:
    """Requests that change entries or keep new ones, and look at the end whether what they wrote last is there."""
    from intima.kit import seal
    from reflections.journal.models import Entry

    last: dict[uuid.UUID, str] = {}
    try:
        while True:
            with seal.keyring():
                for entry in Entry.objects.filter(pk__gte=uuid.uuid4(), prompt=OURS).order_by("pk")[:5]:
                    if entry.pk in last and entry.text != last[entry.pk]:
                        errors.append(f"{entry} lost what was written")
                    time.sleep(random.random() / 50)
                    entry.revision += 1
                    entry.text = last[entry.pk] = f"{entry.pk} {entry.revision}"
                    entry.save(update_fields=["text", "revision"])
                    new = _entry(entry.author_id)
                    last[new.pk] = new.text
                    new.save()
                    yield 2
    finally:
        with seal.keyring():
            for entry in Entry.objects.filter(pk__in=last):
                if entry.text != last.pop(entry.pk):
                    errors.append(f"{entry} lost what was written")
        errors += [f"Entry {pk} is gone" for pk in last]


def go_on(part: str) -> None:
    """Until a line comes in; then say what was done, as JSON."""
    done, errors = 0, []
    os.set_blocking(sys.stdin.fileno(), False)
    doing = {"read": read, "write": write}[part](errors)
    try:
        while not sys.stdin.readline():
            done += next(doing)
        doing.close()
    except Exception as error:
        errors.append(f"{type(error).__name__}: {error}")
    print(json.dumps({"part": part, "done": done, "errors": errors}))


def open_everything() -> None:
    """Open every sealed value there is, with what keys are left; print how many."""
    from intima.kit import rotation, seal

    opened = 0
    with seal.keyring():
        for model, columns in rotation.sealed_columns().items():
            for row in model._base_manager.iterator(2000):
                opened += sum(getattr(row, column.attname) is not None for column in columns)
    print(json.dumps({"opened": opened}))


# --- The rotation beside them -------------------------------------------------------------------


class Watched:
    """What the database says from outside, without the site's own code."""

    def __init__(self, server: psycopg.Connection[Any]) -> None:
        self.ask = server.execute
        self.columns = self.ask(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND data_type = 'bytea' AND table_name <> 'kit_datakey'"
        ).fetchall()

    def anew(self) -> int:
        """How many entries lie under a key of the second round."""
        query = f"SELECT count(*) FROM journal_entry WHERE {self.names('text', 'round = 2')}"
        return int(self.ask(query).fetchone()[0])  # type: ignore[arg-type, index]

    def old(self) -> int:
        """How many values of the whole database lie under no key of the second round."""
        counts = [
            self.ask(f"SELECT count(*) FROM {table} WHERE NOT {self.names(column, 'round = 2')}").fetchone()
            for table, column in self.columns
        ]
        return sum(int(count[0]) for count in counts)  # type: ignore[index]

    def old_keys(self) -> int:
        """How many are left, but for the key of the ledger's marks, which stays."""
        from intima.kit import seal

        found = self.ask(f"SELECT count(*) FROM kit_datakey WHERE round < 2 AND owner <> '{seal.MARKS}'")
        return int(found.fetchone()[0])  # type: ignore[index]

    @staticmethod
    def names(column: str, which: str) -> str:
        ids = f"SELECT decode(replace(id::text, '-', ''), 'hex') FROM kit_datakey WHERE {which}"
        return f'substring("{column}" from 2 for 16) IN ({ids})'


@contextmanager
def database(postgres: str) -> Iterator[str]:
    name = f"intima_rotation_{os.getpid()}"
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{postgres.rsplit('/', 1)[0]}/{name}"
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run(rows: int, postgres: str) -> Result:
    """Do all of it; needs a PostgreSQL server where databases may be made."""
    old, new = (base64.b64encode(secrets.token_bytes(32)).decode() for _ in range(2))
    with tempfile.TemporaryDirectory() as var, database(postgres) as url:
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "intima.settings", "INTIMA_DEMO": "1", "INTIMA_VAR": var}
        environment |= {"DATABASE_URL": url, "PYTHONUNBUFFERED": "1"}

        def start(*command: str, masters: str, **how: Any) -> subprocess.Popen[str]:
            its = {**environment, "MASTER_KEYS": masters}
            return subprocess.Popen([sys.executable, *command], cwd=ROOT, env=its, text=True, **how)

        def do(*command: str, masters: str) -> str:
            process = start(*command, masters=masters, stdout=subprocess.PIPE)
            out, _ = process.communicate()
            assert process.returncode == 0, command
            return out

        print(f"Writing {rows} entries beside the demo's people…", flush=True)
        do("-m", "tests.rotation", "fill", str(rows), masters=old)
        both, piped = f"{new},{old}", {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        load = [start("-m", "tests.rotation", part, masters=both, **piped) for part in LOAD]
        try:
            with psycopg.connect(url, autocommit=True) as server:
                watched = Watched(server)
                began = time.monotonic()
                killed_at = kill_on_the_way(start("manage.py", "rotate_keys", "--words", masters=both), watched, rows)
                print(f"Killed at {killed_at} of {rows}; once more…", flush=True)
                print(do("manage.py", "rotate_keys", "--words", masters=both), flush=True)
                seconds = time.monotonic() - began
                time.sleep(1)  # no request of the load lasts as long
                server.execute("UPDATE kit_datakey SET emptied_at = emptied_at - interval '1 hour'")  # it goes by
                print(do("manage.py", "rotate_keys", "--words", masters=both), flush=True)
                told = [json.loads(process.communicate("enough\n")[0]) for process in load]
                print(do("-m", "tests.rotation", "open", masters=new), flush=True)
                left, old_keys = watched.old(), watched.old_keys()
        finally:
            for process in load:
                process.kill()
                process.wait()
    done = {part: sum(one["done"] for one in told if one["part"] == part) for part in LOAD}
    errors = [error for one in told for error in one["errors"]]
    return Result(rows, killed_at, seconds, done["read"], done["write"], errors, left, old_keys)


def kill_on_the_way(process: subprocess.Popen[str], watched: Watched, rows: int) -> int:
    """kill -9 once a fifth is sealed anew; how many entries were."""
    while watched.anew() < rows / 5:
        assert process.poll() is None, "it ended before it could be killed"
        time.sleep(rows / 50_000)  # asking is dear when there are many
    process.send_signal(signal.SIGKILL)
    process.wait()
    killed_at = watched.anew()
    assert killed_at < rows, "it was done before it was killed"
    return killed_at


def main() -> int:
    if sys.argv[1:2] and sys.argv[1] in {"fill", "read", "write", "open"}:
        django.setup()
        part, *rest = sys.argv[1:]
        {"fill": lambda: fill(int(rest[0])), "open": open_everything}.get(part, lambda: go_on(part))()
        return 0
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, default=200_000)
    result = run(parser.parse_args().rows, services.POSTGRES)
    print(result)
    for error in result.errors[:20]:
        print(error)
    return 0 if result.ok else 1


if __name__ == "__main__":
    sys.exit(main())
