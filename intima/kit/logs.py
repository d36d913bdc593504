"""What reaches a log: one JSON object a line, that something happened and where; no word, no address, no token.

Our own lines are written with that in mind. Of a library's line its sentence alone is kept, as its code has it: what it
would put in may be anything that somebody sent, and a sentence that is made anew each time is left out. Of an exception
its type is kept, and the way through our own code; its message may hold the very row that was refused.
"""

import json
import logging
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
OURS = {"intima", "reflections", "exercises", "_granian"}  # the web server's own lines hold no part of a request


class Line(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "said": _said(record),
            "where": f"{record.module}:{record.lineno}",
        }
        if status := getattr(record, "status_code", None):
            told["status"] = status
        if match := getattr(getattr(record, "request", None), "resolver_match", None):
            told["view"] = match.view_name
        if record.exc_info and record.exc_info[1]:
            told["raised"] = [
                {"type": f"{type(error).__module__}.{type(error).__qualname__}", "through": list(_through(error))}
                for error in _chain(record.exc_info[1])
            ]
        return json.dumps(told)


def _said(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] not in OURS:
        return record.msg if record.args and isinstance(record.msg, str) else ""
    try:
        return record.getMessage()
    except (TypeError, ValueError):  # else logging itself would print the values
        return str(record.msg)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The exception, and what it came of, the last first."""
    seen: set[int] = set()
    one: BaseException | None = error
    while one and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _through(error: BaseException) -> Iterator[str]:
    """Our own lines that it went through, from the outside in, and in whose file it was raised."""
    place = ""
    for frame, number in traceback.walk_tb(error.__traceback__):
        file = Path(frame.f_code.co_filename)
        own = file.is_relative_to(ROOT) and file.relative_to(ROOT).parts[0] in OURS
        place = f"{file.relative_to(ROOT) if own else file.name}:{number} {frame.f_code.co_name}"
        if own:
            yield place
            place = ""
    if place:
        yield place
