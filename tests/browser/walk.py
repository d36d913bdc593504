"""A walk through the site as one person: every page that they are led to, once, whatever rooms there are."""

from collections import deque
from collections.abc import Iterator

from django.urls import resolve
from playwright.sync_api import Page

from tests.states import Home

TABS = ("/today/", "/us/", "/journal/", "/learn/", "/you/")
# The same for everybody; they are looked at once, as the doors table names them.
SAME = ("account_", "mfa_", "safety:", "demo:", "lessons:about")


def pages(page: Page, origin: str, home: Home) -> Iterator[str]:
    """Yields the path of each page while `page` shows it: those of `home`, the tabs, and whatever links lead to.

    Of the pages that differ in their address alone, one is enough.
    """
    waiting = deque([*TABS, *home.also, *home.between])
    seen = {_kind(path) for path in waiting}
    while waiting:
        path = waiting.popleft()
        answer = page.goto(origin + path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        for link in page.evaluate(LINKS):
            further = link.removeprefix(origin)
            kind = _kind(further)
            if kind not in seen and not kind.startswith(SAME):
                seen.add(kind)
                waiting.append(further)
        yield path
    yield from _searches(page, origin)


def _kind(path: str) -> str:
    """The name of the page's URL and what is asked of it: one of each is looked at."""
    path, _question, asked = path.partition("?")
    keys = sorted(each.partition("=")[0] for each in asked.split("&") if each)
    return " ".join([resolve(path).view_name, *keys])


LINKS = """() => [...document.querySelectorAll("main a[href]")]
  .filter((link) => link.origin === location.origin)
  .map((link) => link.href.replace(link.hash, ""))"""


def _searches(page: Page, origin: str) -> Iterator[str]:
    """What a search finds, and what it says when it finds nothing."""
    for word in ("kitchen", "nowhere"):
        page.goto(f"{origin}/journal/")
        field = page.locator("[role=search] input[name=q]")
        if field.count():
            field.fill(word)
            field.press("Enter")
            page.wait_for_url("**/journal/search/")
            yield f"/journal/search/{word}"
