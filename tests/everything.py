"""`make test` after `make lint`, and `make proofs`: PostgreSQL, processes and browsers; names what could not run.

With CI=true whatever is missing is a failure.
"""

import os
import subprocess
import sys

from tests import services
from tests.browser import chromium

UNITS = ["-n", "2", "-m", "not browser and not processes and not long"]
# These mostly wait, for a minute to come round or a process to start, so more share two cores.
TOGETHER = ["-n", "3", "-m"]


def run(title: str, arguments: list[str], **environment: str) -> bool:
    print(f"\n--- {title}", flush=True)
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, env={**os.environ, **environment}, check=False).returncode == 0


def main(longer: bool) -> int:
    passed, could_not = [], []
    postgres = services.postgres_url()
    if not longer:
        passed.append(run("Unit tests and tables on SQLite", UNITS))
        if postgres:
            passed.append(run("The same on PostgreSQL", UNITS, DATABASE_URL=postgres))
    if not postgres:
        could_not.append("unit tests on PostgreSQL, and processes on it (no server at TEST_POSTGRES_URL)")
    if not services.redis_url():
        could_not.append("processes with Redis as the broker (no server at TEST_REDIS_URL)")
    title, which = ("Proofs", "long") if longer else ("Processes and browsers", "not long and (processes or browser)")
    if not chromium.PATH:
        which = f"({which}) and not browser"
        could_not.append("browser tests (no Chromium; set CHROMIUM to its path)")
    passed.append(run(title, [*TOGETHER, which]))
    for line in could_not:
        print(f"Could not run: {line}", flush=True)
    if could_not and os.environ.get("CI") == "true":
        return 1
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main(longer="long" in sys.argv))
