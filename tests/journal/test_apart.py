"""Until an exchange opens, every page that one of the two sees is the same byte for byte, whatever the other did."""

import re
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from intima.accounts.models import Person
from reflections.journal.actions import exchanges as actions
from reflections.journal.models import Exchange
from reflections.spaces.models import Space
from tests.cast import EVENING
from tests.journal import acts

Browser = Callable[[Person | None], Client]
TOKEN = re.compile(rb"[A-Za-z0-9]{64}")
KEY = re.compile(rb'name="key" value="[0-9a-f-]{36}"')  # made anew for each page on which something may be begun

pytestmark = [pytest.mark.tables, pytest.mark.django_db]


def nothing(exchange: Exchange, ada: Person) -> None:
    pass


def write(exchange: Exchange, ada: Person) -> None:
    acts.answer(exchange, ada, "Sit near me.", confirmed=False)


def confirm(exchange: Exchange, ada: Person) -> None:
    acts.answer(exchange, ada, "Sit near me.")


def withdraw(exchange: Exchange, ada: Person) -> None:
    confirm(exchange, ada)
    actions.withdraw(author=ada, pk=exchange.pk, at=EVENING)


def set_aside(exchange: Exchange, ada: Person) -> None:
    actions.set_aside(author=ada, pk=exchange.pk, at=EVENING)


def set_aside_confirmed(exchange: Exchange, ada: Person) -> None:
    confirm(exchange, ada)
    set_aside(exchange, ada)


def propose_again(exchange: Exchange, ada: Person) -> None:
    confirm(exchange, ada)
    assert acts.propose(ada, at=EVENING).pk == exchange.pk


def take_everything_back(exchange: Exchange, ada: Person) -> None:
    from reflections.journal.actions import sharing

    confirm(exchange, ada)
    sharing.take_everything_back(tie=acts.tie(ada), at=EVENING)


DEEDS = [write, confirm, withdraw, set_aside, set_aside_confirmed, propose_again, take_everything_back]


def pages(browser: Client, exchange: Exchange) -> dict[str, tuple[int, bytes]]:
    """Every page of Ben's on which the exchange could show, and what htmx is given of it."""
    one = f"/journal/together/{exchange.pk}/"
    urls = ["/journal/", "/journal/?from=partner", "/journal/together/", one, f"{one}confirm/", "/today/", "/us/"]
    found = {}
    for url in urls:
        for headers in ({}, {"HX-Request": "true"}):
            answer = browser.get(url, headers=headers)
            found[f"{url} {headers}"] = (answer.status_code, KEY.sub(b"", TOKEN.sub(b"", answer.content)))
    return found


@pytest.mark.parametrize("ben_has", ["nothing", "a draft"])
@pytest.mark.parametrize("deed", DEEDS)
def test_bens_pages_are_the_same_bytes_whatever_ada_did(
    deed: Callable[[Exchange, Person], None],
    ben_has: str,
    ada: Person,
    ben: Person,
    space: Space,
    browser_of: Browser,
) -> None:
    with time_machine.travel(EVENING, tick=False):
        exchange, browser = acts.propose(ada), browser_of(ben)
        if ben_has == "a draft":
            acts.answer(exchange, ben, "Ten minutes.", confirmed=False)
        before = pages(browser, exchange)
        deed(exchange, ada)
        assert pages(browser, exchange) == before


@pytest.mark.parametrize("deed", [write, withdraw, set_aside, set_aside_confirmed, take_everything_back])
def test_the_same_holds_once_ben_has_confirmed(
    deed: Callable[[Exchange, Person], None], ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    """Every deed of hers in here leaves her without a confirmed answer at the moment of his, so nothing opens."""
    with time_machine.travel(EVENING, tick=False):
        one, other = acts.propose(ada), acts.propose(ada, "how-i-protect")
        deed(one, ada)
        browser = browser_of(ben)
        for exchange in (one, other):
            acts.answer(exchange, ben, "Ten minutes.")
        compared = {}
        for exchange in (one, other):
            page = browser.get(f"/journal/together/{exchange.pk}/").content
            page = page.replace(str(exchange.pk).encode(), b"").replace(
                b"What helps you come back after a quarrel?", b""
            )
            compared[exchange.pk] = TOKEN.sub(b"", page.replace(QUESTION.encode(), b""))
        assert compared[one.pk] == compared[other.pk]
        assert b"If both of you do, the two answers open here" in compared[one.pk]


QUESTION = "When it gets tense between you two, do you move in closer or move away?"


def test_what_ben_gets_for_writing_says_nothing_of_ada(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    with time_machine.travel(EVENING, tick=False):
        answers = []
        for prompt, hers in ((acts.PROMPT, nothing), ("how-i-protect", confirm)):
            exchange, browser = acts.propose(ada, prompt), browser_of(ben)
            hers(exchange, ada)
            one = f"/journal/together/{exchange.pk}/"
            got = [
                browser.post(f"{one}draft/", {"text": "Ten min"}),
                browser.post(f"{one}answer/", {"text": "Ten minutes.", "next": "later"}),
                browser.post(f"{one}not-this-one/"),
                browser.post(f"{one}withdraw/"),
            ]
            answers.append(
                [
                    (each.status_code, TOKEN.sub(b"", each.content), each.get("Location", "").replace(one, ""))
                    for each in got
                ]
            )
        assert answers[0] == answers[1]
