"""Until a sealed exercise opens, every page of one is the same byte for byte, whatever the other did."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from intima.accounts.models import Person
from reflections.journal.actions import exchanges
from reflections.journal.models import Exchange
from reflections.spaces.models import Space
from tests.cast import EVENING
from tests.practices import acts

Browser = Callable[[Person | None], Client]
TOKEN = re.compile(rb"[A-Za-z0-9]{64}")


def begin(exchange: Exchange, ada: Person) -> None:
    acts.done(ada, exchange.exercise)


def hand_in(exchange: Exchange, ada: Person) -> None:
    acts.hand_in(exchange, ada, confirmed=False)


def confirm(exchange: Exchange, ada: Person) -> None:
    acts.hand_in(exchange, ada)


def withdraw(exchange: Exchange, ada: Person) -> None:
    confirm(exchange, ada)
    exchanges.withdraw(author=ada, pk=exchange.pk, at=EVENING)


def set_aside(exchange: Exchange, ada: Person) -> None:
    confirm(exchange, ada)
    exchanges.set_aside(author=ada, pk=exchange.pk, at=EVENING)


def put_again(exchange: Exchange, ada: Person) -> None:
    confirm(exchange, ada)
    assert acts.put(ada).pk == exchange.pk


def pages(browser: Client, exchange: Exchange) -> dict[str, tuple[int, bytes]]:
    """Every page of Ben's on which the exercise could show, and what htmx is given of it."""
    one = f"/journal/together/{exchange.pk}/"
    opened, its = f"/practice/together/{exchange.pk}/", f"/practice/{exchange.exercise}/"
    found = {}
    for url in ("/today/", "/us/", "/journal/together/", one, f"{one}confirm/", opened, its, "/practice/"):
        for headers in ({}, {"HX-Request": "true"}):
            answer = browser.get(url, headers=headers)
            found[f"{url} {headers}"] = (answer.status_code, TOKEN.sub(b"", answer.content))
    return found


@pytest.mark.parametrize("ben_has", ["nothing", "handed in"])
@pytest.mark.parametrize("deed", [begin, hand_in, confirm, withdraw, set_aside, put_again])
def test_bens_pages_are_the_same_bytes_whatever_ada_did(
    deed: Callable[[Exchange, Person], None],
    ben_has: str,
    ada: Person,
    ben: Person,
    space: Space,
    browser_of: Browser,
) -> None:
    with time_machine.travel(EVENING, tick=False):
        exchange, browser = acts.put(ada), browser_of(ben)
        if ben_has == "handed in":
            acts.hand_in(exchange, ben, confirmed=False)
        before = pages(browser, exchange)
        deed(exchange, ada)
        assert pages(browser, exchange) == before


@pytest.mark.parametrize("deed", [begin, hand_in, withdraw, set_aside])
def test_the_same_holds_once_ben_has_confirmed(
    deed: Callable[[Exchange, Person], None], ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    """Every deed of hers in here leaves her without a confirmed part, so nothing opens."""
    with time_machine.travel(EVENING, tick=False):
        exchange, browser = acts.put(ada), browser_of(ben)
        acts.hand_in(exchange, ben, confirmed=False)
        found = []
        for hers in (None, deed):
            undo = transaction.savepoint()
            if hers:
                hers(exchange, ada)
            exchanges.confirm(author=ben, pk=exchange.pk, revision=1, at=EVENING)
            found.append(pages(browser, exchange))
            transaction.savepoint_rollback(undo)
        assert found[0] == found[1]
        assert "If both of you do, the two answers open here" in str(found[0])


def test_ben_sees_the_name_of_the_exercise_and_who_asked(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    with time_machine.travel(EVENING, tick=False):
        exchange = acts.put(ada)
        page = browser_of(ben).get(f"/journal/together/{exchange.pk}/").content.decode()
        assert "Signal gap" in page
        assert "<bdi>Ada</bdi> put this to both of you." in page
        assert "Signal gap" in browser_of(ben).get("/us/").content.decode()


@pytest.mark.parametrize("hers", ["nothing", "handed in", "confirmed"])
def test_after_seven_days_it_closes_with_the_same_words(
    hers: str, ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    with time_machine.travel(EVENING, tick=False):
        exchange = acts.put(ada)
        if hers != "nothing":
            acts.hand_in(exchange, ada, confirmed=hers == "confirmed")
    with time_machine.travel(EVENING + timedelta(days=7), tick=False):
        page = browser_of(ben).get(f"/journal/together/{exchange.pk}/").content.decode()
        assert "Questions close by themselves after seven days, or when a space ends; nothing was opened." in page
        assert "Ask me once." not in page
        assert browser_of(ben).get(f"/practice/together/{exchange.pk}/").status_code == 404
