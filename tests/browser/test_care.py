"""A therapist at a desk and a client on a phone: invited, consented, released, read, and ended while a page is open."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from intima.accounts.models import Person
from intima.content import actions as content
from intima.kit import clock
from reflections.care.models import CareLink
from reflections.journal.actions import entries
from tests import cast
from tests.browser import chromium
from tests.browser.test_every_page import sign_in
from tests.journal import acts

pytestmark = pytest.mark.django_db(transaction=True)


def press(page: Page, name: str) -> None:
    here = page.locator("main")
    here.get_by_role("button", name=name).or_(here.get_by_role("link", name=name)).first.click()
    page.wait_for_load_state()


def looked_at(chrome: Browser, live_server: LiveServer, person: Person, **size: int) -> BrowserContext:
    """A browser of this size in which the person has just signed in."""
    context = chrome.new_context(viewport=size or chromium.PHONE, reduced_motion="reduce")
    sign_in(context, live_server, person)
    return context


def test_a_client_consents_releases_one_entry_reads_the_ledger_and_ends_it(
    chrome: Browser, live_server: LiveServer, transactional_db: None
) -> None:
    content.load(at=clock.now())
    ada, dee = cast.person("Ada"), cast.therapist("Dr Dee")
    desk = looked_at(chrome, live_server, dee.person, **chromium.DESK).new_page()
    desk.goto(f"{live_server.url}/clients/invite/")
    press(desk, "Make a link and a code")
    code = desk.locator("#code").input_value()

    phone = looked_at(chrome, live_server, ada).new_page()
    phone.goto(f"{live_server.url}/care/code/")
    phone.fill("main input[name=code]", code.lower())
    press(phone, "See the invitation")
    expect(phone.locator("h1")).to_contain_text("Dr Dee invites you")
    CareLink.objects.all().delete()
    link = cast.care(ada, dee)  # asking who is there has tests of its own
    entry = acts.keep(ada, "I heard the kettle.", at=clock.now())
    phone.goto(f"{live_server.url}/journal/{entry.pk}/")
    press(phone, "Show it to Dr Dee")
    expect(phone.locator("main")).to_contain_text("Dr Dee may raise this with a partner of yours.")
    press(phone, "Release to Dr Dee")
    expect(phone.locator("main .privacy").first).to_contain_text("You and Dr Dee")
    entries.edit(author=ada, pk=entry.pk, base=1, text="Later words.", lens=None)

    phone.goto(f"{live_server.url}/care/{link.pk}/seen/")
    expect(phone.locator("main")).to_contain_text("I heard the kettle.")
    copy = phone.locator("main form[action*=released]").first.get_attribute("action") or ""
    desk.goto(f"{live_server.url}/clients/{link.pk}/released/{copy.split('/')[3]}/")
    expect(desk.locator("main")).to_contain_text("I heard the kettle.")
    phone.goto(f"{live_server.url}/care/ledger/")
    expect(phone.locator("main")).to_contain_text("Opened by Dr Dee")

    phone.goto(f"{live_server.url}/care/{link.pk}/")
    press(phone, "End consent now")
    expect(phone.locator("main")).to_contain_text("Ended.")
    answer = desk.reload()
    assert answer is not None
    assert answer.status == 404
    for page in (phone, desk):
        page.context.close()
