"""A server that takes commands in groups: the same letters end as they do one command at a time."""

import socket
import threading

import pytest

from intima.mail.models import Letter, State
from intima.mail.transports import Envelope, Refused, Smtp
from intima.mail.transports.smtp import Server
from tests.cast import EVENING
from tests.mail.conftest import minutes
from tests.mail.office import HANG_UP, PostOffice
from tests.mail.test_deliver import Posting, Ringing, state


@pytest.fixture
def office(office: PostOffice) -> PostOffice:
    office.together = True
    return office


def readers(post: Posting, number: int) -> list[Letter]:
    return [post(f"reader{index}@example.org", due_at=EVENING - minutes(60 - index)) for index in range(number)]


def test_many_go_over_one_connection_each_with_its_own_words(post: Posting, ring: Ringing, office: PostOffice) -> None:
    readers(post, 25)
    ring()
    assert [to for to, _raw in office.taken] == [f"reader{index}@example.org" for index in range(25)]
    assert [letter["To"] for letter in office.letters()] == [to for to, _raw in office.taken]
    assert office.connections == 1


@pytest.mark.parametrize(
    ("step", "reply", "expected"),
    [
        ("MAIL", "451 Later", (State.WAITING, "451 at MAIL")),
        ("RCPT", "450 Busy", (State.WAITING, "450 at RCPT")),
        ("RCPT", "550 No such person", (State.REFUSED, "550 at RCPT")),
        ("message", "554 Not liked", (State.REFUSED, "554 at message")),
        ("message", "452 Full", (State.WAITING, "452 at message")),
    ],
)
def test_what_the_server_says_of_one_is_told_of_that_one_alone(
    step: str, reply: str, expected: tuple[str, str], post: Posting, ring: Ringing, office: PostOffice
) -> None:
    before, one, after = readers(post, 3)
    seen: list[str] = []

    def answer(address: str) -> str | None:
        seen.append(address)
        return reply if len(seen) == 2 else None

    office.answers[step] = answer
    ring()
    assert state(one) == expected
    assert state(before) == state(after) == (State.SENT, "")
    assert [to for to, _raw in office.taken] == ["reader0@example.org", "reader2@example.org"]


@pytest.mark.parametrize(
    ("step", "ends"),
    [
        ("message", [State.SENT, State.UNKNOWN, State.WAITING]),
        ("RCPT", [State.SENT, State.WAITING, State.WAITING]),
    ],
)
def test_when_the_line_breaks_only_the_one_whose_message_was_begun_is_unknown(
    step: str, ends: list[str], post: Posting, ring: Ringing, office: PostOffice
) -> None:
    letters = readers(post, 3)
    office.answers[step] = lambda address: HANG_UP if address == "reader1@example.org" else None
    ring()
    assert [state(letter)[0] for letter in letters] == ends
    office.answers.clear()
    ring(EVENING + minutes(1))
    assert [state(letter)[0] for letter in letters[1:]] == [ends[1].replace("waiting", "sent"), State.SENT]
    assert len(office.taken) == len({to for to, _raw in office.taken}) == 3


def test_a_server_that_waits_for_the_message_of_nobody_gets_an_empty_one() -> None:
    heard: list[bytes] = []
    replies = [b"250 OK\r\n", b"550 No\r\n", b"354 Go on\r\n", b"554 For nobody\r\n", b"250 OK\r\n"]

    def serve(listening: socket.socket) -> None:
        line, _address = listening.accept()
        with line, line.makefile("rb") as lines:
            line.sendall(b"220 Hello\r\n")
            lines.readline()
            line.sendall(b"250-Hello\r\n250 PIPELINING\r\n")
            for reply in replies:
                heard.append(lines.readline().strip())
                line.sendall(reply)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, args=(listening,))
        thread.start()
        worker = Smtp(Server("smtp", "127.0.0.1", listening.getsockname()[1]))
        with pytest.raises(Refused, match="550 at RCPT"):
            worker.send(b"Hello\r\n", Envelope("a@example.org", "b@example.org"))
        thread.join()
        worker.close()
    assert heard == [b"MAIL FROM:<a@example.org>", b"RCPT TO:<b@example.org>", b"DATA", b".", b"rset"]


def test_a_letter_whose_turn_does_not_come_leaves_no_half_begun_message(office: PostOffice) -> None:
    worker = Smtp(Server("smtp", "127.0.0.1", office.port))
    first, second, third = (Envelope("a@example.org", f"{name}@example.org") for name in ("ada", "ben", "cleo"))
    worker.send(b"One\r\n", first, then=second)
    worker.send(b"Three\r\n", third)
    worker.close()
    assert [(to, raw) for to, raw in office.taken] == [
        ("ada@example.org", b"One\r\n"),
        ("cleo@example.org", b"Three\r\n"),
    ]
    assert office.connections == 2
