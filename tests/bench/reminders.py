"""What reminders cost: claiming them, a ring with nothing due, and delivering to a real SMTP server, beside others.

Each figure and its reference are measured in turn, `ROUNDS` times, and their middles compared. It needs a PostgreSQL
server; everything else is started here.
"""

import json
import re
import smtplib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from tests import services
from tests.bench.deployed import database, settings
from tests.bench.measured import Measured
from tests.bench.sink import sink
from tests.site import ROOT, wait_until

ROUNDS = 5
FEW = 10_000  # people of the smaller site
BY_DJANGO, BY_TASKS = 1000, 200  # letters that the slower ways send in a round
MEMORY = 150.0  # MB
PLANS = ROOT / "var" / "reminders-plans.txt"


@dataclass(frozen=True)
class Engine:
    """`tests.bench.engine` in one database."""

    environment: dict[str, str]

    def start(self, *command: object) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "tests.bench.engine", *map(str, command)],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, *command: object) -> Any:
        return _answer(self.start(*command))

    def deliver(self, workers: int) -> tuple[float, list[dict[str, float]]]:
        """Letters a second of so many workers together, from when all are ready, and what each found."""
        letters = self.ask("states")["waiting"]
        started = [self.start("deliver") for _ in range(workers)]
        for worker in started:
            assert worker.stdout
            assert worker.stdout.readline() == "ready\n"
        for worker in started:
            assert worker.stdin
            worker.stdin.write("go\n")
            worker.stdin.flush()
        found = [_answer(worker) for worker in started]
        took = max(one["ended"] for one in found) - min(one["begun"] for one in found)
        if (ended := self.ask("states")) != {"sent": letters}:
            raise SystemExit(f"Not every letter was sent: {ended}.")
        return letters / took, found


def _answer(process: "subprocess.Popen[str]") -> Any:
    printed, _ = process.communicate()
    if process.returncode:
        raise SystemExit("A part of the bench failed.")
    return json.loads(printed)


def measure(full: bool) -> Iterator[Measured]:
    url = services.postgres_url()
    if not url:
        print("Could not measure reminders: no server at TEST_POSTGRES_URL.")
        return
    people, letters, long = (1_000_000, 20_000, 1_000_000) if full else (100_000, 10_000, 100_000)
    with ExitStack() as stack:
        port = stack.enter_context(sink())
        var = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        few, many = (
            _engine(var, stack.enter_context(database(url, name)), port, number)
            for name, number in (("intima_bench_few", FEW), ("intima_bench", people))
        )
        yield from _claims(few, many, people)
        yield from _deliveries(many, port, letters, step=people // letters)
        yield from _memory(many, long, step=people // long)


def _engine(var: Path, database: str, port: int, people: int) -> Engine:
    print(f"{people:,} people", flush=True)
    engine = Engine({**settings(var, database), "EMAIL_URL": f"smtp://127.0.0.1:{port}"})
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=engine.environment, check=True
    )
    engine.ask("people", people)
    return engine


def _rounds(what: str) -> Iterator[int]:
    return iter(tqdm(range(ROUNDS), desc=what, leave=False, disable=None))


def _claims(few: Engine, many: Engine, people: int) -> Iterator[Measured]:
    bare, posted, ticks_few, ticks_many = [], [], [], []
    for _ in _rounds("claims"):
        ticks_few.append(few.ask("tick"))
        ticks_many.append(many.ask("tick"))
        for command, found in (("bare", bare), ("post", posted)):
            many.ask("due", people // 10, 10)
            found.append(many.ask(command))
    many.ask("due", people // 10, 10)
    PLANS.write_text("\n\n".join([f"-- {people:,} people, {people // 10:,} due", *many.ask("plans")]) + "\n")
    middle = statistics.median
    yield Measured(
        f"claim and post {people // 10:,} of {people:,} people, against a bare UPDATE",
        *(middle(posted), "letters/s", middle(bare), 0.3),
    )
    yield Measured(f"a ring with nothing due, {people:,} people", middle(ticks_many), "ms", 1.0, 1.0, most=True)
    yield Measured(f"the same, against {FEW:,} people", middle(ticks_many), "ms", middle(ticks_few), 1.5, most=True)


def _deliveries(engine: Engine, port: int, letters: int, *, step: int) -> Iterator[Measured]:
    one, two, by_smtplib, by_django, by_tasks = [], [], [], [], []
    redis = services.redis_url()
    for _ in _rounds("deliveries"):
        for found, workers in ((one, 1), (two, 2)):
            engine.ask("due", letters, step)
            engine.ask("post")
            if workers == 1:
                by_smtplib.append(engine.ask("by_smtplib", port, letters))
            found.append(engine.deliver(workers)[0])
        by_django.append(engine.ask("by_django", port, BY_DJANGO))
        if redis:
            by_tasks.append(_by_tasks(engine, redis, port))
    middle = statistics.median
    yield Measured("delivery, one worker, against smtplib", middle(one), "letters/s", middle(by_smtplib), 0.8)
    yield Measured("two workers, against one", middle(two), "letters/s", middle(one), 1.6)
    yield Measured("one worker, against Django's send_messages", middle(one), "letters/s", middle(by_django), 1.0)
    if redis:
        yield Measured("one worker, against a Celery task an email", middle(one), "letters/s", middle(by_tasks), 1.0)
    else:
        print("Could not measure a Celery task an email: no server at TEST_REDIS_URL.")


def _by_tasks(engine: Engine, redis: str, port: int) -> float:
    """Letters a second of one Celery worker with a task for each."""
    environment = {**engine.environment, "REDIS_URL": redis}
    command = [sys.executable, "-m", "celery", "-A", "tests.bench.a_task_each", "worker", "--loglevel", "ERROR"]
    before = _taken(port)
    nowhere = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=nowhere, stderr=nowhere) as worker:
        try:
            send = [sys.executable, "-m", "tests.bench.a_task_each", str(port)]
            subprocess.run([*send, "1"], cwd=ROOT, env=environment, check=True)
            wait_until(lambda: _taken(port) > before, 60, "first letter")
            with subprocess.Popen([*send, str(BY_TASKS)], cwd=ROOT, env=environment):
                wait_until(lambda: _taken(port) > before + 1, 60, "first of many")
                begun, already = time.monotonic(), _taken(port) - before - 1
            wait_until(lambda: _taken(port) > before + BY_TASKS, 120, "last letter")
            return (BY_TASKS - already) / (time.monotonic() - begun)
        finally:
            worker.terminate()


def _taken(port: int) -> int:
    """How many letters the sink took so far."""
    with smtplib.SMTP("127.0.0.1", port) as connection:
        return int(re.search(rb"\d+", connection.docmd("HELP")[1])[0])  # type: ignore[index]


def _memory(engine: Engine, letters: int, *, step: int) -> Iterator[Measured]:
    print(f"One worker, {letters:,} letters", flush=True)
    engine.ask("due", letters, step)
    engine.ask("post")
    _rate, (found,) = engine.deliver(1)
    name = f"memory of a worker after {letters:,} letters"
    yield Measured(name, found["late"], "MB", MEMORY, 1.0, most=True)
    yield Measured("the same, against its first ten seconds", found["late"], "MB", found["early"], 1.1, most=True)
