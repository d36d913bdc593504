"""Screenshots of the demo site's pages into var/shots, and the README's picture, docs/intima.jpg.

Starts the whole site in a folder of its own, signs in as Ada, and looks at each page on a phone and on a desk, in light
and dark.
"""

import base64
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright
from tqdm import tqdm

from tests.browser import chromium
from tests.site import ROOT, Site, make_run, wait_until

SIGNED_OUT = {
    "welcome": "/",
    "sign-up": "/accounts/signup/",
    "sign-in": "/accounts/login/",
    "help": "/help/",
    "is-it-safe": "/safe/",
    "privacy": "/privacy/",
    "kept": "/data/kept/",
    "elsewhere": "/weather/",
    "no-such-page": "/no-such-page/",
}
SIGNED_IN = {
    "today": "/today/",
    "learn": "/learn/",
    "lesson": "/learn/two-alarms/",
    "us": "/us/",
    "you": "/you/",
    "me": "/accounts/me/",
    "ways": "/accounts/ways/",
    "data": "/data/",
    "journal": "/journal/",
    "write": "/journal/write/",
    "questions": "/journal/questions/",
    "together": "/journal/together/",
    "check-in": "/checkin/",
    "trends": "/checkin/trends/",
    "notes": "/notes/",
    "tour": "/tour/1/",
    "reminders": "/reminders/",
    "leave": "/us/leave/",
    "about": "/learn/about/",
    "elsewhere-to-read": "/learn/resources/",
    "mailbox": "/mailbox/",
}
VIEWS = {
    "390-light": (chromium.PHONE, "light"),
    "390-dark": (chromium.PHONE, "dark"),
    "1280-light": (chromium.DESK, "light"),
    "1280-dark": (chromium.DESK, "dark"),
}


def look(chrome: Browser, view: str, *, scale: float = 1.5) -> BrowserContext:
    size, scheme = VIEWS[view]
    return chrome.new_context(viewport=size, color_scheme=scheme, device_scale_factor=scale, reduced_motion="reduce")


def sign_in(context: BrowserContext, site: Site) -> None:
    """As Ada, with the password that the start printed."""
    words = site.printed().split()
    password = words[words.index("password:") + 1]
    page = context.new_page()
    page.goto(site.url + "/accounts/login/password/")
    page.fill("input[type=email]", "ada@example.org")
    page.fill("input[type=password]", password)
    page.click("main button[type=submit], main button.primary")
    page.wait_for_url("**/today/")
    page.close()


def shoot(context: BrowserContext, site: Site, pages: dict[str, str], view: str, folder: Path) -> None:
    page = context.new_page()
    for name, path in tqdm(pages.items(), desc=view, disable=None):
        page.goto(site.url + path)
        # As tall as the page, so that the tab bar lies at its end and not across its middle.
        width, height = VIEWS[view][0].values()
        page.set_viewport_size({"width": width, "height": height})
        tall = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": max(height, tall)})
        page.screenshot(path=folder / f"{name}-{view}.png")
    page.close()


def picture(chrome: Browser, site: Site, file: Path) -> None:
    """Three phones side by side: Today and a lesson by day, the journal by night."""
    taken = []
    for path, view in [("/today/", "390-light"), ("/learn/two-alarms/", "390-light"), ("/journal/", "390-dark")]:
        context = look(chrome, view, scale=1)
        sign_in(context, site)
        page = context.new_page()
        page.goto(site.url + path)
        taken.append(base64.b64encode(page.screenshot()).decode())
        context.close()
    page = chrome.new_page(viewport={"width": 3 * 390 + 4 * 24, "height": 844 + 48})
    images = "".join(f'<img src="data:image/png;base64,{image}">' for image in taken)
    css = "body{margin:24px;display:flex;gap:24px;background:#e9e2d8}img{border-radius:24px}"
    page.set_content(f"<style>{css}</style>{images}")
    page.screenshot(path=file, type="jpeg", quality=72)
    page.close()


def main() -> int:
    folder = ROOT / "var" / "shots"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as var, sync_playwright() as playwright:
        site = make_run(Path(var) / "var")
        try:
            wait_until(site.answers, 90, "first page")
            chrome = playwright.chromium.launch(executable_path=chromium.PATH, args=chromium.ARGUMENTS)
            for view in VIEWS:
                context = look(chrome, view)
                shoot(context, site, SIGNED_OUT, view, folder)
                sign_in(context, site)
                shoot(context, site, SIGNED_IN, view, folder)
                context.close()
            picture(chrome, site, ROOT / "docs" / "intima.jpg")
            chrome.close()
        finally:
            site.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
