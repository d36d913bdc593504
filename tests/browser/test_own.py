"""One's own data in a real browser: taken along as one file, and the account deleted at once."""

from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from intima.accounts.models import Person
from tests import cast
from tests.accounts.walk import PASSWORD
from tests.browser import chromium
from tests.browser.test_every_page import signed_in
from tests.journal import acts as journal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_a_person_shows_who_they_are_takes_their_data_and_goes(
    script: bool, transactional_db: None, chrome: Browser, live_server: LiveServer
) -> None:
    ada = cast.person("Ada")
    ada.set_password(PASSWORD)
    ada.save()
    journal.keep(ada, "Soup on Sunday.")
    page = signed_in(chrome, live_server, ada, script=script).new_page()
    page.set_viewport_size(chromium.PHONE)
    page.goto(f"{live_server.url}/you/")
    page.get_by_role("link", name="Your data").click()
    page.get_by_role("link", name="Take it along").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it you?")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("main")).to_contain_text("1 thing to read")
    with page.expect_download() as download:
        page.get_by_role("button", name="Take my data along").click()
    assert download.value.suggested_filename == "data.zip"
    with ZipFile(download.value.path()) as zipped:
        assert "> Soup on Sunday." in zipped.read("journal-entries.md").decode()
    page.goto(f"{live_server.url}/data/leave/")
    page.get_by_role("button", name="Delete it now").click()
    expect(page.locator("main")).to_contain_text("Tick this first, or choose the week.")
    page.get_by_label("I know that nothing of it can be brought back").check()
    page.get_by_role("button", name="Delete it now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("It is done")
    assert not Person.objects.filter(pk=ada.pk).exists()
    page.goto(f"{live_server.url}/data/")
    expect(page).to_have_url(f"{live_server.url}/accounts/login/?next=/data/")
    page.context.close()
