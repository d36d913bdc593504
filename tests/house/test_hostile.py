"""Every form of the URL map, posted what no kind person would send: clear answers, typed words kept, never a 500."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from tests import world
from tests.table import DOORS
from tests.world import Door

pytestmark = [pytest.mark.tables, pytest.mark.django_db]

FORM = "application/x-www-form-urlencoded"
TYPED = {
    "bidi marks": "\u202eevil\u202c \u2066\u2069 \u200f",
    "header breaks": "Hello\r\nBcc: ben@example.org\r\n\r\nbody",
    "markup": "<script>alert(1)</script>{{ 7|add:7 }}{% debug %}",
    "emoji and joiners": "👩‍❤️‍👨\u200d\ufeff",
    "very long": "a long evening " * 20_000,
    "numbers": "-99999999999999999999999999",
    "not a number": "NaN",
    "a zone that is none": "Mars/Olympus_Mons",
    "a path": "../../etc/passwd",
    "unicode digits": "١٢:٣٠",
    "nothing": "",
}


def post(client: Client, door: Door, here: world.World, body: bytes) -> Any:
    with transaction.atomic():
        answer = client.post(reverse(door.url, kwargs=door.args(here)), body, content_type=FORM)
        transaction.set_rollback(True)
    return answer


@pytest.fixture
def author(client_of: Callable[..., Client]) -> Callable[[], Client]:
    return lambda: client_of("author", raise_request_exception=False)


FORMS = [door for door in DOORS if door.post not in (None, 405)]


@pytest.mark.parametrize("door", FORMS, ids=lambda door: door.url)
def test_what_no_form_can_send_is_refused_plainly(door: Door, here: world.World, author: Callable[[], Client]) -> None:
    honest = urlencode(door.data(here), doseq=True).encode()
    for name, raw, status in [
        ("NUL", b"text=a%00b", 400),
        ("a raw NUL", b"text=a\x00b", 400),
        ("a lone surrogate", b"text=%ED%A0%80", 400),
        ("broken UTF-8", b"text=%C3%28", 400),
        ("over 1 MB", b"text=" + b"a" * 1_000_001, 413),
    ]:
        assert post(author(), door, here, honest + b"&" + raw).status_code == status, name


@pytest.mark.parametrize("door", FORMS, ids=lambda door: door.url)
def test_whatever_is_typed_gets_an_answer_and_is_kept(
    door: Door, here: world.World, author: Callable[[], Client]
) -> None:
    honest = door.data(here)
    wrong = []
    for field in honest:
        for name, text in TYPED.items():
            answer = post(author(), door, here, urlencode({**honest, field: text}, doseq=True).encode())
            if answer.status_code >= 500:
                wrong.append(f"{field} with {name}: {answer.status_code}")
            if answer.status_code == 200 and "errorlist" in answer.content.decode():
                wrong.append(f"{field} with {name}: an error, yet 200")
            if answer.status_code == 422:
                wrong += [
                    f"{field} with {name}: {lost} was lost" for lost in lost_words(answer, {**honest, field: text})
                ]
    assert not wrong, "\n".join(wrong)


def lost_words(answer: Any, posted: dict[str, Any]) -> list[str]:
    """The fields whose typed words a 422 page does not hold any more. Choices and tokens are no words."""
    body = answer.content.decode().replace("\r\n", "\n")
    form = answer.context and answer.context.get("form")
    if not form:
        return []
    typed = [
        name
        for name, field in form.fields.items()
        if getattr(field.widget, "input_type", "textarea") in TEXTUAL and name in posted
    ]
    return [name for name in typed if escape(str(posted[name]).replace("\r\n", "\n")) not in body]


TEXTUAL = {"text", "email", "search", "textarea"}
