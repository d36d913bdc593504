"""Marks heaped on a letter stay with the words that they belong to: nobody writes over a page that another reads."""

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from intima.content import actions as content
from intima.kit import clock
from reflections.notes.models import Note
from reflections.spaces.actions import tie_of
from tests import cast
from tests.browser import chromium
from tests.browser.test_every_page import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

MARKS = "̴̡̐͒̚" * 300
ROOM = 6  # pixels that the clipped words may take beyond their box


def test_heaped_marks_in_the_others_words_reach_nothing_above_them(chrome: Browser, live_server: LiveServer) -> None:
    content.load(at=clock.now())
    ada, ben = cast.person("Ada"), cast.person("Ben")
    cast.pair(ada, ben)
    tie = tie_of(ben)
    assert tie is not None
    context = signed_in(chrome, live_server, ada)
    page = context.new_page()
    page.set_viewport_size(chromium.PHONE)
    above = []
    for heap in ("", MARKS):
        Note.objects.all().delete()
        note = Note.objects.create(
            author=ben, receiver=ada, space=tie.space, text=f"H{heap}.", sent_at=clock.now().replace(microsecond=0)
        )
        for path in (f"/notes/{note.pk}/", "/notes/"):
            page.goto(f"{live_server.url}{path}")
            words = page.locator(".words, .entry-words").first.bounding_box()
            assert words is not None
            above.append(page.screenshot(clip={"x": 0, "y": 0, "width": words["width"], "height": words["y"] - ROOM}))
    assert above[:2] == above[2:]
    context.close()
