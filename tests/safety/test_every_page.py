"""What is on every page, whoever looks: the way out, the way to help, and a title that tells nothing."""

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from intima.accounts.models import Person
from intima.content.models import Version
from tests import world
from tests.table import furnished, pages_of

pytestmark = pytest.mark.tables

Browser = Callable[[Person | None], Client]

NEUTRAL = {
    "safety:elsewhere",  # the page behind Exit knows nothing of the site
    "authoring:file",  # a file to keep
    "care:notes_file",
}
TELLING = re.compile(
    r"couple|partner|relationship|therap|marri|love|safe|fear|violen|abus|quarrel|alarm|crisis|danger", re.IGNORECASE
)


@pytest.mark.parametrize("role", world.ROLES)
def test_exit_and_help_are_one_step_away(role: str, db: None, browser_of: Browser) -> None:
    here = furnished()
    browser = browser_of(here.who(role))
    without = []
    for door in pages_of(role):
        if door.url in NEUTRAL:
            continue
        page = browser.get(reverse(door.url, kwargs=door.args(here))).content.decode()
        needed = (
            f'href="{reverse("safety:exit")}"',
            f'href="{reverse("safety:help")}"',
            "js/safety.js",
            "What Exit does",
        )
        without += [(door.url, part) for part in needed if part not in page]
    assert without == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_tabs_title_tells_nothing_but_a_room(language: str, db: None, browser_of: Browser) -> None:
    """A few words of the site's own, and perhaps its name: never what somebody wrote, reads or is called."""
    here = furnished()
    Person.objects.update(language=language)
    lessons = {version.body.get("title") for version in Version.objects.filter(author_id=None)}
    telling = []
    for role in ("nobody", "author"):
        browser = browser_of(here.who(role))
        for door in pages_of(role):
            url = reverse(door.url, kwargs=door.args(here))
            with translation.override(language):
                found = re.search(r"<title>(.*?)</title>", browser.get(url).content.decode(), re.DOTALL)
            title = html.unescape(found[1]).strip().removesuffix(" · Intima") if found else ""
            plain = title == "Intima" or (1 <= len(title.split()) <= 4 and not TELLING.search(title))
            if not plain or title in lessons or any(name in title for name in ("Ada", "Ben", "Eve")):
                telling.append((door.url, title))
    assert telling == []


# What a browser may fill in by itself: who somebody is and how they sign in, never anything else that they typed.
FILLED_IN = {"email", "username webauthn", "current-password", "new-password", "one-time-code", "given-name"}
FILLED_IN |= {"organization"}  # where a therapist works


@pytest.mark.parametrize("role", ["author", "therapist"])
def test_no_browser_offers_again_what_was_typed(role: str, db: None, browser_of: Browser) -> None:
    here = furnished()
    browser = browser_of(here.who(role))
    offered = []
    for door in pages_of(role):
        page = browser.get(reverse(door.url, kwargs=door.args(here))).content.decode()
        for tag in re.findall(r"<input\b[^>]*>", page):
            if not re.search(
                r'type="(hidden|checkbox|radio|range|submit|file|date|time|datetime-local)"|readonly', tag
            ):
                found = re.search(r'autocomplete="([^"]*)"', tag)
                if not found or found[1] not in {"off", *FILLED_IN}:
                    offered.append(f"{door.url}: {tag}")
    assert not offered, "\n".join(offered)
