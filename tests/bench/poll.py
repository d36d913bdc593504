"""Many open pause pages, in a process of their own: each opens the page, then asks what it says to ask every 3 seconds.

Reads what to do as JSON from standard input, and prints what it measured as JSON.
"""

import asyncio
import html
import json
import os
import re
import sys
import time
from collections import Counter
from pathlib import Path

from tqdm import tqdm

from tests.bench.deployed import PROXY

EVERY = 3.0  # seconds between two questions of one page, as templates/pause/clock.html has it
AT_ONCE = 4  # pages that open at the same time
ASKS = re.compile(r'hx-get="(/pause/now/[^"]*)"')
TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pids: list[int]) -> float:
    """What the processes have used so far, in user and kernel mode."""
    used = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        used += int(fields[11]) + int(fields[12])
    return used / TICKS


class OpenPage:
    """One person's browser, on a connection of its own that stays open."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port, self.cookies, self.asks = port, dict(part.split("=", 1) for part in cookie.split("; ")), ""
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str, *, fragment: bool) -> tuple[int, str]:
        """The answer's status and body."""
        headers = {**PROXY, "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if fragment:
            headers |= {"HX-Request": "true", "HX-Current-URL": "https://localhost/pause/"}
        lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
        self.streams = self.streams or await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.streams
        writer.write("\r\n".join(lines).encode())
        status, *told = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        length = 0
        for line in told:
            name, _, value = line.partition(": ")
            if name.lower() == "content-length":
                length = int(value)
            elif name.lower() == "set-cookie":
                cookie, _, kept = value.partition(";")[0].partition("=")
                self.cookies[cookie] = kept
        return int(status.split()[1]), (await reader.readexactly(length)).decode()

    async def open(self) -> None:
        status, page = await self.get("/pause/", fragment=False)
        found = ASKS.search(page)
        if status != 200 or not found:
            raise SystemExit(f"/pause/ answers {status}, without a clock.")
        self.asks = html.unescape(found[1])

    async def ask(self, first: float, end: float, answers: Counter[int], took: list[float]) -> None:
        at = first
        while at < end:
            await asyncio.sleep(at - time.monotonic())
            sent = time.monotonic()
            status, _body = await self.get(self.asks, fragment=True)
            took.append(time.monotonic() - sent)
            answers[status] += 1
            at = max(at + EVERY, time.monotonic())


async def main(port: int, pids: list[int], cookies: list[str], seconds: float) -> dict[str, object]:
    pages = [OpenPage(port, cookie) for cookie in cookies]
    gate = asyncio.Semaphore(AT_ONCE)
    with tqdm(total=len(pages), desc="pages opened", leave=False, disable=None) as bar:

        async def open_one(page: OpenPage) -> None:
            async with gate:
                await page.open()
            bar.update()

        await asyncio.gather(*map(open_one, pages))
    answers: Counter[int] = Counter()
    took: list[float] = []
    with tqdm(total=round(seconds), desc="seconds asked", leave=False, disable=None) as bar:

        async def tick() -> None:
            for _second in range(round(seconds)):
                await asyncio.sleep(1)
                bar.update()

        begun, used = time.monotonic(), cpu_seconds(pids)
        end = begun + seconds
        asked = (page.ask(begun + EVERY * number / len(pages), end, answers, took) for number, page in enumerate(pages))
        await asyncio.gather(tick(), *asked)
    lasted, used = time.monotonic() - begun, cpu_seconds(pids) - used
    took.sort()
    return {
        "answers": dict(answers),
        "seconds": lasted,
        "cpu": used,
        "middle": took[len(took) // 2],
        "late": took[len(took) * 95 // 100],
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(**json.load(sys.stdin)))))
