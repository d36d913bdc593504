"""A line of the log: one JSON object, without a value that somebody sent."""

import json
import logging
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured as Refused

from intima.environment import url
from intima.kit.logs import Line

MARK = "quincemarmalade"


def told(name: str, said: str, *values: object, raised: BaseException | None = None, **extra: object) -> dict[str, Any]:
    logger = logging.getLogger(name)
    info = (type(raised), raised, raised.__traceback__) if raised else None
    record = logger.makeRecord(name, logging.ERROR, __file__, 1, said, values, info, extra=extra)
    line = Line().format(record)
    assert "\n" not in line
    found: dict[str, Any] = json.loads(line)
    return found


def test_of_a_library_the_sentence_of_its_code_is_kept_and_no_value() -> None:
    assert told("django.request", "Not Found: %s", f"/us/come/{MARK}/")["said"] == "Not Found: %s"
    assert told("django.security.DisallowedHost", f"Invalid HTTP_HOST header: {MARK}")["said"] == ""
    task = {"name": "intima.mail.tasks.deliver", "exc": MARK}
    assert told("celery.app.trace", "Task %(name)s raised: %(exc)s", task)["said"] == "Task %(name)s raised: %(exc)s"


def test_our_own_sentences_are_whole() -> None:
    assert told("intima.mail.writing", "Letter %s cannot be written (%s)", 7, "KeyError")["said"] == (
        "Letter 7 cannot be written (KeyError)"
    )
    assert told("intima.mail", "%s and %s", MARK)["said"] == "%s and %s"  # a slip of ours raises nothing


def test_of_an_exception_type_and_way_are_kept_and_no_message() -> None:
    try:
        try:
            int(MARK)
        except ValueError as error:
            raise RuntimeError(f"{MARK} is none") from error
    except RuntimeError as error:
        line = told("django.request", "Internal Server Error: %s", "/x/", raised=error, status_code=500)
    assert [each["type"] for each in line["raised"]] == ["builtins.RuntimeError", "builtins.ValueError"]
    assert MARK not in json.dumps(line)
    assert line["status"] == 500


def test_the_way_names_our_own_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXIT_URL", MARK)
    with pytest.raises(Refused) as refused:
        url("EXIT_URL", "https")
    [raised] = told("django.request", "%s", "", raised=refused.value)["raised"]
    assert raised["through"][-1].startswith("intima/environment.py:")
    assert raised["through"][-1].endswith(" url")


def test_the_console_of_the_site_writes_so() -> None:
    handler = next(each for each in logging.getLogger().handlers if each.get_name() == "console")
    assert isinstance(handler.formatter, Line)


@pytest.mark.parametrize("name", ["django", "django.server", "_granian"])
def test_no_library_has_a_way_out_of_its_own(name: str) -> None:
    assert logging.getLogger(name).handlers == []
    assert logging.getLogger(name).propagate
