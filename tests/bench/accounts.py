"""Whether the time of an answer tells a known address from an unknown one, or a spent link from a made-up one."""

import http.client
import json
import re
import secrets
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from tests.bench.deployed import PROXY, Deployed, deployed
from tests.bench.measured import Measured

ROUNDS = 41  # of both in turn, so that a machine that is busy for a while is so for both
REACH = 1.1  # the slower of the two medians over the quicker
KNOWN = "from tests.bench.accounts import people; people({count})"
SPENT = "from tests.bench.accounts import spent; spent()"
PASSWORD = "lamplight by the window"
# What is asked -> the address of its form, and what it posts beside the email address.
ASKED = {
    "a wrong password": ("/accounts/login/password/", "login", {"password": "not the password"}),
    "a code": ("/accounts/login/", "login", {}),
    "signing up": ("/accounts/signup/", "email", {}),
    "a reset": ("/accounts/password/reset/", "email", {}),
}


def people(count: int) -> None:
    """So many people with a password, in the database of the settings."""
    import django

    django.setup()
    from django.contrib.auth.hashers import make_password

    from tests import cast

    secret = make_password(PASSWORD)
    for number in range(count):
        cast.person(f"known{number:03}", password=secret)


def spent() -> None:
    """Print the secrets of links by which those people once invited somebody, and which they withdrew."""
    import django

    django.setup()
    from intima.accounts.models import Person
    from intima.kit import clock
    from reflections.spaces import actions

    tokens = []
    for person in Person.objects.filter(email__startswith="known"):
        tokens.append(actions.invite(by=person, at=clock.now()).token)
        actions.withdraw(by=person)
    print(json.dumps(tokens))


class Visitor:
    """Somebody signed out, at a network address of their own, whom no count of tries holds up."""

    def __init__(self, site: Deployed, number: int) -> None:
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        self.link = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
        self.headers = {**PROXY, "X-Forwarded-For": address, "Referer": "https://localhost/"}

    def get(self, path: str) -> str:
        self.link.request("GET", path, headers=self.headers)
        answer = self.link.getresponse()
        if cookies := [each.partition(";")[0] for each in answer.headers.get_all("Set-Cookie") or []]:
            self.headers["Cookie"] = "; ".join(cookies)
        return answer.read().decode()

    def post(self, path: str, fields: dict[str, str]) -> float:
        """How many seconds its answer takes."""
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(path))
        assert found, path
        body = urlencode({**fields, "csrfmiddlewaretoken": found[1]})
        begun = time.perf_counter()
        self.link.request("POST", path, body, {**self.headers, "Content-Type": "application/x-www-form-urlencoded"})
        answer = self.link.getresponse()
        answer.read()
        took = time.perf_counter() - begun
        if answer.status not in {302, 422}:
            raise SystemExit(f"{path} answers {answer.status}.")
        return took


def measure() -> Iterator[Measured]:
    with tempfile.TemporaryDirectory() as var, deployed(Path(var), "") as site:
        site.run("-c", KNOWN.format(count=ROUNDS))
        number = 0
        for name, (path, field, more) in ASKED.items():
            took: dict[str, list[float]] = {"known": [], "nobody": []}
            for turn in range(ROUNDS):
                for whose, times in took.items():
                    number += 1
                    address = f"{'known' if whose == 'known' else 'other'}{turn:03}@example.org"
                    times.append(Visitor(site, number).post(path, {field: address, **more}))
            yield told_apart(f"{name}, known address beside unknown", took["known"], took["nobody"])
        yield _links(site, number)


def _links(site: Deployed, number: int) -> Measured:
    """How long links of invitations take, spent ones and made-up ones in turn; visitors are numbered from `number`."""
    tokens = json.loads(site.run("-c", SPENT))
    times: tuple[list[float], list[float]] = ([], [])
    for token in tokens:
        for took, secret in zip(times, (token, secrets.token_urlsafe(len(token) * 3 // 4)), strict=True):
            visitor, number = Visitor(site, number), number + 1
            begun = time.perf_counter()
            visitor.get(f"/us/come/{secret}/")
            took.append(time.perf_counter() - begun)
    return told_apart("an invitation's link, spent beside made up", *times)


def told_apart(name: str, known: list[float], nobody: list[float]) -> Measured:
    """How much longer the slower of the two takes, from seconds."""
    slower, quicker = sorted((statistics.median(known) * 1000, statistics.median(nobody) * 1000), reverse=True)
    return Measured(name, slower, "ms", quicker, REACH, most=True)
