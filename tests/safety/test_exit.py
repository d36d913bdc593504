"""Exit: a plain link that ends the session at once and leads to a page that looks like nothing of ours."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from intima.accounts.models import Person
from intima.kit.models import Visit

Browser = Callable[[Person | None], Client]
CLEARED = '"cache", "storage"'


@pytest.mark.parametrize("site", [None, "same-origin", "same-site", "none"])
def test_exit_ends_the_session_and_leads_away(site: str | None, ada: Person, browser_of: Browser) -> None:
    browser = browser_of(ada)
    assert browser.get("/today/").status_code == 200
    answer = browser.get("/exit/", headers={"Sec-Fetch-Site": site} if site else {})
    assert answer.status_code == 303
    assert answer["Location"] == reverse("safety:elsewhere")
    assert answer["Clear-Site-Data"] == CLEARED
    assert answer["Cache-Control"] == "no-store"
    assert not Visit.objects.exists()
    assert browser.get("/today/").status_code == 302


def test_a_stolen_cookie_is_worth_nothing_after_exit(ada: Person, browser_of: Browser) -> None:
    browser = browser_of(ada)
    browser.get("/today/")
    stolen = browser.cookies.output()
    browser.get("/exit/")
    browser.cookies.load(stolen.replace("Set-Cookie: ", ""))
    assert browser.get("/today/").status_code == 302


def test_a_link_on_another_site_leads_away_and_ends_nothing(ada: Person, browser_of: Browser) -> None:
    browser = browser_of(ada)
    answer = browser.get("/exit/", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer["Location"] == reverse("safety:elsewhere")
    assert "Clear-Site-Data" not in answer
    assert browser.get("/today/").status_code == 200


def test_a_browser_that_looks_ahead_is_refused_so_that_the_press_comes_here(ada: Person, browser_of: Browser) -> None:
    browser = browser_of(ada)
    assert browser.get("/exit/", headers={"Sec-Purpose": "prefetch;prerender"}).status_code == 503
    assert browser.get("/today/").status_code == 200


def test_exit_works_signed_out(db: None, browser_of: Browser) -> None:
    assert browser_of(None).get("/exit/")["Location"] == reverse("safety:elsewhere")


def test_exit_leads_where_the_settings_say(db: None, browser_of: Browser, settings: Any) -> None:
    settings.EXIT_URL = "https://www.example.org/"
    assert browser_of(None).get("/exit/")["Location"] == "https://www.example.org/"


def test_the_page_behind_exit_is_the_same_for_everybody_and_names_nothing_of_ours(
    ada: Person, browser_of: Browser
) -> None:
    signed_out = browser_of(None).get("/weather/").content
    assert browser_of(ada).get("/weather/").content == signed_out
    page = signed_out.decode().lower()
    for word in ("intima", "couple", "partner", "ada", "csrf", "lamp", "sign", "/today/", 'href="/"'):
        assert word not in page, word


def test_exit_is_on_every_page_signed_in_and_out(ada: Person, browser_of: Browser) -> None:
    for browser, url in ((browser_of(None), "/"), (browser_of(None), "/help/"), (browser_of(ada), "/today/")):
        assert 'href="/exit/"' in browser.get(url).content.decode()
