"""A letter as bytes: what a mail program reads is what was filled in, and nothing can break out of its header."""

from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intima.mail import mime
from intima.mail.kinds import Filled
from tests.cast import EVENING


def build(**fields: object) -> bytes:
    letter = {"to": "ada@example.org", "sender": "Site <site@example.org>", "subject": "Hello", "text": "Words\n"}
    return mime.build(Filled(**{**letter, **fields}), message_id="<1-2@example.org>", at=EVENING)  # type: ignore[arg-type]


def test_both_parts_arrive_whole() -> None:
    text = "A first line.\n\n.\nA lone full stop above, and a very long line: " + "à votre rythme, " * 40 + "end\n"
    html = "<p>¿Cómo estás? = equals &amp; more</p>\n"
    raw = build(text=text, html=html, subject="Un momento para mañana, " * 8)
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78
    assert b"\n" not in raw.replace(b"\r\n", b"")
    message = message_from_bytes(raw, policy=policy.default)
    assert message["Subject"] == ("Un momento para mañana, " * 8).strip()
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert message.get_body(("plain",)).get_content().replace("\r\n", "\n") == text.rstrip("\n")
    assert message.get_body(("html",)).get_content().replace("\r\n", "\n") == html.rstrip("\n")


@pytest.mark.parametrize(
    "evil", ["Ada\r\nBcc: ben@example.org", "Ada\nX: y", "Ada\rX: y", "Ada\x00\x0b\x0cX", "Ada\u2028X: y"]
)
def test_a_name_cannot_carry_a_line_break_into_mail(evil: str) -> None:
    for field in ({"sender": f'"{evil}" <site@example.org>'}, {"subject": evil}, {"headers": {"X-Note": evil}}):
        message = message_from_bytes(build(**field), policy=policy.compat32)
        assert set(message.keys()) <= {
            *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress"),
            *("MIME-Version", "Content-Type", "Content-Transfer-Encoding", "X-Note"),
        }
        assert message.get_payload(decode=True).strip() == b"Words"


@given(st.text(), st.text(), st.text())
def test_whatever_is_written_the_headers_stay_the_headers(subject: str, text: str, html: str) -> None:
    head, _, _body = build(subject=subject, text=text, html=html).partition(b"\r\n\r\n")
    names = [line.split(b":")[0] for line in head.split(b"\r\n") if not line.startswith((b" ", b"\t"))]
    assert names == [
        *(b"From", b"To", b"Subject", b"Date", b"Message-ID", b"Auto-Submitted", b"X-Auto-Response-Suppress"),
        *([b"MIME-Version", b"Content-Type"] + ([] if html else [b"Content-Transfer-Encoding"])),
    ]


def test_a_header_of_ours_is_not_set_twice() -> None:
    raw = build(headers={"subject": "Another", "to": "ben@example.org", "X-Fine": "yes", "X Bad:": "no"})
    message = message_from_bytes(raw, policy=policy.default)
    assert message.get_all("Subject") == ["Hello"]
    assert message.get_all("To") == ["ada@example.org"]
    assert message["X-Fine"] == "yes"
    assert b"X Bad" not in raw


def test_an_international_domain_is_written_in_ascii() -> None:
    assert mime.address("ada@münchen.example") == "ada@xn--mnchen-3ya.example"
    assert mime.address("Ada <ada@example.org>") == "ada@example.org"


@pytest.mark.parametrize(
    "bad", ["", "ada", "@example.org", "ada@", "ada@example.org\r\nRCPT TO:<x@y>", "ädä@example.org"]
)
def test_an_address_that_no_server_could_be_given_is_refused(bad: str) -> None:
    with pytest.raises(mime.Unwritable):
        mime.address(bad)
