"""The letters that the embedded default leaves as `.eml` files, read back for the demo."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Received:
    """One letter as a mail program would show it; `headers` are those that a mail program acts on."""

    name: str
    at: datetime
    sender: str
    to: str
    subject: str
    text: str
    headers: dict[str, str]


def letters(limit: int = 50) -> list[Received]:
    """The newest letters first."""
    files = sorted(settings.MAILBOX.glob("*.eml"), key=lambda file: file.stat().st_mtime, reverse=True)
    return [_read(file) for file in files[:limit]]


def letter(name: str) -> Received | None:
    """The letter in the file `name`.eml, or None."""
    file = settings.MAILBOX / f"{name}.eml"
    return _read(file) if file.parent == settings.MAILBOX and file.is_file() else None


def _read(file: Path) -> Received:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    return Received(
        name=file.stem,
        at=datetime.fromtimestamp(file.stat().st_mtime, UTC),
        sender=str(message["From"]),
        to=str(message["To"]),
        subject=str(message["Subject"]),
        text=body.get_content() if body else "",
        headers={name: str(message[name]) for name in ("List-Unsubscribe", "List-Unsubscribe-Post") if message[name]},
    )
