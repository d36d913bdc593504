"""The embedded default: each letter is a file in a folder, whole from the moment it has its name."""

import os
import uuid
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from pathlib import Path

from intima.mail.transports.base import Envelope, Lost


class Folder:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open(self) -> None:
        """Make the folder, readable by its owner alone. Raises Lost when that cannot be done."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise Lost("the mailbox folder cannot be made") from error

    def send(self, message: bytes, envelope: Envelope, *, then: Envelope | None = None) -> None:
        """Write `<date>-<time>-<part of its id>.eml`. Raises Lost when the disk will not have it."""
        unfinished = self.folder / f".{uuid.uuid4().hex}"
        try:
            with unfinished.open("wb") as file:
                file.write(message)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(self.folder / _name(message))
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise Lost("the mailbox folder cannot be written to") from error


def _name(message: bytes) -> str:
    head = BytesHeaderParser().parsebytes(message)
    at: datetime = parsedate_to_datetime(head["Date"]).astimezone(UTC)
    return f"{at:%Y%m%d-%H%M%S}-{head['Message-ID'].strip('<').partition('@')[0]}.eml"
