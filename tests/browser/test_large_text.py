"""Every page with text at twice its size, on a phone: nothing sideways, and no words beyond their box."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.browser import chromium
from tests.browser.test_every_page import signed_in
from tests.table import furnished, pages_of

pytestmark = pytest.mark.django_db(transaction=True)

# What reaches out of the window, or holds more than its own width shows. Fields scroll within themselves.
BURSTING = """() => {
  document.documentElement.style.fontSize = "200%";
  const found = document.documentElement.scrollWidth > innerWidth ? ["the page scrolls sideways"] : [];
  for (const one of document.querySelectorAll("body *")) {
    const look = getComputedStyle(one), box = one.getBoundingClientRect();
    if (one.ownerSVGElement || look.display === "inline" || look.clipPath !== "none" || box.width < 2) continue;
    const bursts = !one.matches("input, select, textarea") && one.scrollWidth > one.clientWidth + 1;
    if (one.closest("[data-told]")) continue;
    if (bursts || box.right > innerWidth + 1 || box.left < -1) {
      one.dataset.told = "";
      found.push(`${one.localName}.${one.className.baseVal ?? one.className}: ${one.textContent.trim().slice(0, 40)}`);
    }
  }
  return found;
}"""


@pytest.mark.parametrize("language", ["es", pytest.param("en", marks=pytest.mark.long)])
def test_every_page_has_room_for_text_twice_as_large(language: str, chrome: Browser, live_server: LiveServer) -> None:
    made = furnished()
    made.author.language = language
    made.author.save()
    context = signed_in(chrome, live_server, made.author)
    page = context.new_page()
    page.set_viewport_size(chromium.PHONE)
    doors = pages_of("author")
    assert doors
    wrong = []
    for door in doors:
        page.goto(live_server.url + reverse(door.url, kwargs=door.args(made)))
        wrong += [f"{door.url}: {what}" for what in page.evaluate(BURSTING)]
    context.close()
    assert not wrong, "\n".join(wrong)
