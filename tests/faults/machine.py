"""A PostgreSQL, a Redis and an SMTP server of the program's own, which it may kill."""

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import redis

from tests.services import PROGRAMS
from tests.site import ROOT, free_port, wait_until


class Postgres:
    """Started as user postgres where we are root, since it refuses to run as root."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "pg"
        self.port = free_port()
        self.url = f"postgres://intima@127.0.0.1:{self.port}/postgres"
        self.data.mkdir()
        self.owner: list[str] = []
        if os.geteuid() == 0:
            self.owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
            subprocess.run(["chown", "postgres", self.data], check=True)
        self._run("initdb", "-U", "intima", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        # Without fsync: PostgreSQL is killed here, the machine is not.
        self.options = f"-p {self.port} -k {self.data} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._run("pg_ctl", "-w", "-l", str(self.data / "log"), "-o", self.options, "start")

    def restart(self) -> None:
        """Immediately: every connection is cut, and it finds its way back from what it had written down."""
        self._run("pg_ctl", "-m", "immediate", "-w", "-l", str(self.data / "log"), "-o", self.options, "restart")

    def stop(self) -> None:
        self._run("pg_ctl", "-m", "immediate", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        found = shutil.which(program, path=PROGRAMS)
        if not found:
            raise SystemExit(f"This needs PostgreSQL's own programs; {program} is not there.")
        command = [*self.owner, found, "-D", str(self.data), *arguments]
        subprocess.run(command, cwd="/", check=True, stdout=subprocess.DEVNULL)


class Redis:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        """With nothing in it: it never writes anything down."""
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL)
        wait_until(self._answers, 10, "answer of Redis")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def _answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False


class Office:
    """The SMTP server of `tests.faults.sink`, in a process of its own."""

    def __init__(self, folder: Path, *, ports: int, seed: str, pause: float) -> None:
        self.file = folder / "taken"
        command = [sys.executable, "-m", "tests.faults.sink", str(self.file), str(ports), seed, str(pause)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        assert self.process.stdout
        self.ports: list[int] = json.loads(self.process.stdout.readline())
        self.held: queue.Queue[int] = queue.Queue()
        self.happened: Counter[str] = Counter()  # what came down on messages
        threading.Thread(target=self._listen, daemon=True).start()

    def tell(self, **told: object) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(told) + "\n")
        self.process.stdin.flush()

    def hold(self, step: str, *, seconds: float) -> int | None:
        """Hold the next message at that step; the number of its port, or None when none came."""
        while not self.held.empty():
            self.held.get()
        self.tell(hold=step)
        try:
            return self.held.get(timeout=seconds)
        except queue.Empty:
            return None

    def release(self) -> None:
        self.tell(hold="")

    def taken(self) -> list[str]:
        """The Message-IDs of everything that it took, in order."""
        return [line.split()[0] for line in self.file.read_text().splitlines()]

    def stop(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def _listen(self) -> None:
        for line in self.process.stdout or ():
            told = json.loads(line)
            if isinstance(told, str):
                self.happened[told] += 1
            else:
                self.held.put(told)
