"""The site on a home screen: Chromium itself says whether it could be installed there, and as what."""

from pathlib import Path

from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.browser import chromium


def test_chromium_would_install_it(chrome: Browser, live_server: LiveServer, tmp_path: Path) -> None:
    # In a profile of its own: in a private window, which tests open elsewhere, nothing can be installed.
    context = chrome.browser_type.launch_persistent_context(
        tmp_path, executable_path=chromium.PATH, args=chromium.ARGUMENTS
    )
    page = context.new_page()
    page.goto(live_server.url)
    asked = context.new_cdp_session(page)
    told = asked.send("Page.getAppManifest")
    refused = asked.send("Page.getInstallabilityErrors")
    context.close()
    assert told["url"] == f"{live_server.url}/app.webmanifest"
    assert told["errors"] == []
    assert refused["installabilityErrors"] == []
