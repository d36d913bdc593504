"""The whole site as `make run` starts it: supervisord with web, worker and beat, in a folder and port of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(true: object, seconds: float, what: str) -> object:
    """Call `true` until it gives something true; that is returned. Fails after `seconds`, saying `what` was awaited."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := true():  # type: ignore[operator]
            return found
        time.sleep(0.2)
    raise AssertionError(f"after {seconds:.0f} s still no {what}")


@dataclass
class Site:
    """A running site; `url` is its origin, `var` its folder."""

    port: int
    var: Path
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def answers(self, path: str = "/") -> bool:
        try:
            with urllib.request.urlopen(self.url + path, timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def printed(self) -> str:
        return (self.var / "printed").read_text()

    def letters_to(self, address: str) -> list[EmailMessage]:
        """What lies in the mailbox folder for one address, oldest first."""
        files = sorted((self.var / "mailbox").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        read = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
        return [letter for letter in read if address in str(letter["To"])]

    def processes(self) -> dict[int, str]:
        """Every process that was started for this site, by its environment: pid -> command line."""
        mark = f"INTIMA_VAR={self.var}\0".encode()
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (folder / "environ").read_bytes() + b"\0":
                    found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
        return {pid: command for pid, command in found.items() if command}

    def pid_of(self, part: str) -> int:
        """The pid of `worker` or `beat`."""
        return next(pid for pid, command in self.processes().items() if f"-A intima {part}" in command)

    def stop(self) -> None:
        """Ctrl-C, as a terminal sends it: to the whole foreground group."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
            self.process.wait(timeout=40)


def make_run(var: Path, *, checkout: Path = ROOT, port: int | None = None, **environment: str) -> Site:
    """Start `make run`; returns at once. Output goes to the file `printed` in `var`."""
    port = port or free_port()
    kept = ("PATH", "HOME", "LANG", "SSL_CERT_FILE")
    clean = {name: value for name, value in os.environ.items() if name in kept or name.startswith("PIP_")}
    var.mkdir(parents=True, exist_ok=True)
    with (var / "printed").open("wb") as printed:
        process = subprocess.Popen(
            ["make", "run", f"PYTHON={sys.executable}"],
            cwd=checkout,
            env={**clean, "PORT": str(port), "INTIMA_VAR": str(var), **environment},
            stdout=printed,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Site(port, var, process)
