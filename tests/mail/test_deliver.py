"""Delivery to a real SMTP server that answers, refuses, asks to wait, and hangs up."""

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest

from intima.mail import account, delivery, kinds, outbox, walk
from intima.mail.models import Letter, State
from intima.mail.transports import Smtp, smtp
from intima.mail.transports.smtp import parse
from tests.cast import EVENING
from tests.mail.conftest import NOTE, minutes
from tests.mail.office import HANG_UP, PostOffice

Posting, Ringing = Callable[..., Letter], Callable[..., None]


def state(letter: Letter) -> tuple[str, str]:
    letter.refresh_from_db()
    return letter.state, letter.reason


def test_a_letter_arrives_and_is_sent(post: Posting, ring: Ringing, office: PostOffice) -> None:
    letter = post()
    ring()
    assert state(letter) == (State.SENT, "")
    [arrived] = office.letters()
    assert office.taken[0][0] == "ada@example.org"
    assert arrived["Message-ID"] == letter.message_id
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["X-Auto-Response-Suppress"] == "All"
    assert arrived["From"] == "Notes <notes@example.org>"
    assert arrived["Date"].datetime == EVENING
    assert arrived.get_content() == "Hello.\r\n"
    ring()
    assert len(office.taken) == 1


def test_many_go_over_one_connection_account_mail_first(post: Posting, ring: Ringing, office: PostOffice) -> None:
    for number in range(25):
        post(f"reader{number}@example.org")
    post("waiting@example.org", kind=account.KIND)
    ring()
    ring(EVENING + minutes(1))
    assert len(office.taken) == 26
    assert office.taken[0][0] == "waiting@example.org"
    assert office.connections == 1


@pytest.mark.parametrize(
    ("step", "reply", "expected", "reason"),
    [
        ("RCPT", "450 Busy", State.WAITING, "450 at RCPT"),
        ("RCPT", "421 Closing", State.WAITING, "421 at RCPT"),
        ("MAIL", "451 Later", State.WAITING, "451 at MAIL"),
        ("message", "452 Full", State.WAITING, "452 at message"),
        ("RCPT", "550 No such person", State.REFUSED, "550 at RCPT"),
        ("message", "554 Not liked", State.REFUSED, "554 at message"),
        ("MAIL", HANG_UP, State.WAITING, "the connection broke before DATA"),
        ("RCPT", HANG_UP, State.WAITING, "the connection broke before DATA"),
        ("message", HANG_UP, State.UNKNOWN, "the connection broke after DATA"),
    ],
)
def test_what_the_server_says_decides(
    step: str, reply: str, expected: str, reason: str, post: Posting, ring: Ringing, office: PostOffice
) -> None:
    office.answers[step] = lambda address: reply
    letter = post()
    ring()
    assert state(letter) == (expected, reason)
    assert letter.attempt == 1
    del office.answers[step]
    ring(EVENING + minutes(10))
    arrived = sum(to == "ada@example.org" for to, _raw in office.taken)
    assert state(letter)[0] == (State.SENT if expected == State.WAITING else expected)
    # The one that hung up after DATA had taken it: sent again it would have come twice.
    assert arrived == (0 if expected == State.REFUSED else 1)


def test_one_refusal_does_not_hold_up_the_others(post: Posting, ring: Ringing, office: PostOffice) -> None:
    office.answers["RCPT"] = lambda address: "550 Unknown" if address.startswith("ben") else None
    for name in ("ada", "ben", "cleo"):
        post(f"{name}@example.org")
    ring()
    assert sorted(to for to, _raw in office.taken) == ["ada@example.org", "cleo@example.org"]


def test_when_the_line_breaks_the_rest_waits_untouched(post: Posting, ring: Ringing, office: PostOffice) -> None:
    first = post("ada@example.org", due_at=EVENING - minutes(1))
    rest = [post(f"reader{number}@example.org") for number in range(15)]
    office.answers["message"] = lambda address: HANG_UP
    ring()
    assert state(first)[0] == State.UNKNOWN
    assert all(state(letter) == (State.WAITING, "") and letter.attempt == 0 for letter in rest)
    office.answers.clear()
    ring(EVENING + timedelta(seconds=1))
    assert all(state(letter)[0] == State.SENT for letter in rest)


def test_while_no_server_answers_letters_wait_unclaimed(post: Posting, office: PostOffice) -> None:
    letter = post()
    office.close()
    delivery.ring(Smtp(parse(office.url)), now=lambda: EVENING)
    assert state(letter) == (State.WAITING, "")
    office.open()
    delivery.ring(Smtp(parse(office.url)), now=lambda: EVENING)
    assert state(letter)[0] == State.SENT


def test_a_server_that_went_and_came_back_is_found_again(post: Posting, ring: Ringing, office: PostOffice) -> None:
    post()
    ring()
    office.close()
    office.open()
    second = post("ben@example.org")
    ring()
    assert state(second)[0] == State.SENT


def test_an_unwanted_letter_is_dropped_with_the_reason(post: Posting, ring: Ringing, office: PostOffice) -> None:
    letter = post("unwanted@example.org")
    ring()
    assert state(letter) == (State.DROPPED, "nobody wants it")
    assert office.taken == []


def test_a_letter_more_than_three_hours_late_is_dropped(post: Posting, ring: Ringing, office: PostOffice) -> None:
    late, in_time = post(due_at=EVENING - minutes(181)), post(due_at=EVENING - minutes(179))
    ring()
    assert state(late) == (State.DROPPED, "too late")
    assert state(in_time)[0] == State.SENT


def test_one_that_cannot_be_written_waits_and_stops_nobody(post: Posting, ring: Ringing, office: PostOffice) -> None:
    broken, whole = post("broken@example.org", due_at=EVENING - minutes(1)), post()
    ring()
    assert state(broken) == (State.WAITING, "cannot be written (KeyError)")
    assert state(whole)[0] == State.SENT
    ring(EVENING + minutes(200))
    assert state(broken)[0] == State.DROPPED


def test_when_one_kind_cannot_gather_its_letters_wait_and_the_others_go(
    post: Posting, ring: Ringing, office: PostOffice
) -> None:
    def gather(letters: Sequence[Letter], at: datetime) -> dict[uuid.UUID, object]:
        raise KeyError(letters[0].payload)

    whole = kinds.get(NOTE)
    kinds.register(NOTE, still_wanted=whole.still_wanted, fill=whole.fill, gather=gather)
    waits, code = post(due_at=EVENING - minutes(1)), post(kind=account.KIND)
    ring()
    assert state(code)[0] == State.SENT
    assert state(waits) == (State.WAITING, "cannot be written (KeyError)")
    kinds.register(NOTE, still_wanted=whole.still_wanted, fill=whole.fill)
    ring(EVENING + minutes(1))
    assert state(waits)[0] == State.SENT


def test_an_address_that_cannot_be_written_is_refused(post: Posting, ring: Ringing, office: PostOffice) -> None:
    letter = post("ada@example.org> SIZE=9")
    ring()
    assert state(letter) == (State.REFUSED, "the address cannot be written")
    assert office.taken == []


def refuse_three(post: Posting, ring: Ringing, office: PostOffice) -> None:
    office.answers["RCPT"] = lambda address: "550 No such person"
    for day in range(3):
        post(key=f"day {day}")
        ring()
    office.answers.clear()


def test_three_refusals_in_a_row_pause_an_address(post: Posting, ring: Ringing, office: PostOffice) -> None:
    refuse_three(post, ring, office)
    assert outbox.is_paused("ada@example.org")
    assert not outbox.is_paused("ben@example.org")
    letter = post(key="the fourth")
    ring()
    assert state(letter) == (State.DROPPED, "letters to this address rest")
    assert office.taken == []


def test_a_server_that_dislikes_what_it_reads_says_nothing_of_the_address(
    post: Posting, ring: Ringing, office: PostOffice
) -> None:
    office.answers["message"] = lambda address: "554 Not liked"
    for day in range(3):
        post(key=f"day {day}")
        ring()
    assert not outbox.is_paused("ada@example.org")
    office.answers.clear()
    letter = post(key="the fourth")
    ring()
    assert state(letter)[0] == State.SENT


def test_account_mail_is_still_tried_and_when_it_arrives_the_pause_is_over(
    post: Posting, ring: Ringing, office: PostOffice
) -> None:
    refuse_three(post, ring, office)
    code = post(kind=account.KIND)
    ring()
    assert state(code)[0] == State.SENT
    assert not outbox.is_paused("ada@example.org")


def test_two_refusals_and_then_one_that_arrives_is_no_row(post: Posting, ring: Ringing, office: PostOffice) -> None:
    for refused in (True, True, False, True, True):
        office.answers["RCPT"] = lambda address, refused=refused: "550 No" if refused else None  # type: ignore[misc]
        post()
        ring()
    assert not outbox.is_paused("ada@example.org")


def test_a_paused_address_is_tried_again_when_its_owner_asks(post: Posting, ring: Ringing, office: PostOffice) -> None:
    refuse_three(post, ring, office)
    outbox.try_again("ada@example.org", at=EVENING)
    letter = post(key="again")
    ring()
    assert state(letter)[0] == State.SENT


def test_nothing_of_a_letter_reaches_the_log(
    post: Posting, ring: Ringing, office: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    office.answers["message"] = lambda address: HANG_UP
    post(kind=account.KIND)
    post("broken@example.org")
    ring()
    ring(EVENING + minutes(1))
    logged = "\n".join(
        record.getMessage() for record in caplog.records if record.name != "mail.log"
    )  # the server's own
    assert "may have arrived" in logged
    assert "cannot be written" in logged
    for word in ("ada@example.org", "broken@example.org", "123456", "Your code"):
        assert word not in logged


def test_what_a_dead_worker_held_comes_back_while_another_is_busy(post: Posting, office: PostOffice) -> None:
    held = post("ada@example.org", due_at=EVENING - minutes(5))
    assert walk.claim(at=EVENING - walk.LEASE + timedelta(seconds=1), limit=500) == [held]
    at = [EVENING]
    office.answers["message"] = lambda address: at.append(EVENING + timedelta(seconds=2))  # type: ignore[func-returns-value]
    post("ben@example.org")
    worker = Smtp(parse(office.url))
    delivery.ring(worker, now=lambda: at[-1])
    worker.close()
    assert state(held)[0] == State.SENT


def test_a_lease_outlasts_the_slowest_group_and_is_found_over_within_two_minutes() -> None:
    slowest = timedelta(seconds=3 * smtp.STEP_SECONDS + smtp.TAKE_SECONDS)  # the reply to each command, to the message
    assert delivery.GROUP_TIME + slowest < walk.LEASE
    assert minutes(2) > walk.LEASE + delivery.BATCH_TIME


def test_a_ring_with_nothing_due_asks_two_short_questions(
    ring: Ringing, db: None, django_assert_num_queries: Callable[..., object]
) -> None:
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        ring()
