import logging

import pytest
from django.test import Client

from intima.kit.logs import WithoutSecrets

SECRETS = [
    "/us/come/CcbYsecret/",
    "/reminders/stop/abc:secret/",
    "/pause/letters/stop/abc:secret/",
    "/reminders/snooze/abc:secret/?x=1",
]


@pytest.mark.parametrize("path", SECRETS)
def test_a_link_that_lets_somebody_in_is_cut_out_of_a_log_line(path: str) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Not allowed", path), None)
    assert WithoutSecrets().filter(record)
    assert "secret" not in record.getMessage()
    assert path.split("/")[1] in record.getMessage()


def test_the_console_of_the_site_is_filtered(capsys: pytest.CaptureFixture[str], db: None) -> None:
    handler = next(each for each in logging.getLogger().handlers if each.get_name() == "console")
    assert any(isinstance(each, WithoutSecrets) for each in handler.filters)
    assert Client(headers={"host": "localhost"}).put("/us/come/CcbYsecret/").status_code == 405
