"""A real SMTP server that keeps every byte it receives."""

from types import TracebackType
from typing import Any

from aiosmtpd.controller import Controller

from tests.site import free_port


class Sink:
    """Use as `with Sink() as sink`; `sink.to(address)` gives the raw letters to one address, oldest first."""

    def __init__(self) -> None:
        self.port = free_port()
        self.received: list[tuple[list[str], bytes]] = []
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's own name)
        self.received.append((envelope.rcpt_tos, envelope.content))
        return "250 Kept"

    def to(self, address: str) -> list[bytes]:
        return [content for recipients, content in self.received if address in recipients]

    def __enter__(self) -> "Sink":
        self._controller.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._controller.stop()
