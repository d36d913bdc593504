"""Reading the environment: every value is checked; a bad one stops the start with a sentence that says what to do."""

import base64
import os
import re
import secrets
import stat
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

LOOPBACK = ["localhost", "127.0.0.1"]


def text(name: str, default: str) -> str:
    """One line of text; set but empty is the default."""
    value = os.environ.get(name, "").strip() or default
    if not value.isprintable():
        raise ImproperlyConfigured(f"{name} must be one line of text.")
    return value


def switch(name: str) -> bool:
    """On for 1, off for 0 or when it is not set."""
    value = text(name, "0")
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name} is either 1 or 0; it is {value!r}.")
    return value == "1"


def number(name: str, default: int) -> int:
    """A whole number, 0 or more."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(f"{name} must be a whole number, 0 or more; it is {value!r}.")
    return int(value)


def one_of(name: str, *values: str) -> str:
    """One of the values; the first when it is not set."""
    value = text(name, values[0])
    if value not in values:
        raise ImproperlyConfigured(f"{name} is one of {', '.join(values)}; it is {value!r}.")
    return value


def origin(name: str, default: str) -> SplitResult:
    """Where people reach the site: https anywhere, plain http on this machine alone; no path."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or value != f"{parts.scheme}://{parts.netloc}":
        raise ImproperlyConfigured(f"{name} must look like https://example.org, without a path; it is {value!r}.")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ImproperlyConfigured(f"{name} may be plain http on localhost or 127.0.0.1; anywhere else it needs https.")
    return parts


def path_part(name: str, default: str) -> str:
    """One part of a path, without slashes."""
    value = text(name, default)
    if not re.fullmatch(r"[A-Za-z0-9_-]+", value):
        raise ImproperlyConfigured(f"{name} is letters, digits, - and _ without slashes; it is {value!r}.")
    return value


def url(name: str, *schemes: str) -> str:
    """An address that begins with one of the schemes, or nothing."""
    value = text(name, "")
    if value and not value.startswith(tuple(f"{scheme}://" for scheme in schemes)):
        raise ImproperlyConfigured(f"{name} must begin with {' or '.join(f'{scheme}://' for scheme in schemes)}.")
    return value


@dataclass(frozen=True)
class Link:
    """A page of somebody else's: what it is called, where it is, and the host that people are told they go to."""

    title: str
    address: str
    host: str


def links(name: str) -> list[Link]:
    """Titles with their addresses, `Title|https://…`, separated by semicolons; or nothing."""
    found = []
    for part in filter(str.strip, text(name, "").split(";")):
        title, _bar, address = (word.strip() for word in part.partition("|"))
        try:
            host = urlsplit(address).hostname
        except ValueError:
            host = None
        if not title or not host or not address.startswith("https://") or " " in address:
            raise ImproperlyConfigured(
                f"{name} must look like Our reading list|https://example.org/reading, several with semicolons between; "
                f"{part.strip()!r} does not."
            )
        found.append(Link(title, address, host))
    return found


def sender(name: str, default: str) -> str:
    """Who letters come from, such as `Intima <hello@example.org>`."""
    value = text(name, default)
    if "@" not in parseaddr(value)[1]:
        raise ImproperlyConfigured(f"{name} must look like Intima <hello@example.org>; it is {value!r}.")
    return value


def database(name: str, default: str) -> dict[str, object]:
    """Django's settings of one database: SQLite or PostgreSQL."""
    value = text(name, default)
    try:
        found: dict[str, object] = environ.Env.db_url_config(value)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name} cannot be read. Signs such as / or @ in its password must be written as %2F or %40."
        ) from error
    if found.get("ENGINE") not in {"django.db.backends.sqlite3", "django.db.backends.postgresql"}:
        raise ImproperlyConfigured(f"{name} must begin with sqlite:/// or postgres://.")
    return found


def secret(name: str, length: int, *, kept_in: Path | None) -> str:
    """A secret that has no default; with `kept_in` (the demo alone) one is made once and kept in that folder."""
    value = text(name, "")
    if value:
        return value
    if kept_in is None:
        raise ImproperlyConfigured(
            f"{name} is missing. Make one with: python3 -c "
            f"'import base64, secrets; print(base64.b64encode(secrets.token_bytes({length})).decode())'"
        )
    file = kept_in / f"demo-{name.lower().replace('_', '-')}"
    if not file.exists():
        kept_in.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(base64.b64encode(secrets.token_bytes(length)).decode())
    return file.read_text()


def keys(name: str, *, file: str, kept_in: Path | None) -> list[bytes]:
    """Base64 keys of 32 bytes; the first encrypts, all decrypt.

    They stand in the variable, with commas between, or one a line in `file`, where `#` begins a comment. Without
    either it is a `secret`.
    """
    if not file:
        parts = secret(name, 32, kept_in=kept_in).split(",")
        return [_key(part, f"Each of {name}", "separate several with commas") for part in parts]
    if text(name, ""):
        raise ImproperlyConfigured(f"Set {name} or {name}_FILE, not both.")
    lines = enumerate(_confidential(f"{name}_FILE", Path(file)).splitlines(), start=1)
    held = [(number, line.partition("#")[0].strip()) for number, line in lines]
    found = [
        _key(line, f"Line {number} of {name}_FILE", "one a line, # before a comment") for number, line in held if line
    ]
    if not found:
        raise ImproperlyConfigured(f"{name}_FILE holds no key.")
    return found


def _confidential(name: str, file: Path) -> str:
    try:
        others = file.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH)
        held = file.read_text(encoding="ascii", errors="replace")
    except OSError as error:
        raise ImproperlyConfigured(f"{name} cannot be read: {error.strerror}.") from error
    if others:
        raise ImproperlyConfigured(
            f"{name} names a file that others on its machine may read or write; forbid it: chmod o-rwx {file}"
        )
    return held


def _key(value: str, what: str, rule: str) -> bytes:
    try:
        key = base64.b64decode(value.strip(), validate=True)
    except ValueError:  # signs that are not base64, or not even ASCII
        key = b""
    if len(key) != 32:
        raise ImproperlyConfigured(f"{what} must be 32 bytes in base64; {rule}.")
    return key
