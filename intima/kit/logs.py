"""What reaches a log: that something happened and where, never a secret out of an address."""

import logging
import re

# A link that lets whoever holds it in: an invitation, and the letters' stop and rest.
_SECRET = re.compile(r"(/us/come|/reminders/stop|/reminders/snooze|/pause/letters/stop)/[^/\s?]+")


class WithoutSecrets(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if _SECRET.search(said):
            record.msg, record.args = _SECRET.sub(r"\1/…", said), ()
        return True
