"""`make faults`: that reminders survive anything. Real processes, signals, PostgreSQL, Redis and SMTP server.

`python -m tests.faults [--letters 20000] [--minutes 10] [--seed S]`: while that many letters go out for that long,
everything that can break does, at random from the seed; then all letters must have come to their end. A table, and the
same as a list in var/faults.json; exit code 1 when anything that must hold does not. The seed says what breaks in which
order, not at which instant: processes are as quick as the machine lets them be. All is real but the clock, which is
everybody's on this machine: instead of it the times in the database are moved the other way.
"""

import argparse
import base64
import json
import os
import random
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests.bench.measured import Measured
from tests.faults import verdict
from tests.faults.crew import BEATS, WORKERS, Crew
from tests.faults.machine import Office, Postgres, Redis
from tests.faults.misfortunes import Misfortunes
from tests.faults.sink import CUTS
from tests.faults.verdict import WITHIN, Proof
from tests.faults.watch import Watch
from tests.site import ROOT, wait_until

CODES = 0.25  # the share of account mail, which comes evenly; reminders are posted every half minute
SLOWEST = 0.1  # seconds that the server takes for a message, so that letters last as long as the faults
PATIENCE = 420  # seconds without a letter that moves, after which those that are left count as lost


def main(*, letters: int, minutes: float, seed: str) -> int:
    print(
        f"{letters} letters, {WORKERS} workers, {BEATS} beats, {minutes:g} minutes of faults, seed {seed}", flush=True
    )
    seconds = minutes * 60
    codes = int(letters * CODES)
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="intima-faults-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        folder.chmod(0o755)
        (var := folder / "var").mkdir(mode=0o700)
        postgres = Postgres(folder)
        stack.callback(postgres.stop)
        broker = Redis(folder)
        stack.callback(broker.kill)
        pause = min(SLOWEST, seconds * WORKERS / letters * 0.7)
        office = Office(folder, ports=WORKERS, seed=seed, pause=pause)
        stack.callback(office.stop)
        environment = _environment(var, postgres.url, broker.url)
        _run(environment, "manage.py", "migrate", "--verbosity", "0")
        _run(environment, "-m", "tests.faults.people", str(letters - codes), str(codes), str(seconds), seed)
        crew = Crew(var, environment, office.ports, random.Random(seed))
        stack.callback(crew.stop)
        watch = Watch(postgres.url, crew)
        watch.start()
        stack.callback(watch.stop)
        bad = Misfortunes(postgres, broker, office, crew, watch, random.Random(seed), slow=minutes >= 2)
        wait_until(lambda: watch.counts.get("sent"), 120, "first letter")
        bad.go_on(seconds=seconds)
        watch.happened = "no more faults"
        office.tell(pause=0)
        _await_the_end(watch, letters)
        watch.stop()
        cut = sum(office.happened[what] for what in CUTS)
        named = sum(log.read_text().count("@example.org") for log in var.glob("*.log"))
        proofs = verdict.judge(verdict.rows_of(postgres.url), office.taken(), expected=letters, cut=cut)
    missed = len(bad.kinds().keys() - bad.came.keys())
    proofs += [
        Proof("longest time that a dead worker's letters lay", round(watch.longest_recovery, 1), "seconds", WITHIN, 1),
        Proof("longest time that nothing went that could", round(watch.longest_standstill, 1), "seconds", WITHIN, 1),
        Proof("addresses in the logs of workers and beats", named, "addresses", letters, 0),
        Proof("kinds of fault that did not come", missed, "kinds", len(bad.kinds()), 0),
    ]
    _tell(bad, watch, crew)
    return _write(proofs)


def _environment(var: Path, database: str, broker: str) -> dict[str, str]:
    """The site as a practice deploys it."""
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "DJANGO_SETTINGS_MODULE": "intima.settings",
        "ORIGIN": "https://localhost",
        "SECRET_KEY": secrets.token_hex(24),
        "MASTER_KEYS": base64.b64encode(secrets.token_bytes(32)).decode(),
        "INTIMA_VAR": str(var),
        "DATABASE_URL": database,
        "REDIS_URL": broker,
    }


def _run(environment: dict[str, str], *arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True)


def _await_the_end(watch: Watch, letters: int) -> None:
    while watch.still_for() < PATIENCE and (sum(watch.counts.values()) < letters or watch.unfinished()):
        time.sleep(1)


def _tell(bad: Misfortunes, watch: Watch, crew: Crew) -> None:
    print("\nWhat went wrong:")
    for name, times in sorted(bad.came.items()):
        print(f"{times:5}  {name}")
    states = ", ".join(f"{count} {state}" for state, count in sorted(watch.counts.items()))
    starts = sum(member.starts for member in crew.members)
    print(f"\nIn the end: {states}. Processes were started {starts} times; {crew.unexpected} ended by themselves.")


def _write(proofs: list[Measured]) -> int:
    file = Path(os.environ.get("INTIMA_VAR", ROOT / "var")) / "faults.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps([proof.told() for proof in proofs], indent=2) + "\n")
    wide = max(len(proof.name) for proof in proofs)
    print(f"\n{'':{wide}}  {'value':>7}  {'at most':>7}")
    for proof in proofs:
        most = proof.reach * proof.reference
        print(f"{proof.name:{wide}}  {proof.value:7g}  {most:7g}  {proof.unit}{'' if proof.ok else ', BROKEN'}")
    print(f"\nKept in {file}.")
    return 0 if all(proof.ok for proof in proofs) else 1


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))  # so that everything started is ended
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--letters", type=int, default=20_000)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", default=secrets.token_hex(3))
    sys.exit(main(**vars(parser.parse_args())))
