"""Names of sixty letters without a space, in any script, never make a page scroll sideways on a phone."""

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from intima.accounts.models import Person
from intima.content import actions as content
from intima.kit import clock
from tests import states
from tests.browser import chromium, walk
from tests.browser.test_every_page import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = {"one word": "W" * 60, "Arabic": "س" * 60, "emoji": "👩‍❤️‍👨" * 10}
WIDER = """() => [...document.querySelectorAll("main *")]
  .filter((each) => each.getClientRects().length && !getComputedStyle(each).clipPath.startsWith("inset"))
  .filter((each) => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map((each) => each.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("one word", "paired for a month"),
        *(pytest.param(name, "paired for a month", marks=pytest.mark.long) for name in ("Arabic", "emoji")),
        *(
            pytest.param("one word", state, marks=pytest.mark.long)
            for state in ("somebody said yes", "said yes", "was left")
        ),
    ],
)
def test_long_names_fit_the_narrowest_phone(name: str, state: str, chrome: Browser, live_server: LiveServer) -> None:
    content.load(at=clock.now())
    home = states.STATES[state](clock.now())
    Person.objects.update(name=NAMES[name])
    context = signed_in(chrome, live_server, home.person)
    page = context.new_page()
    wrong, met = {}, 0
    for path in walk.pages(page, live_server.url, home):
        met += NAMES[name] in page.inner_text("main")
        for size in (chromium.NARROW, chromium.PHONE):
            page.set_viewport_size(size)
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                wrong[path, size["width"]] = page.evaluate(WIDER)
    context.close()
    assert met
    assert wrong == {}
