"""Whatever is asked of any door, in any words, by anybody: never a 5xx, and never a word that is somebody else's."""

import uuid
from typing import Any, NamedTuple

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from exercises.rituals.actions import slips
from intima.kit import clock
from reflections.checkins import actions as checkins
from tests.journal import acts as journal
from tests.table import DOORS
from tests.world import ROLES, Door, World

pytestmark = [pytest.mark.tables, pytest.mark.django_db]

HEADERS = {
    "HX-Request": ["true", "false", "\x7f"],
    "HX-Boosted": ["true"],
    "HX-Target": ["breath", "clock", "#", "no such"],
    "HX-Trigger": ["saved", "none"],
    "HX-Current-URL": ["http://localhost/today/", "//evil.example", "http://[", "javascript:1"],
    "HX-History-Restore-Request": ["true"],
    "Accept": ["application/json", "text/html", "*/*;q=nan", ""],
    "Accept-Language": ["es", "xx-", "*", "a" * 600],
    "If-None-Match": ["*", '"x"', "x"],
    "If-Modified-Since": ["yesterday", "Thu, 12 Mar 2026 20:30:00 GMT"],
    "Range": ["bytes=0-", "bytes=9-1", "lines=x"],
    "Referer": ["http://localhost/journal/", "http://[", "\\\\evil"],
    "User-Agent": ["", "Mozilla/5.0 (iPhone"],
    "X-Forwarded-For": ["1.2.3.4, x", "::1", ","],
    "Cookie": ["language=xx", "csrf=; known=a.b.c:d", "session=" + "z" * 40],
}
NAMES = [
    "page",
    "next",
    "seen",
    "whole",
    "change",
    "draft",
    "prompt",
    "for",
    "from",
    "month",
    "way",
    "q",
    "alone",
    "item",
]
TEXT = st.text(max_size=40) | st.sampled_from(["", "0", "-1", "1e9", "9" * 40, "NaN", "2026-13", "\u202e", "<b>", "on"])
SLUG = st.from_regex(r"[-a-zA-Z0-9_]{1,30}", fullmatch=True)
NUMBER = st.integers(min_value=0) | st.just(10**30)
# How a body is said to be written; "" is as the page's own form does it.
KINDS = [
    *[""] * 6,
    "application/json",
    "text/plain",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "application/x-www-form-urlencoded; charset=utf-7",
]
MARK = "quincemarmalade"


class Asked(NamedTuple):
    """One request: by whom, at which door, how."""

    role: str
    door: Door
    method: str
    address: str
    query: dict[str, str]
    headers: dict[str, str]
    kind: str
    body: dict[str, Any] | bytes


@st.composite
def requests(draw: st.DrawFn, here: World, kept: list[uuid.UUID]) -> Asked:
    """Any request at all; its ids are those of the door, made up, or of what the author keeps."""
    role, door = draw(st.sampled_from(ROLES)), draw(st.sampled_from(DOORS))
    args = {}
    for name, value in door.args(here).items():
        other = SLUG
        if isinstance(value, uuid.UUID):
            other = st.uuids() | st.sampled_from(kept)
        elif isinstance(value, int):
            other = NUMBER
        args[name] = draw(st.just(value) | other)
    honest, kind = door.data(here), draw(st.sampled_from(KINDS))
    changed = st.dictionaries(st.sampled_from([*honest, "next", "way", "key", "then"]), TEXT, max_size=3)
    chosen = draw(st.lists(st.sampled_from(sorted(HEADERS)), max_size=3, unique=True))
    return Asked(
        role,
        door,
        draw(st.sampled_from(["get", "get", "post", "post", "head", "put"])),
        reverse(door.url, kwargs=args),
        draw(st.dictionaries(st.sampled_from(NAMES), TEXT, max_size=3)),
        {name: draw(st.sampled_from(HEADERS[name])) for name in chosen},
        kind,
        draw(st.binary(max_size=60)) if kind else honest | draw(changed),
    )


def plant(here: World) -> list[uuid.UUID]:
    """Words that the author shares with nobody; the ids of what holds them."""
    at = clock.now()
    entry = journal.keep(here.author, MARK)
    slip = slips.keep(author=here.author, kind="thanks", key=uuid.uuid4(), text=MARK, more=MARK, at=at)
    day = checkins.keep(person=here.author, at=at, closeness=6, line=MARK)
    return [entry.pk, slip, day.pk]


def answer_to(asked: Asked, here: World) -> Any:
    cache.clear()  # what is counted are tries, not what the doors answer
    browser = Client(headers={"host": "localhost"}, raise_request_exception=False)
    if person := here.who(asked.role):
        browser.force_login(person)
    more: dict[str, Any] = {"query_params": asked.query, "headers": asked.headers}
    with transaction.atomic():
        if isinstance(asked.body, bytes):
            answer = browser.generic(asked.method.upper(), asked.address, asked.body, asked.kind, **more)
        else:
            posted = {"data": asked.body} if asked.method == "post" else {}
            answer = getattr(browser, asked.method)(asked.address, **posted, **more)
        transaction.set_rollback(True)
    return answer


# 500 requests each: one part always, and 40 more, each of its own beginning, in `make proofs`.
@pytest.mark.parametrize("part", [0, *(pytest.param(part, marks=pytest.mark.long) for part in range(1, 41))])
def test_no_request_breaks_a_door_or_gets_anothers_words(part: int, here: World) -> None:
    kept = plant(here)

    @seed(part)
    @settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
    @given(requests(here, kept))
    def ask(asked: Asked) -> None:
        answer = answer_to(asked, here)
        assert answer.status_code < 500
        assert asked.role == "author" or MARK not in answer.content.decode(errors="replace")

    ask()
