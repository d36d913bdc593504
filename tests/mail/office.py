"""A real SMTP server that answers as a test tells it to, and keeps every byte that it took."""

import asyncio
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.site import free_port

Answer = str | None  # a reply line; None: go on; or one of these
HANG_UP = "hang up"  # cut the connection
STALL = "stall"  # answer too late
HALF = "half"  # cut it in the middle of the reply


class PostOffice:
    """`answers[step](address)` gives the reply to MAIL, RCPT or the message ("taken" keeps it and cuts the line).

    `options` are aiosmtpd's own, for TLS and passwords.
    """

    def __init__(self, **options: Any) -> None:
        self.options = options
        self.port = free_port()
        self.url = f"smtp://127.0.0.1:{self.port}"
        self.taken: list[tuple[str, bytes]] = []
        self.times: list[float] = []  # when each was taken
        self.pause = 0.0  # seconds that each message takes
        self.stall = 0.0  # seconds, where the answer is STALL
        self.secured: list[bool] = []  # whether each came through TLS
        self.connections = 0
        self.together = False  # whether it offers to take commands in groups
        self.answers: dict[str, Callable[[str], Answer]] = {}

    def open(self) -> None:
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port, **self.options)
        self.controller.start()

    def close(self) -> None:
        self.controller.stop()

    def letters(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=policy.default) for _to, raw in self.taken]

    async def _answer(self, server: Any, step: str, address: str) -> Answer:
        answer = self.answers.get(step, lambda address: None)(address)
        if answer == STALL:
            await asyncio.sleep(self.stall)
            return None
        if answer == HANG_UP:
            server.transport.abort()
            return "421 Gone"
        if answer == HALF:
            server.transport.write(b"25")
            server.transport.close()
            return "421 Gone"
        return answer

    async def handle_EHLO(  # noqa: N802 (aiosmtpd's own names)
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        if self.together:
            responses[1:1] = ["250-PIPELINING"]
        return responses

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        answer = await self._answer(server, "MAIL", address)
        if answer is None:
            envelope.mail_from = address
        return answer or "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        answer = await self._answer(server, "RCPT", address)
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        await asyncio.sleep(self.pause)
        answer = await self._answer(server, "message", envelope.rcpt_tos[0])
        if answer is None or answer == "421 Gone" or answer.startswith("25"):
            self.taken.append((envelope.rcpt_tos[0], envelope.original_content))
            self.times.append(time.time())
            self.secured.append(server.transport.get_extra_info("ssl_object") is not None)
        return answer or "250 Taken"
