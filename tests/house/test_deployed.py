"""The site as a practice deploys it: what it says to strangers and slow clients, and what it writes down of them."""

import http.client
import json
import re
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
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


def worker_hears(site: Deployed, folder: Path) -> None:
    """Has a worker hear a doorbell that nobody knows, which holds the mark."""
    site.run("-c", UNHEARD)
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "intima", "worker", "--loglevel", "WARNING"]
    with (folder / "log").open("ab") as log:
        worker = subprocess.Popen(command, cwd=ROOT, env=site.environment, stdout=log, stderr=log)
    try:
        unheard = "celery.worker.consumer.consumer"
        wait_until(lambda: [line for line in lines(folder) if line["logger"] == unheard], 30, "line of the worker")
    finally:
        worker.terminate()
        worker.wait(timeout=30)


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("deployed")


@pytest.fixture(scope="module")
def site(var: Path) -> Iterator[Deployed]:
    access_log = {"GRANIAN_LOG_ACCESS_ENABLED": "1"}  # which the command keeps off
    with (var / "log").open("ab") as log, deployed(var, "", printed=log, **access_log) as it:
        yield it


def test_its_cookies_and_headers_are_those_of_https(site: Deployed) -> None:
    status, headers = ask(site, "GET", "/accounts/login/")
    assert status == 200
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert re.fullmatch(r"__Host-csrf=\w+; .*HttpOnly; .*Path=/; SameSite=Lax; Secure", headers["Set-Cookie"])
    assert "Domain" not in headers["Set-Cookie"]
    status, headers = ask(site, "GET", "/help/", **{"X-Forwarded-Proto": "http"})
    assert (status, headers["Location"]) == (301, "https://localhost/help/")


def test_a_body_that_is_too_much_is_refused_by_its_length_alone(site: Deployed) -> None:
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as link:
        link.sendall(b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Proto: https\r\n")
        link.sendall(b"Content-Length: 1000001\r\n\r\n")  # and none of it
        assert link.recv(100).startswith(b"HTTP/1.1 413 ")


def test_requests_that_are_never_sent_whole_keep_nobody_waiting(site: Deployed) -> None:
    slow = [socket.create_connection(("127.0.0.1", site.port)) for _client in range(40)]
    for link in slow:
        link.sendall(b"GET /help/ HTTP/1.1\r\nHost: localhost\r\nX-Forw")
    assert ask(site, "GET", "/help/")[0] == 200
    for link in slow:
        link.close()


def test_it_writes_down_nothing_that_was_sent_to_it(site: Deployed, var: Path) -> None:
    with sqlite3.connect(var / "intima.sqlite3") as database:
        database.execute(BREAKS)
    assert sent(site) == [302, 403, 404, 405, 400, 400, 403, 400, 500]
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as raw:
        raw.sendall(f"GET {MARK} {MARK}\r\n\r\n".encode())
        raw.recv(100)
    worker_hears(site, var)
    assert MARK not in (var / "log").read_text()
    [broken] = [line for line in lines(var) if line.get("status") == 500]
    assert broken["view"] == "account_login"
    assert broken["raised"][0]["type"] == "django.db.utils.IntegrityError"
    assert any(place.startswith("intima/accounts/") for place in broken["raised"][0]["through"])
