"""The embedded broker: kombu's folder of messages, made safe for several processes that read while others write.

Kombu writes a message under its final name and takes the lock after opening, so a reader can get it half written, and
Celery gives up on a message that it cannot parse. Here a message appears whole or not at all, and one that does not
parse is passed over: every message is a doorbell, and the next one says the same.
"""

import os
import time
import uuid
from pathlib import Path
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """Put a message into the folder, whole."""
        final = Path(self.data_folder_out) / f"{time.monotonic_ns() // 1_000_000}_{uuid.uuid4()}.{queue}.msg"
        unfinished = final.with_name(f"{final.name}.part")
        unfinished.write_text(dumps(payload))
        os.replace(unfinished, final)

    def _get(self, queue: str) -> Any:  # type: ignore[override]
        """The oldest message that can be read. Raises kombu's Empty when there is none."""
        while True:
            try:
                return super()._get(queue)
            except ValueError:  # its file is gone already
                continue

    def _queue_bind(self, exchange: str, *args: Any) -> None:
        try:
            super()._queue_bind(exchange, *args)
        except ValueError:  # a table that another process was just making, or died making
            self._exchange_file(exchange).unlink(missing_ok=True)
            super()._queue_bind(exchange, *args)


class Transport(filesystem.Transport):
    Channel = Channel
