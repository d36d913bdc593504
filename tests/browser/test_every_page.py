"""Every page of the URL map in a real browser: nothing sideways at 320 px, axe silent, no error, no third party."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client, RequestFactory
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from intima.accounts.models import Person
from intima.kit import errors
from tests import world
from tests.browser import chromium
from tests.house.test_doors import DOORS, ROOMS, expected
from tests.world import Door

pytestmark = pytest.mark.django_db(transaction=True)

# Not pages: they answer machines, or lead away.
NO_PAGE = {"healthz", "readyz", "safety:exit"}


def pages_of(role: str) -> list[Door]:
    number = world.ROLES.index(role)
    return [door for door in DOORS if expected(door.get, number) == 200 and door.url not in NO_PAGE]


@pytest.fixture
def here(transactional_db: None) -> world.World:
    made = world.build()
    for room in ROOMS:
        room.furnish(made)
    return made


def signed_in(
    chrome: Browser, live_server: LiveServer, person: Person | None, *, script: bool = True
) -> BrowserContext:
    context = chrome.new_context(viewport=chromium.NARROW, reduced_motion="reduce", java_script_enabled=script)
    if person is not None:
        client = Client()
        client.force_login(person)
        for name, morsel in client.cookies.items():
            context.add_cookies([{"name": name, "value": morsel.value, "url": live_server.url}])
    return context


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
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for violation in Axe().run(page).response["violations"]:
            nodes = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
            said.append(f"axe in {scheme}, {violation['id']}: {nodes}")
    return said


def _ours(url: str, live_server: LiveServer) -> bool:
    return url.startswith((live_server.url, "data:"))


@pytest.mark.parametrize("role", ["author", "partner", "nobody"])
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
    413: errors.too_large,
    422: errors.unprocessable,
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
