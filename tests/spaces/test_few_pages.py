"""How many pages two new people see between the first one and their open space. Each is one more place to turn back."""

import re
from collections.abc import Callable
from typing import Any

from django.test import Client

from intima.accounts.models import Person
from tests.spaces import walk

Browsers = Callable[[Person | None], Client]
SAID = {"time_zone": "Europe/London", "language": "en", "adult": "on"}


class Walker:
    """Presses what the pages offer, and counts the pages that it is shown."""

    def __init__(self, browser: Client) -> None:
        self.browser = browser
        self.pages: list[str] = []

    def arrives(self, answer: Any) -> None:
        assert answer.status_code == 200
        self.url, self.page = answer.request["PATH_INFO"], answer.content.decode()
        self.pages.append(self.url)

    def go(self, url: str) -> None:
        self.arrives(self.browser.get(url, follow=True))

    def follow(self, words: str) -> None:
        links = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>([^<]*)', self.page)
        self.go(next(url for url, said in links if said.strip() == words))

    def post(self, data: dict[str, str]) -> None:
        """Send the page's own form, with what it carries hidden."""
        hidden = dict(re.findall(r'<input type="hidden" name="(next)" value="([^"]+)"', self.page))
        action = re.search(r'<form class="(?:card|cluster)"[^>]*action="([^"]+)"', self.page)
        url = action[1] if action else self.url
        self.arrives(self.browser.post(url, {**hidden, **data}, follow=True))


def test_one_who_invites_sees_five_pages_and_one_who_comes_five(db: None, browser_of: Browsers) -> None:
    ada, ben = Walker(browser_of(None)), Walker(browser_of(None))
    ada.go("/")
    ada.follow("Begin")
    ada.post({"email": "ada@example.org"})
    ada.post({"code": walk.emailed_code(ada.browser)})
    ada.post({"name": "Ada", **SAID, "then": "invite"})
    link = re.search(r"http://[^/]+(/us/come/[\w-]+/)</textarea>", ada.page)
    assert link
    ben.go(link[1])
    ben.follow("Begin with your email")
    ben.post({"email": "ben@example.org"})
    ben.post({"code": walk.emailed_code(ben.browser)})
    ben.post({"name": "Ben", **SAID})
    ben.post({"answer": "accept"})
    before = len(ada.pages)
    part = ada.browser.get(ada.url, headers={"HX-Request": "true"})  # what the open page asks by itself
    ada.page = part.content.decode()
    ada.post({"answer": "yes"})
    assert "Your space is open for both of you." in ada.page
    assert ada.pages[:before] == [
        "/",
        "/accounts/signup/",
        "/accounts/confirm-email/",
        "/accounts/begin/",
        "/us/invite/",
    ]
    assert ben.pages[1:-1] == ["/accounts/signup/", "/accounts/confirm-email/", "/accounts/begin/", "/us/invitation/"]
    assert len(ben.pages) == 6
    assert "is open" in ben.browser.get(ben.url).content.decode()
