"""What every way out promises, and the four ways in which it says no."""

from typing import NamedTuple, Protocol


class Envelope(NamedTuple):
    """The two bare addresses that a server is told, in ASCII."""

    sender: str
    to: str


class Lost(Exception):
    """Nothing of the message was given away, and there is no connection now. Safe to send again."""


class PutOff(Exception):
    """The server asks for another time (4xx). The argument says its code and the step."""


class Refused(Exception):
    """The server will not take it (5xx). `address` tells whether it was the address or the message it refused."""

    def __init__(self, reason: str, *, address: bool) -> None:
        super().__init__(reason)
        self.address = address


class Undecided(Exception):
    """The connection broke after the message was begun: it may have arrived. Never to be sent again."""


class Transport(Protocol):
    def open(self) -> None:
        """Make sure that there is somewhere to send to. Raises Lost."""

    def send(self, message: bytes, envelope: Envelope, *, then: Envelope | None = None) -> None:
        """Give the message away; returns once it was taken. Raises Lost, PutOff, Refused or Undecided.

        `then` is the envelope of the next one, where one follows at once.
        """
