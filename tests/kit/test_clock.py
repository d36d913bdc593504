from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from intima.kit import clock


def test_now_is_an_instant_in_utc() -> None:
    assert clock.now().tzinfo is UTC


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Pacific/Kiritimati", date(2026, 3, 13)),
        ("Europe/London", date(2026, 3, 12)),
        ("Pacific/Pago_Pago", date(2026, 3, 12)),
    ],
)
def test_a_day_is_the_persons_own(zone: str, day: date) -> None:
    assert clock.local_day(datetime(2026, 3, 12, 20, 30, tzinfo=UTC), ZoneInfo(zone)) == day


def test_the_list_of_zones_is_the_pinned_one() -> None:
    assert {"Europe/London", "Asia/Calcutta", "America/Argentina/Buenos_Aires", "UTC"} <= clock.zone_names()
    assert "posixrules" not in clock.zone_names()


@pytest.mark.parametrize(
    "name", ["Mars/Olympus_Mons", "", "../../etc/passwd", "europe/london", "Europe", "/etc/localtime"]
)
def test_a_zone_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        clock.zone(name)


def test_every_zone_of_the_list_can_be_lived_in() -> None:
    at = datetime(2026, 3, 12, 20, 30, tzinfo=UTC)
    for name in clock.zone_names():
        assert abs((clock.local_day(at, clock.zone(name)) - at.date()).days) <= 1
