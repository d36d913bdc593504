"""Every page of the URL map in a real browser: nothing sideways at 320 px, axe silent, no error, no third party."""

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from intima.accounts.models import Person
from intima.kit import errors
from tests import world
from tests.browser import axe, chromium
from tests.table import furnished, pages_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def here(transactional_db: None) -> world.World:
    return furnished()


def signed_in(
    chrome: Browser, live_server: LiveServer, person: Person | None, *, script: bool = True
) -> BrowserContext:
    context = chrome.new_context(viewport=chromium.NARROW, reduced_motion="reduce", java_script_enabled=script)
    if person is not None:
        sign_in(context, live_server, person)
    return context


def sign_in(context: BrowserContext, live_server: LiveServer, person: Person) -> None:
    """The context is the person's from now on, whoever's it was."""
    client = Client()
    client.force_login(person)
    context.clear_cookies()
    for name, morsel in client.cookies.items():
        context.add_cookies([{"name": name, "value": morsel.value, "url": live_server.url}])


def stored(page: Page) -> list[list[str]]:
    """What lies in both kinds of web storage, as the browser itself has it; scripts of the site find it closed."""
    asked = page.context.new_cdp_session(page)
    origin = "/".join(page.url.split("/")[:3])
    places = [{"securityOrigin": origin, "isLocalStorage": local} for local in (True, False)]
    found = [asked.send("DOMStorage.getDOMStorageItems", {"storageId": place})["entries"] for place in places]
    asked.detach()
    return [entry for entries in found for entry in entries]


def faults(page: Page, live_server: LiveServer, url: str, status: int = 200) -> list[str]:
    """What is wrong with one page, in words; an empty list when nothing is."""
    said: list[str] = []
    if status == 200:  # of an error page Chromium itself tells the console
        page.on("console", lambda message: said.append(f"console: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    page.on("request", lambda sent: said.append(f"asks {sent.url}") if not _ours(sent.url, live_server) else None)
    answer = page.goto(url)
    if answer is None or answer.status != status:
        return [f"answers {answer and answer.status}"]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        said.append("scrolls sideways at 320 px")
    if page.evaluate("document.querySelectorAll('[style], style, script:not([src])').length"):
        said.append("holds inline style or script")
    if kept := stored(page):
        said.append(f"keeps in web storage {kept}")
    for scheme in axe.SCHEMES:
        said += axe.violations(page, scheme)
    return said


def _ours(url: str, live_server: LiveServer) -> bool:
    return url.startswith((live_server.url, "data:"))


@pytest.mark.parametrize(
    "role",
    [
        "author",
        pytest.param("partner", marks=pytest.mark.long),
        "nobody",
        pytest.param("therapist", marks=pytest.mark.long),
    ],
)
def test_every_page_is_sound(role: str, here: world.World, chrome: Browser, live_server: LiveServer) -> None:
    context = signed_in(chrome, live_server, here.who(role))
    doors = pages_of(role)
    assert doors
    wrong = []
    for door in doors:
        page = context.new_page()
        url = live_server.url + reverse(door.url, kwargs=door.args(here))
        wrong += [f"{door.url} as {role}: {fault}" for fault in faults(page, live_server, url)]
        page.close()
    context.close()
    assert not wrong, "\n".join(wrong)


ERRORS = {
    400: errors.bad_request,
    403: errors.forbidden,
    404: errors.not_found,
    405: lambda request: errors.not_allowed(request, "POST"),
    413: errors.too_large,
    429: errors.too_many,
    500: errors.server_error,
}


@pytest.mark.parametrize("status", ERRORS)
def test_every_error_page_is_sound(status: int, chrome: Browser, live_server: LiveServer) -> None:
    made = ERRORS[status](RequestFactory().get("/"))
    context = signed_in(chrome, live_server, None)
    address = f"{live_server.url}/error"
    context.route(address, lambda route: route.fulfill(status=status, content_type="text/html", body=made.content))
    assert faults(context.new_page(), live_server, address, status) == []
    context.close()
