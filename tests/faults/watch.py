"""What the letters do meanwhile, seen twice a second: progress, how long dead workers' letters lie, standstills."""

import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import psycopg

from tests.faults.crew import Crew

EVERY = 0.5  # seconds
LINE = 5.0  # seconds between two lines of progress
STATES = ("waiting", "claimed", "sending", "sent", "refused", "unknown", "dropped")
FINAL = frozenset({"sent", "refused", "unknown", "dropped"})


@dataclass
class Hold:
    """Letters that one worker took together, from when it last did something with them."""

    letters: tuple[int, int]
    since: float


@dataclass
class Watch:
    database: str
    crew: Crew
    began: float = field(default_factory=time.monotonic)
    counts: dict[str, int] = field(default_factory=dict)
    seen_at: float = 0.0
    interruptions: list[float] = field(default_factory=list)  # when a worker was killed or lost the database
    set_back: list[tuple[float, float]] = field(default_factory=list)  # when the clock was, and by how many seconds
    longest_recovery: float = 0.0
    longest_standstill: float = 0.0
    happened: str = ""
    holds: dict[uuid.UUID, Hold] = field(default_factory=dict)
    moved_at: float = field(default_factory=time.monotonic)  # a letter; or none was ready
    changed_at: float = field(default_factory=time.monotonic)  # a letter moved
    ended: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.ended.set()
        self.thread.join()

    def interrupted(self) -> None:
        self.interruptions.append(time.monotonic())

    def unfinished(self) -> int:
        return sum(count for state, count in self.counts.items() if state not in FINAL)

    def still_for(self) -> float:
        """Seconds in which no letter moved."""
        return time.monotonic() - self.changed_at

    def _watch(self) -> None:
        connection: psycopg.Connection[Any] | None = None
        line_at = 0.0
        while not self.ended.wait(EVERY):
            self.crew.look()
            try:
                connection = connection or psycopg.connect(self.database, autocommit=True)
                self._look(connection)
            except (psycopg.OperationalError, psycopg.InterfaceError):  # it is being restarted
                connection = None
            if time.monotonic() >= line_at + LINE:
                line_at = time.monotonic()
                states = "  ".join(f"{state} {self.counts.get(state, 0)}" for state in STATES)
                print(f"{line_at - self.began:5.0f} s  {states}  | {self.happened}", flush=True)

    def _look(self, connection: psycopg.Connection[Any]) -> None:
        rows = connection.execute("SELECT state, count(*) FROM mail_letter GROUP BY state").fetchall()
        ready = connection.execute(
            "SELECT exists(SELECT FROM mail_letter WHERE state = 'waiting' AND next_try_at <= now())"
        ).fetchone()
        held = connection.execute(
            "SELECT lease, count(*), count(*) FILTER (WHERE state = 'sending') FROM mail_letter "
            "WHERE state IN ('claimed', 'sending') GROUP BY lease"
        ).fetchall()
        self.seen_at = time.monotonic()
        counts = dict(rows)
        if counts != self.counts:
            self.changed_at = self.seen_at
        if counts != self.counts or not ready or not ready[0]:
            self.moved_at = self.seen_at
        self.counts = counts
        self.longest_standstill = max(self.longest_standstill, self.seen_at - self.moved_at)
        self._recoveries({lease: (count, sending) for lease, count, sending in held})

    def _recoveries(self, held: dict[uuid.UUID, tuple[int, int]]) -> None:
        for lease in [lease for lease in self.holds if lease not in held]:
            since = self.holds.pop(lease).since
            # Its worker was alive `since`, so what ended it came later: the first interruption after that.
            if ends := [at for at in list(self.interruptions) if at >= since - EVERY]:
                lay = self.seen_at - ends[0]
                lay -= sum(seconds for at, seconds in list(self.set_back) if ends[0] <= at)
                self.longest_recovery = max(self.longest_recovery, lay)
        for lease, letters in held.items():
            if lease not in self.holds or self.holds[lease].letters != letters:
                self.holds[lease] = Hold(letters, self.seen_at)
