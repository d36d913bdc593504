"""The list of time zones: one name for each city, and whatever a device or an earlier release says is understood."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from intima.accounts import zones
from intima.accounts.models import Person
from intima.kit import clock
from tests.accounts.walk import HERE

ME = reverse("accounts:me")


def offered() -> set[str]:
    groups = [each for _region, each in zones.choices() if isinstance(each, list)]
    return {name for group in groups for name, _city in group} | {"UTC"}


def test_each_city_stands_there_once_and_nothing_that_is_no_city() -> None:
    assert {"Asia/Kolkata", "Europe/Oslo", "Europe/Kyiv", "America/Argentina/Buenos_Aires", "UTC"} <= offered()
    assert not offered() & {"Asia/Calcutta", "Factory", "W-SU", "Europe/Kiev", "EST", "Etc/GMT+5", "US/Eastern"}
    assert offered() <= clock.zone_names()
    assert len(offered()) < 450


@pytest.mark.parametrize(
    ("name", "now"),
    [
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("America/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("US/Eastern", "America/New_York"),
        ("Etc/UTC", "UTC"),
        ("Zulu", "UTC"),
        ("Europe/London", "Europe/London"),
        ("Etc/GMT+5", "Etc/GMT+5"),
    ],
)
def test_an_old_name_is_known(name: str, now: str) -> None:
    assert zones.current(name) == now
    assert now == name or "/" not in name or name in zones.old_names().get(now, "") or name.startswith("US/")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Europe/London", "London"),
        ("America/Argentina/Buenos_Aires", "Argentina, Buenos Aires"),
        ("Asia/Calcutta", "Kolkata"),
        ("UTC", "UTC"),
        ("Etc/GMT+5", "Etc/GMT+5"),
    ],
)
def test_a_zone_goes_by_its_city(name: str, said: str) -> None:
    assert Person(time_zone=name).city == said


@pytest.mark.parametrize(
    ("stored", "shown"), [("Asia/Calcutta", "Asia/Kolkata"), ("Etc/GMT+5", "Etc/GMT+5"), ("Factory", "Factory")]
)
def test_whatever_was_kept_before_is_still_chosen(stored: str, shown: str, ada: Person) -> None:
    Person.objects.update(time_zone=stored)
    browser = Client(headers={"host": "localhost"})
    browser.force_login(ada)
    page = browser.get(ME).content.decode()
    chosen = re.findall(r'<option value="([^"]+)"[^>]* selected[ >]', page[page.index('name="time_zone"') :])
    assert chosen[0] == shown
    assert browser.post(ME, {"name": "Ada", **HERE, "time_zone": stored}).status_code == 302
    ada.refresh_from_db()
    assert ada.time_zone == shown


def test_the_option_tells_the_old_names_that_a_device_may_use(ada: Person) -> None:
    browser = Client(headers={"host": "localhost"})
    browser.force_login(ada)
    assert '<option value="Asia/Kolkata" data-also="Asia/Calcutta">Kolkata</option>' in browser.get(ME).content.decode()
