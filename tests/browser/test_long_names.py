"""Names of sixty letters without a space, in any script, never make a page scroll sideways on the narrowest phone."""

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from intima.accounts.models import Person
from intima.content import actions as content
from intima.kit import clock
from reflections.journal.models import Entry
from tests import cast
from tests.browser import chromium
from tests.browser.test_every_page import signed_in
from tests.journal import acts

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = {"one word": "W" * 60, "Arabic": "س" * 60, "emoji": "👩‍❤️‍👨" * 10}
WIDER = """() => [...document.querySelectorAll("main *")]
  .filter((each) => each.getClientRects().length && !getComputedStyle(each).clipPath.startsWith("inset"))
  .filter((each) => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map((each) => each.outerHTML.slice(0, 120))"""


def pages(ada: Person, ben: Person) -> list[str]:
    """Every page that calls Ada or Ben by name, with something on it."""
    content.load(at=clock.now())
    mine, opened = acts.keep(ada, "A line."), acts.opened(ada, ben)
    asked, waiting = acts.propose(ben, "signs-of-alarm"), acts.propose(ada, "how-i-protect")
    acts.answer(asked, ada, "He tidies.", confirmed=False)
    acts.answer(waiting, ada, "I move closer.")
    theirs = acts.shared(ben, "From Ben.")
    together = [f"/journal/together/{path}" for path in ("", f"{opened.pk}/", f"{opened.pk}/take-back/")]
    together += [f"/journal/together/{path}" for path in (f"{asked.pk}/", f"{asked.pk}/confirm/", f"{waiting.pk}/")]
    changed = shared_and_changed(ada)
    own = [f"/journal/{changed.pk}/{path}" for path in ("", "share/", "edit/", "delete/")]
    places = ["/today/", "/us/", "/us/leave/", "/you/", "/journal/", "/journal/write/", "/journal/take-back/"]
    return [*places, "/journal/?from=partner", f"/journal/{theirs.pk}/", f"/journal/{mine.pk}/share/", *own, *together]


def shared_and_changed(person: Person) -> Entry:
    entry = acts.shared(person, "Shared.")
    acts.edit(entry, "Changed.")
    return entry


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_long_names_fit_the_narrowest_phone(name: str, chrome: Browser, live_server: LiveServer) -> None:
    ada, ben = (cast.person(each) for each in ("Ada", "Ben"))
    Person.objects.filter(pk__in=[ada.pk, ben.pk]).update(name=name)
    ada.refresh_from_db()
    cast.pair(ada, ben)
    urls = pages(ada, ben)
    context = signed_in(chrome, live_server, ada)
    page = context.new_page()
    wrong = {}
    for url in urls:
        answer = page.goto(live_server.url + url)
        assert answer is not None
        assert answer.status == 200, url
        assert name in page.content(), url
        for width in (chromium.NARROW, chromium.PHONE):
            page.set_viewport_size(width)
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                wrong[url, width["width"]] = page.evaluate(WIDER)
    context.close()
    assert wrong == {}
