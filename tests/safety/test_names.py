"""What the site is called where others may look: on the phone that it is installed on, and in the tabs of a browser."""

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from intima.accounts.models import Person

Browser = Callable[[Person | None], Client]


def test_an_installed_site_has_the_sites_name_and_opens_today(db: None, browser_of: Browser) -> None:
    answer = browser_of(None).get("/app.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    told = answer.json()
    assert (told["name"], told["short_name"], told["start_url"], told["display"]) == (
        "Intima", "Intima", "/today/", "standalone",
    )  # fmt: skip
    assert not {"description", "categories", "screenshots", "shortcuts"} & set(told)


@pytest.mark.parametrize("icon", ["lamp", "plain"])
def test_its_name_and_icon_are_what_the_settings_say(icon: str, db: None, browser_of: Browser, settings: Any) -> None:
    settings.APP_NAME, settings.APP_ICON = "Notes", icon
    told = browser_of(None).get("/app.webmanifest").json()
    assert (told["name"], told["short_name"]) == ("Notes", "Notes")
    assert {each["purpose"] for each in told["icons"]} == {"any", "maskable"}
    for each in told["icons"]:
        assert each["src"].startswith(f"/static/icons/{icon}-")
        assert size_of(each["src"]) == each["sizes"]
    for path in ("/", "/no-such-page/"):
        page = browser_of(None).get(path).content.decode()
        assert f'href="/static/icons/{icon}.svg"' in page
        assert f'rel="apple-touch-icon" href="/static/icons/{icon}-180.png"' in page
        assert 'name="apple-mobile-web-app-title" content="Notes"' in page
        assert size_of(f"/static/icons/{icon}-180.png") == "180x180"


def size_of(url: str) -> str:
    """Width and height as the PNG itself has them."""
    file = finders.find(url.removeprefix("/static/"))
    assert isinstance(file, str)
    head = Path(file).read_bytes()[:24]
    assert head.startswith(b"\x89PNG")
    return "{}x{}".format(*struct.unpack(">II", head[16:24]))


def test_the_manifest_is_the_same_for_everybody(ada: Person, browser_of: Browser) -> None:
    signed_out = browser_of(None).get("/app.webmanifest").content
    assert browser_of(ada).get("/app.webmanifest").content == signed_out
