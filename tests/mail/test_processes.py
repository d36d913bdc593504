"""Beat and worker as real processes, on both brokers: letters arrive by themselves and survive kill -9."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis

from tests import services
from tests.mail.office import PostOffice
from tests.site import ROOT, wait_until

pytestmark = pytest.mark.processes

# Run inside the site. People with a reminder due so many seconds from now:
PEOPLE = """
from datetime import timedelta
from intima.accounts.models import Person
from intima.kit import clock
from reflections.reminders import actions
at = clock.now() + timedelta(seconds=float({seconds}))
for number in range({count}):
    person = Person.objects.create_user(f"reader{{number}}@example.org", begun_at=at)
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    actions.set_schedule(person=person, local_time=at.time(), weekdays=range(7), at=at - timedelta(minutes=1))
"""
# The first ring of beat comes after half a minute; where reminders are not what is tested, they are posted at once:
POST = """
from reflections.reminders import posting
posting.post_due(at=clock.now())
"""
COUNT = """
from collections import Counter
from intima.mail.models import Letter
print("states:", dict(Counter(Letter.objects.values_list("state", flat=True))))
"""
# Stands for two minutes going by: every lease that is held is over.
LAPSE = """
from datetime import timedelta
from intima.kit import clock
from intima.mail.models import HELD, Letter
Letter.objects.filter(state__in=HELD).update(lease_until=clock.now() - timedelta(seconds=1))
"""


@dataclass
class Processes:
    """The site's two background processes, with an environment of their own."""

    environment: dict[str, str]
    folder: Path
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def manage(self, *arguments: str) -> str:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def inside(self, program: str) -> str:
        return self.manage("shell", "--no-imports", "--command", program)

    def states(self) -> Counter[str]:
        line = next(line for line in self.inside(COUNT).splitlines() if line.startswith("states: "))
        return Counter(eval(line.removeprefix("states: ")))

    def start(self, part: str, *options: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{part}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "intima", part, "--loglevel", "INFO", *options],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.running.append(process)
        return process

    def start_worker(self) -> subprocess.Popen[bytes]:
        return self.start("worker", *(["--concurrency", "2"] if "REDIS_URL" in self.environment else []))

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """kill -9, of the process and of the children that it forked."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.running.remove(process)

    def logs(self) -> str:
        return "".join(file.read_text() for file in self.folder.glob("*.log"))


@pytest.fixture(params=["embedded", "grown"])
def processes(request: pytest.FixtureRequest, tmp_path: Path, office: PostOffice) -> Iterator[Processes]:
    """Migrated and ready, nothing running yet: on SQLite and files, and on PostgreSQL and Redis."""
    environment = {key: os.environ[key] for key in ("PATH", "HOME", "LANG", "VIRTUAL_ENV") if key in os.environ} | {
        "DJANGO_SETTINGS_MODULE": "intima.settings",
        "INTIMA_DEMO": "1",
        "INTIMA_VAR": str(tmp_path),
        "EMAIL_URL": office.url,
    }
    server: psycopg.Connection[Any] | None = None
    name = f"intima_processes_{os.getpid()}"
    if request.param == "grown":
        postgres = services.needed(services.postgres_url(), "PostgreSQL")
        broker = services.needed(services.redis_url(), "Redis")
        redis.Redis.from_url(broker).flushdb()
        server = psycopg.connect(postgres, autocommit=True)
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
        environment |= {"DATABASE_URL": f"{postgres.rsplit('/', 1)[0]}/{name}", "REDIS_URL": broker}
    made = Processes(environment, tmp_path)
    made.manage("migrate", "--verbosity", "0")
    yield made
    for process in list(made.running):
        made.kill(process)
    if server is not None:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.close()


def test_a_reminder_that_falls_due_arrives_without_anybody_touching_it(
    processes: Processes, office: PostOffice
) -> None:
    processes.start_worker()
    processes.start("beat")
    processes.inside(PEOPLE.format(seconds=5, count=1))
    wait_until(lambda: office.taken, 75, "letter at the SMTP server")
    [letter] = office.letters()
    assert letter["To"] == "reader0@example.org"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    wait_until(lambda: processes.states() == {"sent": 1}, 10, "letter that is sent")
    assert "reader0@" not in processes.logs()


def test_account_mail_is_on_its_way_within_two_seconds(processes: Processes, office: PostOffice) -> None:
    processes.start_worker()
    processes.start("beat")
    processes.inside(PEOPLE.format(seconds=-30, count=1) + POST)
    wait_until(lambda: office.taken, 75, "first letter: both processes run")
    processes.inside(
        "import time\n"
        "from django.core.mail import send_mail\n"
        "send_mail('Your code', str(time.time()), None, ['ada@example.org'])\n"
    )
    wait_until(lambda: len(office.taken) == 2, 5, "code at the SMTP server")
    code = office.letters()[1]
    posted = float(code.get_content())
    assert office.times[1] - posted < 2.0


def test_a_worker_killed_in_the_middle_loses_nothing_and_sends_nothing_twice(
    processes: Processes, office: PostOffice
) -> None:
    count, per_kill = 120, 20  # on Redis two processes of ten letters each are in flight
    office.pause = 0.02
    processes.inside(PEOPLE.format(seconds=-30, count=count) + POST)
    processes.start("beat")
    kills = 0
    for enough in (15, 45):
        worker = processes.start_worker()
        wait_until(lambda enough=enough: len(office.taken) >= enough, 75, f"{enough} letters")
        processes.kill(worker)
        kills += 1
        processes.inside(LAPSE)
    processes.start_worker()

    def finished() -> Counter[str] | None:
        processes.inside(LAPSE) if processes.states()["claimed"] else None
        states = processes.states()
        return states if not states.keys() - {"sent", "unknown"} else None

    states = wait_until(finished, 90, "end of every letter's walk")
    arrived = Counter(message_from_bytes(raw)["Message-ID"] for _to, raw in office.taken)
    assert states["sent"] + states["unknown"] == count  # type: ignore[index]
    assert states["unknown"] <= per_kill * kills  # type: ignore[index]
    assert max(arrived.values()) == 1
    assert states["sent"] <= len(arrived) <= count  # type: ignore[index]


def test_two_beats_and_two_workers_send_each_letter_once(processes: Processes, office: PostOffice) -> None:
    for _ in range(2):
        processes.start_worker()
    for number in range(2):
        processes.start("beat", "--schedule", str(processes.folder / f"schedule{number}"), "--pidfile", "")
    processes.inside(PEOPLE.format(seconds=-30, count=40))
    wait_until(lambda: len(office.taken) >= 40, 75, "forty letters")
    wait_until(lambda: processes.states() == {"sent": 40}, 10, "end of every letter's walk")
    assert len(office.taken) == 40
