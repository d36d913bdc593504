"""`make run`, as somebody who has just cloned the project types it."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tests import services, site
from tests.site import Site, wait_until
from tests.smtp import Sink

pytestmark = pytest.mark.processes

ADA = "ada@example.org"


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Starts sites, and stops at the end whatever still runs."""
    begun: list[Site] = []

    def make(name: str = "var", **arguments: object) -> Site:
        begun.append(site.make_run(tmp_path / name, **arguments))  # type: ignore[arg-type]
        return begun[-1]

    yield make
    for one in begun:
        one.stop()


def comes_back(running: Site, part: str) -> None:
    """Kill the worker or beat as hard as it goes; another one stands there by itself."""
    killed = running.pid_of(part)
    os.kill(killed, signal.SIGKILL)

    def another() -> bool:
        return any(pid != killed and f"-A intima {part}" in line for pid, line in running.processes().items())

    wait_until(another, 20, f"new {part}")


def test_a_fresh_clone_serves_reminds_heals_and_stops(tmp_path: Path, start: Callable[..., Site]) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(site.ROOT), str(clone)], check=True)
    first = start(checkout=clone)
    wait_until(first.answers, 240, "first page")
    assert f"http://localhost:{first.port}" in first.printed()
    assert ADA in first.printed()
    assert first.answers("/healthz")
    wait_until(lambda: first.answers("/readyz"), 20, "readiness")
    comes_back(first, "beat")
    comes_back(first, "worker")
    letter = wait_until(lambda: first.letters_to(ADA), 120, "reminder in the mailbox")
    assert letter[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"  # type: ignore[index]
    first.stop()
    wait_until(lambda: not first.processes(), 10, "end of every process")
    again = start(checkout=clone)
    wait_until(again.answers, 30, "first page of a second start")
    assert len(again.letters_to(ADA)) == 1  # one a day, however often the site starts
    shutil.rmtree(clone / ".venv")


@pytest.mark.long
def test_the_same_on_postgresql_redis_and_smtp(start: Callable[..., Site]) -> None:
    postgres = services.needed(services.postgres_url(), "PostgreSQL")
    redis = services.needed(services.redis_url(database=10), "Redis")
    with psycopg.connect(postgres, autocommit=True) as server, Sink() as sink:
        server.execute("DROP DATABASE IF EXISTS intima_run WITH (FORCE)")
        server.execute("CREATE DATABASE intima_run")
        url = postgres.rsplit("/", 1)[0] + "/intima_run"
        grown = start(DATABASE_URL=url, REDIS_URL=redis, EMAIL_URL=f"smtp://127.0.0.1:{sink.port}")
        wait_until(grown.answers, 60, "first page")
        wait_until(lambda: grown.answers("/readyz"), 20, "readiness")
        comes_back(grown, "worker")
        comes_back(grown, "beat")
        wait_until(lambda: sink.to(ADA), 120, "reminder at the SMTP server")
        assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in sink.to(ADA)[0]
        assert not (grown.var / "intima.sqlite3").exists()
        grown.stop()
        wait_until(lambda: not grown.processes(), 10, "end of every process")
        server.execute("DROP DATABASE intima_run WITH (FORCE)")
