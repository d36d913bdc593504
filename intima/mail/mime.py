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


class Unwritable(Exception):
    """An address that no SMTP server could be given."""


def build(filled: Filled, *, message_id: str, at: datetime) -> bytes:
    """The whole message. Whatever a header's value holds, it stays one header. Raises Unwritable."""
    headers = {
        "From": _mailbox(filled.sender),
        "To": address(filled.to),
        "Subject": filled.subject,
        "Date": format_datetime(at),
        "Message-ID": message_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "MIME-Version": "1.0",
    }
    ours = {name.lower() for name in headers} | {"content-type", "content-transfer-encoding"}
    headers |= {name: value for name, value in filled.headers.items() if name.lower() not in ours and _NAME.match(name)}
    head = "".join(f"{name}: {_value(name, value)}\r\n" for name, value in headers.items())
    if not filled.html:
        return head.encode("ascii") + _part("plain", filled.text)
    # The Message-ID is ours and random, so no line of a body can be this boundary.
    boundary = "=_" + re.sub(r"[^0-9a-zA-Z]", "", message_id)[:60]
    between = f"--{boundary}\r\n".encode("ascii")
    return b"".join(
        [
            head.encode("ascii"),
            f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n'.encode("ascii"),
            between,
            _part("plain", filled.text),
            between,
            _part("html", filled.html),
            f"--{boundary}--\r\n".encode("ascii"),
        ]
    )


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


@lru_cache(maxsize=1024)
def _encoded(name: str, value: str) -> str:
    return Header(value, "utf-8", header_name=name).encode(linesep="\r\n")


def _value(name: str, value: str) -> str:
    value = _BREAKS.sub(" ", value).strip()
    return value if value.isascii() and len(value) < 900 else _encoded(name, value)


def _part(subtype: str, body: str) -> bytes:
    if not body.endswith("\n"):
        body += "\n"
    # b2a_qp ends lines as the first line is ended, and writes each of at most 76 characters.
    encoded = binascii.b2a_qp(_LINE_ENDS.sub("\r\n", body).encode("utf-8", "replace"), istext=True)
    return (
        f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'.encode(
            "ascii"
        )
        + encoded
    )
