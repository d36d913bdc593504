"""A filled letter as the bytes that go over the wire (RFC 5322, lines ended by CRLF, seven bits throughout)."""

import binascii
import re
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, formataddr, parseaddr
from functools import lru_cache

from intima.mail.kinds import Filled

_BREAKS = re.compile(r"[\x00-\x1f\x7f]+")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*\Z")
_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_BOUNDARY = b"=_next"  # in quoted-printable `=` is followed by two digits or the line's end, so no body holds this


class Unwritable(Exception):
    """An address that no SMTP server could be given."""


def build(filled: Filled, *, message_id: str, at: datetime) -> bytes:
    """The whole message. Whatever a header's value holds, it stays one header. Raises Unwritable."""
    shared = (filled.sender, filled.subject, filled.text, filled.html, tuple(filled.headers.items()))
    # Only a letter with marks is one of many; what is written to one person alone is kept nowhere.
    form = _kept_form(*shared, tuple(filled.marks)) if filled.marks else _form(*shared, ())
    own = {b"to": address(filled.to), b"date": _date(at), b"id": message_id} | {
        _head(number): value for number, value in enumerate(filled.marks.values())
    }
    return form % (
        {name: value.encode("ascii") for name, value in own.items()}
        | {_body(number): _open_ended(value) for number, value in enumerate(filled.marks.values())}
    )


def _form(
    sender: str, subject: str, text: str, html: str, others: tuple[tuple[str, str], ...], marks: tuple[str, ...]
) -> bytes:
    """What all letters of a kind and language share, with `%(…)s` where each has something of its own."""
    headers: dict[str, bytes] = {
        "From": _escaped(_mailbox(sender)),
        "To": b"%(to)s",
        "Subject": _escaped(_value("Subject", subject)),
        "Date": b"%(date)s",
        "Message-ID": b"%(id)s",
        "Auto-Submitted": b"auto-generated",
        "X-Auto-Response-Suppress": b"All",
        "MIME-Version": b"1.0",
    }
    ours = {name.lower() for name in headers} | {"content-type", "content-transfer-encoding"}
    for name, value in others:
        if name.lower() not in ours and _NAME.match(name):
            headers[name] = _escaped(_value(name, value))
            for number, mark in enumerate(marks):
                headers[name] = headers[name].replace(mark.encode(), b"%%(%s)s" % _head(number))
    head = b"".join(b"%s: %s\r\n" % (name.encode("ascii"), value) for name, value in headers.items())
    if not html:
        return head + _part("plain", text, marks)
    between = b"--" + _BOUNDARY
    return b"".join(
        [
            head,
            b'Content-Type: multipart/alternative; boundary="%s"\r\n\r\n' % _BOUNDARY,
            between + b"\r\n" + _part("plain", text, marks),
            between + b"\r\n" + _part("html", html, marks),
            between + b"--\r\n",
        ]
    )


_kept_form = lru_cache(maxsize=64)(_form)


def address(mailbox: str) -> str:
    """The bare address of `address` or `Name <address>`, in ASCII. Raises Unwritable."""
    bare = parseaddr(mailbox)[1] if "<" in mailbox else mailbox
    local, _at, domain = bare.rpartition("@")
    try:
        domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise Unwritable("the address has no ASCII form") from error
    if not local or not domain or not local.isascii() or _BREAKS.search(mailbox) or set(domain) & set("<> "):
        raise Unwritable("the address cannot be written")
    return f"{local}@{domain}"


@lru_cache(maxsize=64)
def sender_address(sender: str) -> str:
    """The bare address of a sender, for the envelope. Raises Unwritable."""
    return address(_BREAKS.sub(" ", sender))


@lru_cache(maxsize=64)
def _mailbox(sender: str) -> str:
    name, _bare = parseaddr(_BREAKS.sub(" ", sender))
    return formataddr((name, sender_address(sender)))


@lru_cache(maxsize=8)
def _date(at: datetime) -> str:
    return format_datetime(at)


@lru_cache(maxsize=1024)
def _encoded(name: str, value: str) -> str:
    return Header(value, "utf-8", header_name=name).encode(linesep="\r\n")


def _value(name: str, value: str) -> str:
    value = _BREAKS.sub(" ", value).strip()
    return value if value.isascii() and len(value) < 900 else _encoded(name, value)


def _escaped(value: str) -> bytes:
    return value.encode("ascii").replace(b"%", b"%%")


def _head(number: int) -> bytes:
    """What stands in a form for the n-th mark in a header."""
    return b"head %d" % number


def _body(number: int) -> bytes:
    """What stands in a form for the n-th mark in a body."""
    return b"body %d" % number


def _part(subtype: str, body: str, marks: tuple[str, ...]) -> bytes:
    pieces = re.split(f"({'|'.join(map(re.escape, marks))})", body) if marks else [body]
    *before, last = pieces
    encoded = _quoted(last if last.endswith("\n") else last + "\n").replace(b"%", b"%%")
    for piece in reversed(before):
        if piece in marks:  # on lines of its own, which a mail program joins again
            encoded = b"=\r\n%%(%s)s=\r\n" % _body(marks.index(piece)) + encoded
        else:
            encoded = _open_ended(piece).replace(b"%", b"%%") + encoded
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    return head.encode("ascii") + encoded


def _quoted(text: str) -> bytes:
    """Quoted-printable, in lines of at most 76 characters. The text ends with a line's end."""
    # b2a_qp ends lines as the first line is ended.
    return binascii.b2a_qp(_LINE_ENDS.sub("\r\n", text).encode("utf-8", "replace"), istext=True)


def _open_ended(text: str) -> bytes:
    """The same for text that goes on: a line with room for the `=` that joins it to the next."""
    return _quoted(text + ".\n").removesuffix(b".\r\n")
