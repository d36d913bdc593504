"""'Go deeper': what is elsewhere is named, linked where the practice gave a link, and said to lead away."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from intima import environment
from intima.accounts.models import Person

pytestmark = pytest.mark.django_db

Open = Callable[[Person | None], Client]
RESOURCES = (
    "Quiet evenings|https://library.example.org/quiet?page=1; "
    "Everyday Therapy | https://video.example.org/everyday"  # a title that the page names anyway
)


@pytest.fixture
def links(monkeypatch: pytest.MonkeyPatch) -> list[environment.Link]:
    monkeypatch.setenv("RESOURCES", RESOURCES)
    return environment.links("RESOURCES")


def page(browser: Client) -> str:
    answer = browser.get("/learn/resources/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def links_away(page: str) -> list[str]:
    return re.findall(r'<a [^>]*href="(https?://[^"]+)"', page)


def test_without_a_setting_the_authors_work_is_named_and_nothing_is_linked(browser_of: Open) -> None:
    found = page(browser_of(None))
    for name in ("Sacred Spaces: A Guide to Creating Emotional Safety", "Everyday Therapy", "Intima Couples &amp; Sex"):
        assert name in found
    assert links_away(found) == []
    assert found.count("Where there is no link, look for it by its name.") == 1
    assert "leaves this site" not in found
    assert "Chosen by those who run this site" not in found


def test_each_link_of_the_setting_stands_there_once_with_its_title_and_its_host(
    ada: Person, browser_of: Open, links: list[environment.Link], settings: Settings
) -> None:
    settings.RESOURCES = links
    found = page(browser_of(ada))
    assert links_away(found) == ["https://library.example.org/quiet?page=1", "https://video.example.org/everyday"]
    assert found.count("Everyday Therapy") == 1
    assert "Quiet evenings" in found
    for host in ("library.example.org", "video.example.org"):
        assert f"Leaves this site, to {host}" in found
    assert found.count('rel="noopener noreferrer"') == 2
    assert "A link from here leaves this site." in found


def test_a_title_is_shown_as_it_is_written(
    browser_of: Open, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RESOURCES", "<b>Bold|https://example.org/")
    settings.RESOURCES = environment.links("RESOURCES")
    assert "&lt;b&gt;Bold" in page(browser_of(None))


@pytest.mark.parametrize("value", ["", " ", " ; "])
def test_an_empty_setting_links_nothing(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RESOURCES", value)
    assert environment.links("RESOURCES") == []


@pytest.mark.parametrize("url", ["/learn/", "/learn/about/", "/learn/go-deeper/shelf/"])
def test_the_page_is_a_step_away_from_where_one_would_look(url: str, browser_of: Open) -> None:
    assert 'href="/learn/resources/"' in browser_of(None).get(url).content.decode()
