"""The site as a practice deploys it, without its worker and beat: the image's own command, behind a proxy's headers."""

import base64
import json
import os
import re
import secrets
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg

from tests.site import ROOT, free_port, wait_until

PROXY = {"Host": "localhost", "X-Forwarded-Proto": "https"}


@dataclass(frozen=True)
class Deployed:
    port: int
    environment: dict[str, str]
    process: subprocess.Popen[bytes]

    def run(self, *arguments: str) -> str:
        """What a Python command prints, with the settings of this site."""
        command = [sys.executable, *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True, check=True
        ).stdout

    def is_ready(self) -> bool:
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}/healthz", headers=PROXY)
        try:
            with urllib.request.urlopen(asked, timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def pids(self) -> list[int]:
        """The web processes: granian and its workers."""
        found = [self.process.pid]
        for pid in found:
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                found += [int(child) for child in children.read_text().split()]
        return found


@contextmanager
def database(url: str, name: str = "intima_bench") -> Iterator[str]:
    """A database of its own on that server."""
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
        yield f"{url.rpartition('/')[0]}/{name}"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def settings(var: Path, database: str, **more: str) -> dict[str, str]:
    """The environment of such a site, and `more`. `database` "" is SQLite in `var`."""
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "ORIGIN": "https://localhost",
        "SECRET_KEY": secrets.token_hex(24),
        "MASTER_KEYS": base64.b64encode(secrets.token_bytes(32)).decode(),
        "INTIMA_VAR": str(var),
        "DATABASE_URL": database,
        "TRUSTED_PROXIES": "1",
        "DJANGO_SETTINGS_MODULE": "intima.settings",
        **more,
    }


@contextmanager
def deployed(var: Path, database: str, *, printed: IO[bytes] | None = None, **more: str) -> Iterator[Deployed]:
    """One web process, with tables and content in place; stopped at the end. `database` "" is SQLite in `var`.

    `printed` takes what it writes; `more` goes into its environment.
    """
    port = free_port()
    environment = settings(var, database, **more)
    subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=environment, check=True)
    found = re.search(r"^CMD (\[.*\])$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert found, "the Dockerfile has no command"
    command: list[str] = json.loads(found[1])
    command[command.index("--port") + 1] = str(port)
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=printed, stderr=printed)
    try:
        site = Deployed(port, environment, process)
        wait_until(site.is_ready, 30, "first answer")
        yield site
    finally:
        process.terminate()
        process.wait(timeout=30)
