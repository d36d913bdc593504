"""Words are sealed anew beside readers and writers, through a kill -9: a short run of `python -m tests.rotation`."""

import pytest

from tests import rotation, services

pytestmark = pytest.mark.processes


def test_no_reader_sees_an_error_no_writer_loses_a_word_and_nothing_stays_under_an_old_key() -> None:
    result = rotation.run(2000, services.needed(services.postgres_url(), "PostgreSQL"))
    assert result.ok, f"{result} {result.errors[:5]}"
