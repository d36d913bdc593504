"""The log of a site that runs: whatever is sent to it, and whatever breaks, each line is JSON and holds none of it."""

import http.client
import json
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlencode

import pytest

from tests.bench.deployed import PROXY, Deployed, deployed
from tests.site import ROOT, wait_until

pytestmark = pytest.mark.processes

MARK = "quincemarmalade"
ADDRESS = f"{MARK}@example.org"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
# The database says back what it refuses, as PostgreSQL does with the row.
BREAKS = f"CREATE TRIGGER t BEFORE INSERT ON mail_letter BEGIN SELECT RAISE(ABORT, 'refused: {MARK}'); END"
UNHEARD = f"from intima.celery import app; app.send_task('nobody.{MARK}', args=['{MARK}'])"


def lines(folder: Path) -> list[dict[str, Any]]:
    """What was written so far; but for what a worker says to whoever ends it, each line is an object."""
    written = (folder / "log").read_text().replace("\nworker: Warm shutdown (MainProcess)\n", "")
    return [json.loads(line) for line in written.splitlines()]


def ask(site: Deployed, method: str, path: str, body: str = "", **headers: str) -> tuple[int, http.client.HTTPMessage]:
    link = http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)
    link.request(method, path, body or None, {**PROXY, **headers})
    answer = link.getresponse()
    return answer.status, answer.headers


def sent(site: Deployed) -> list[int]:
    """The statuses of requests that carry the mark in every part that a request has."""
    _status, headers = ask(site, "GET", "/accounts/signup/")
    token = headers["Set-Cookie"].partition(";")[0].partition("=")[2]
    known = {"Cookie": f"__Host-csrf={token}; __Host-session={MARK}", "Referer": f"https://localhost/{MARK}/"}
    asking = urlencode({"login": ADDRESS, "csrfmiddlewaretoken": token})
    asked = [
        ask(site, "GET", f"/us/come/{MARK}/"),
        ask(site, "PUT", f"/us/come/{MARK}/"),
        ask(site, "POST", f"/reminders/stop/{MARK}/"),
        ask(site, "DELETE", f"/reminders/snooze/{MARK}/?q={MARK}"),
        ask(site, "GET", f"/{MARK}/?q={MARK}%00"),
        ask(site, "GET", "/", Host=f"{MARK}.example"),
        ask(site, "POST", "/accounts/login/", f"login={ADDRESS}", **FORM),
        ask(site, "POST", "/accounts/signup/", "&".join(f"{MARK}{n}=1" for n in range(1500)), **FORM, **known),
        ask(site, "POST", "/accounts/login/", asking, **FORM, **known),
    ]
    return [status for status, _headers in asked]


def worker_hears(site: Deployed, log: IO[bytes], folder: Path) -> None:
    """Has a worker hear a doorbell that nobody knows, which holds the mark."""
    site.run("-c", UNHEARD)
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "intima", "worker", "--loglevel", "WARNING"]
    worker = subprocess.Popen(command, cwd=ROOT, env=site.environment, stdout=log, stderr=log)
    try:
        unheard = "celery.worker.consumer.consumer"
        wait_until(lambda: [line for line in lines(folder) if line["logger"] == unheard], 30, "line of the worker")
    finally:
        worker.terminate()
        worker.wait(timeout=30)


def test_a_site_writes_down_nothing_that_was_sent_to_it(tmp_path: Path) -> None:
    access_log = {"GRANIAN_LOG_ACCESS_ENABLED": "1"}  # which the command keeps off
    with (tmp_path / "log").open("ab") as log, deployed(tmp_path, "", printed=log, **access_log) as site:
        with sqlite3.connect(tmp_path / "intima.sqlite3") as database:
            database.execute(BREAKS)
        assert sent(site) == [302, 403, 404, 405, 400, 400, 403, 400, 500]
        with socket.create_connection(("127.0.0.1", site.port), timeout=10) as raw:
            raw.sendall(f"GET {MARK} {MARK}\r\n\r\n".encode())
            raw.recv(100)
        worker_hears(site, log, tmp_path)
    assert MARK not in (tmp_path / "log").read_text()
    [broken] = [line for line in lines(tmp_path) if line.get("status") == 500]
    assert broken["view"] == "account_login"
    assert broken["raised"][0]["type"] == "django.db.utils.IntegrityError"
    assert any(place.startswith("intima/accounts/") for place in broken["raised"][0]["through"])
