"""An SMTP server that writes down what it takes before it says so, and misbehaves as it is told.

`python -m tests.faults.sink FILE PORTS SEED PAUSE` listens on as many ports, one for each worker, so that it knows
whose message it holds. It prints the ports, then hears lines of JSON:

    {"weather": {"550 at RCPT": 0.1}}    what happens to which share of the messages from now on
    {"hold": "DATA"}                     the next message stops at this step
    {"hold": ""}                         no message is held any more
    {"pause": 0}                         seconds that a message takes, on average

It prints the number of the port whose message stopped, and as a string each weather that came down on a message.
FILE gets a line for each message that it took: its Message-ID and its recipient.
"""

import asyncio
import json
import os
import random
import re
import sys
from asyncio import StreamReader, StreamWriter
from dataclasses import dataclass, field
from pathlib import Path

MESSAGE_ID = re.compile(rb"^Message-ID: (\S+)\r$", re.MULTILINE)
STEPS = ("MAIL", "DATA", "read", "taken")  # where a message can be held
# What can happen to a message. The stalls are longer than the site waits (10 s for a command, 60 s for the message).
WEATHER = (
    "550 at RCPT",
    "450 at RCPT",
    "421 at RCPT",
    "hang up at RCPT",
    "stall at RCPT",
    "452 at message",
    "554 at message",
    "421 at message",
    "hang up before taking",
    "hang up after taking",
    "half a reply after taking",
    "stall after taking",
)
CUTS = [what for what in WEATHER if what.endswith("taking")]  # after these nobody can tell whether it was taken
STALL = {"stall at RCPT": 11, "stall after taking": 62}


class HangUp(Exception):
    pass


@dataclass
class Sink:
    file: int
    chance: random.Random
    pause: float  # seconds that a message takes, on average
    weather: dict[str, float] = field(default_factory=dict)
    holds_at: str = ""
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def hear(self, told: dict[str, object]) -> None:
        if "weather" in told:
            self.weather = told["weather"]  # type: ignore[assignment]
        elif "pause" in told:
            self.pause = float(str(told["pause"]))
        else:
            self.released.set()
            self.holds_at, self.released = str(told["hold"]), asyncio.Event()

    async def step(self, port: int, step: str) -> None:
        if step == self.holds_at:
            self.holds_at = ""
            print(port, flush=True)
            await self.released.wait()

    def take(self, message: bytes, to: str) -> None:
        found = MESSAGE_ID.search(message)
        assert found, "a message without Message-ID"
        os.write(self.file, f"{found[1].decode()} {to}\n".encode())
        os.fdatasync(self.file)

    async def serve(self, port: int, reader: StreamReader, writer: StreamWriter) -> None:
        try:
            await self._converse(port, reader, writer)
        except (HangUp, asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.transport.abort()

    async def _converse(self, port: int, reader: StreamReader, writer: StreamWriter) -> None:
        async def say(words: str) -> None:
            writer.write(f"{words}\r\n".encode())
            await writer.drain()
            if words.startswith("421"):
                raise HangUp

        await say("220 sink")
        to = happens = ""
        while line := (await reader.readline()).decode().strip():
            match line[:4].upper():
                case "MAIL":
                    await self.step(port, "MAIL")
                    happens = self._draw()
                    await say("250 OK")
                case "RCPT":
                    no = await self._on(happens, "at RCPT")
                    to = "" if no else line.partition("<")[2].rstrip(">")
                    await say(no or "250 OK")
                case "DATA" if not to:
                    await say("503 Nobody to send it to")
                case "DATA":
                    await say("354 Go on")
                    await self.step(port, "DATA")
                    message = await reader.readuntil(b"\r\n.\r\n")
                    await asyncio.sleep(self.chance.random() * 2 * self.pause)
                    await self.step(port, "read")
                    if said := await self._on(happens, "at message") or await self._on(happens, "before taking"):
                        await say(said)
                        continue
                    self.take(message, to)
                    await self.step(port, "taken")
                    if said := await self._on(happens, "after taking"):
                        writer.write(said.encode())
                        await writer.drain()
                        writer.close()
                        raise HangUp
                    await say("250 Taken")
                case "EHLO":
                    await say("250-sink\r\n250 PIPELINING")
                case "QUIT":
                    await say("221 Bye")
                    return
                case _:
                    await say("250 OK")

    def _draw(self) -> str:
        drawn = self.chance.random()
        for what, share in self.weather.items():
            if (drawn := drawn - share) < 0:
                return what
        return ""

    async def _on(self, happens: str, when: str) -> str:
        """What is said instead of yes at this step; "" when nothing happens."""
        if not happens.endswith(when):
            return ""
        print(json.dumps(happens), flush=True)
        what = happens.removesuffix(when).strip()
        if what == "hang up":
            raise HangUp
        if what == "stall":
            await asyncio.sleep(STALL[happens])
            return ""
        return "25" if what == "half a reply" else f"{what} No"


async def main(file: Path, ports: int, seed: str, pause: float) -> None:
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    sink = Sink(opened, random.Random(seed), pause)
    servers = [
        await asyncio.start_server(lambda r, w, port=port: sink.serve(port, r, w), "127.0.0.1", 0, limit=1 << 20)
        for port in range(ports)
    ]
    print(json.dumps([server.sockets[0].getsockname()[1] for server in servers]), flush=True)
    heard = StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(heard), sys.stdin)
    while line := await heard.readline():  # ends with who started it
        sink.hear(json.loads(line))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], float(sys.argv[4])))
