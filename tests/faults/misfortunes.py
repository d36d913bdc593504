"""What goes wrong, one thing at a time, drawn at random; each kind at least once."""

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import psycopg

from tests.faults.crew import Crew, Member
from tests.faults.machine import Office, Postgres, Redis
from tests.faults.sink import STALL, WEATHER
from tests.faults.verdict import WITHIN
from tests.faults.watch import Watch

SHARE = 0.25  # of the messages in bad weather
SLOWLY = 6.0  # seconds between two, at most; workers have to start meanwhile
STILL = 6.0  # seconds without a letter that moves
SET_FORWARD = "the clock set forward"
FORWARD, BACK = 130.0, 5.0  # seconds; forward is longer than a lease
WAITING = """
SELECT application_name FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE %s ORDER BY random()
"""


@dataclass
class Misfortunes:
    postgres: Postgres
    redis: Redis
    office: Office
    crew: Crew
    watch: Watch
    chance: random.Random
    slow: bool  # whether there is time for a server that stalls for a minute
    came: Counter[str] = field(default_factory=Counter)

    def kinds(self) -> dict[str, Callable[[], bool]]:
        """Each by name; it tells whether it could be brought about."""
        weather = {
            what: lambda what=what: self._weather(what) for what in WEATHER if self.slow or STALL.get(what, 0) < 60
        }
        return {
            "a worker killed at any instant": self._kill_worker,
            "a worker killed with letters claimed": self._kill_claimed,
            "a worker killed with `sending` written, before MAIL": lambda: self._kill_held("MAIL"),
            "a worker killed during DATA": lambda: self._kill_held("DATA"),
            "a worker killed after DATA, before the server took it": lambda: self._kill_held("read"),
            "a worker killed after the server took it, before its reply": lambda: self._kill_held("taken"),
            "a worker killed after the reply, before `sent` is written": self._kill_unwritten,
            "all workers killed at once": self._kill_all,
            "a beat killed": self._kill_beat,
            "Redis killed, its memory lost": self._lose_redis,
            "PostgreSQL restarted at once": self._restart_postgres,
            "a worker's log on a full disk": self._fill_disk,
            SET_FORWARD: lambda: self._move_clock(FORWARD),
            "the clock set back": lambda: self._move_clock(-BACK),
        } | {f"SMTP: {what}": bring for what, bring in weather.items()}

    def go_on(self, *, seconds: float) -> None:
        """One after the other, for at least so long and until each kind came once."""
        kinds = self.kinds()
        began = time.monotonic()
        left = self.chance.sample(sorted(kinds), len(kinds))
        if not self.slow:  # at the end it makes two minutes go by for whatever waits for them
            left.remove(SET_FORWARD)
            left.insert(0, SET_FORWARD)
        while left or time.monotonic() < began + seconds:
            self._until_letters_go()
            name = left.pop() if left else self.chance.choice(sorted(kinds))
            self.watch.happened = name
            if kinds[name]():
                self.came[name] += 1
            elif not self.came[name] and time.monotonic() < began + 4 * seconds:
                left.insert(1, name)  # there was nothing for it to happen to
            time.sleep(self.chance.random() * (SLOWLY if self.slow else 1))

    def _until_letters_go(self) -> None:
        """What breaks while all letters lie with dead workers proves nothing. Where time is short, it is moved on."""
        while self.watch.unfinished() and STILL < self.watch.still_for() < 2 * WITHIN:
            if not self.slow:
                self._move_clock(FORWARD)
            time.sleep(1)

    # --- Workers and beats -------------------------------------------------------------------------

    def _kill(self, worker: Member, *, full_disk: bool = False) -> bool:
        self.watch.interrupted()
        self.crew.kill(worker, full_disk=full_disk)
        return True

    def _kill_worker(self) -> bool:
        time.sleep(self.chance.random())
        return self._kill(self.chance.choice(self.crew.workers))

    def _fill_disk(self) -> bool:
        return self._kill(self.chance.choice(self.crew.workers), full_disk=True)

    def _kill_all(self) -> bool:
        for worker in self.crew.workers:
            self._kill(worker)
        return True

    def _kill_beat(self) -> bool:
        self.crew.kill(self.chance.choice(self.crew.beats))
        return True

    def _kill_held(self, step: str) -> bool:
        """Kill it while the server holds its message at that step."""
        number = self.office.hold(step, seconds=8)
        if number is not None:
            self._kill(self.crew.workers[number])
        self.office.release()
        return number is not None

    def _kill_claimed(self) -> bool:
        """Kill it while it waits for the addresses: its letters are claimed by then, and none of them written."""
        return self._kill_waiting("account_emailaddress", "ACCESS EXCLUSIVE", "%")

    def _kill_unwritten(self) -> bool:
        """Kill it while it waits to write down that the server took a group."""
        return self._kill_waiting("mail_letter", "EXCLUSIVE", "UPDATE%'sent'%")

    def _kill_waiting(self, table: str, mode: str, query: str) -> bool:
        """Lock a table until a worker waits for it with such a query, and kill that one."""
        ends = time.monotonic() + 8
        with psycopg.connect(self.postgres.url) as connection:
            connection.execute(f"LOCK TABLE {table} IN {mode} MODE")
            while time.monotonic() < ends:
                time.sleep(0.2)
                row = connection.execute(WAITING, [query]).fetchone()
                worker = next((one for one in self.crew.workers if row and one.name == row[0]), None)
                if worker and worker.process:
                    return self._kill(worker)
        return False

    # --- What the workers lean on ------------------------------------------------------------------

    def _lose_redis(self) -> bool:
        self.redis.kill()
        time.sleep(self.chance.uniform(0, 3))
        self.redis.start()
        return True

    def _restart_postgres(self) -> bool:
        self.watch.interrupted()
        self.postgres.restart()
        return True

    def _weather(self, what: str) -> bool:
        """For some seconds this happens to some of the messages."""
        before = self.office.happened[what]
        self.office.tell(weather={what: SHARE})
        time.sleep(self.chance.uniform(1, 3))
        self.office.tell(weather={})
        return self.office.happened[what] > before

    def _move_clock(self, seconds: float) -> bool:
        """Stands for the machine's clock being set: whatever the database holds of unfinished letters and of due
        reminders moves the other way.

        What processes hold in memory (when their batch ends, when a doorbell expires) does not move along.
        """
        if seconds < 0:
            self.watch.set_back.append((time.monotonic(), -seconds))
        with psycopg.connect(self.postgres.url) as connection:
            connection.execute("LOCK TABLE reminders_reminder, mail_letter IN EXCLUSIVE MODE")
            connection.execute(
                "UPDATE mail_letter SET due_at = due_at - %(by)s, next_try_at = next_try_at - %(by)s, "
                "lease_until = lease_until - %(by)s WHERE finished_at IS NULL",
                {"by": timedelta(seconds=seconds)},
            )
            connection.execute(
                "UPDATE reminders_reminder SET next_due_at = next_due_at - %s WHERE last_day IS NULL",
                [timedelta(seconds=seconds)],
            )
        return True
