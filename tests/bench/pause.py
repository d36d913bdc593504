"""What five hundred people with an open pause page cost, who each ask every three seconds whether anything changed."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests import services
from tests.bench.deployed import database, deployed
from tests.bench.measured import Measured
from tests.bench.poll import EVERY
from tests.site import ROOT

PEOPLE, SECONDS = 500, 21
CORE = 1.0
REACH = 0.8  # of one core


def measure() -> Iterator[Measured]:
    yield _one("SQLite", "")
    if url := services.postgres_url():
        with database(url) as its_url:
            yield _one("PostgreSQL", its_url)
    else:
        print("Could not measure PostgreSQL: no server at TEST_POSTGRES_URL.")


def _one(where: str, database: str) -> Measured:
    with tempfile.TemporaryDirectory() as var, deployed(Path(var), database) as site:
        print(f"{where}: {PEOPLE} people, {SECONDS} seconds", flush=True)
        cookies = json.loads(site.run("-m", "tests.bench.couples", str(PEOPLE)))
        told = {"port": site.port, "pids": site.pids(), "cookies": cookies, "seconds": SECONDS}
        polled = subprocess.run(
            [sys.executable, "-m", "tests.bench.poll"],
            cwd=ROOT,
            input=json.dumps(told),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        found = json.loads(polled.stdout)
    count = sum(found["answers"].values())
    if set(found["answers"]) != {"204"}:
        raise SystemExit(f"Not every answer is 204: {found['answers']}.")
    print(
        f"{count} answers, {count / found['seconds']:.0f} a second, {found['cpu'] / count * 1000:.2f} ms of CPU each; "
        f"half of them within {found['middle'] * 1000:.0f} ms, 95 % within {found['late'] * 1000:.0f} ms",
        flush=True,
    )
    # A machine that is busy with something else answers fewer; what it would need for all of them counts.
    value = round(found["cpu"] / count * PEOPLE / EVERY, 3)
    return Measured(f"pause, {PEOPLE} open pages, {where}", value, "cores", CORE, REACH, most=True)
