"""What happens after a slip in a form, in a real browser: the focus is on the summary, and its link leads on."""

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests import cast
from tests.browser import chromium
from tests.browser.test_every_page import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_focus_is_on_the_summary_and_its_link_leads_to_the_field(chrome: Browser, live_server: LiveServer) -> None:
    context = signed_in(chrome, live_server, cast.person("Ada"))
    page = context.new_page()
    page.set_viewport_size(chromium.PHONE)
    page.goto(f"{live_server.url}/reminders/")
    page.fill("#id_local_time", "")
    for day in page.locator("[name=weekdays]").all():
        day.set_checked(False, force=True)
    page.get_by_role("button", name="Keep time and days").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="Choose a time of day").click()
    expect(page.locator("#id_local_time")).to_be_focused()
    page.get_by_role("link", name="Choose a day").click()
    expect(page.locator("#id_weekdays_0")).to_be_focused()
    context.close()
