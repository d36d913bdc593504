"""An SMTP server that takes every letter and keeps none, in a process of its own; it offers PIPELINING, as most do.

Prints its port, then answers until its standard input ends. `HELP` is answered with how many letters it took.
"""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

REPLIES = {
    b"EHLO": b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n",
    b"HELO": b"250 sink\r\n",
    b"DATA": b"354 Go on\r\n",
    b"QUIT": b"221 Bye\r\n",
}


class Line(asyncio.Protocol):
    """One connection."""

    taken = 0  # letters, over all connections

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport, self.unread, self.reads_letter = transport, b"", False
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        unread, replies = self.unread + data, []
        while True:
            head, end, rest = unread.partition(b"\r\n.\r\n" if self.reads_letter else b"\r\n")
            if not end:
                break
            unread = rest
            if self.reads_letter:
                self.reads_letter = False
                Line.taken += 1
                replies.append(b"250 Taken\r\n")
            elif (verb := head[:4].upper()) == b"HELP":
                replies.append(b"214 %d\r\n" % Line.taken)
            else:
                self.reads_letter = verb == b"DATA"
                replies.append(REPLIES.get(verb, b"250 OK\r\n"))
        self.unread = unread
        self.transport.write(b"".join(replies))


async def serve() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Line, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


@contextmanager
def sink() -> Iterator[int]:
    """A running sink; gives its port."""
    command = [sys.executable, "-m", "tests.bench.sink"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        yield int(process.stdout.readline())
        process.stdin.close()


if __name__ == "__main__":
    asyncio.run(serve())
