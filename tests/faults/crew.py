"""Four workers and two beats with the commands of supervisord.conf; whatever dies is started again, as there."""

import os
import random
import signal
import subprocess
import threading
import time
from configparser import RawConfigParser
from dataclasses import dataclass, field
from pathlib import Path

from tests.site import ROOT

WORKERS, BEATS = 4, 2
AGAIN = 1.0  # seconds after which a dead one is started again
FULL_DISK = 0.25  # the share of starts whose log lies on a full disk


def _command(part: str) -> list[str]:
    conf = RawConfigParser()
    conf.read(ROOT / "supervisord.conf")
    return conf[f"program:{part}"]["command"].split()


@dataclass
class Member:
    part: str
    number: int
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    died_at: float = 0.0
    starts: int = 0
    full_disk: bool = False

    @property
    def name(self) -> str:
        return f"{self.part} {self.number}"


@dataclass
class Crew:
    folder: Path
    environment: dict[str, str]
    ports: list[int]
    chance: random.Random
    unexpected: int = 0  # deaths that nobody caused
    members: list[Member] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)
    closed: bool = False

    def __post_init__(self) -> None:
        for number in range(WORKERS):
            its_own = {"EMAIL_URL": f"smtp://127.0.0.1:{self.ports[number]}"}
            its_own["PGAPPNAME"] = f"worker {number}"  # so that PostgreSQL tells whom it keeps waiting
            self.members.append(Member("worker", number, self.environment | its_own))
        self.members += [Member("beat", number, self.environment) for number in range(BEATS)]

    @property
    def workers(self) -> list[Member]:
        return self.members[:WORKERS]

    @property
    def beats(self) -> list[Member]:
        return self.members[WORKERS:]

    def look(self) -> None:
        """Start whatever is not running."""
        with self.lock:
            for member in self.members:
                if member.process and member.process.poll() is not None:
                    self.unexpected += 1
                    member.process, member.died_at = None, time.monotonic()
                if not self.closed and member.process is None and time.monotonic() >= member.died_at + AGAIN:
                    self._start(member)

    def kill(self, member: Member, *, full_disk: bool = False) -> None:
        """kill -9; the next one of its place logs to a full disk if that is wanted."""
        with self.lock:
            if member.process is None:
                return
            os.killpg(member.process.pid, signal.SIGKILL)
            member.process.wait()
            member.process, member.died_at, member.full_disk = None, time.monotonic(), full_disk

    def stop(self) -> None:
        self.closed = True
        for member in self.members:
            self.kill(member)

    def _start(self, member: Member) -> None:
        command = _command(member.part)
        if member.part == "beat":
            command.append(f"--schedule={self.folder / member.name.replace(' ', '-')}")
        full = member.full_disk or (member.starts > 0 and self.chance.random() < FULL_DISK)
        log = Path("/dev/full") if full else self.folder / f"{member.name.replace(' ', '-')}.log"
        with log.open("ab") as opened:
            member.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=member.environment,
                stdout=opened,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        member.starts += 1
        member.full_disk = False
