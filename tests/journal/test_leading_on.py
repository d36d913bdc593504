"""'Another question' and 'Just write' save the words first, without a line of JavaScript."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from intima.accounts.models import Person
from reflections.journal.models import Draft, Entry

Browser = Callable[[Person | None], Client]
pytestmark = pytest.mark.django_db


def form(text: str, **fields: str) -> dict[str, str]:
    return {"who": "me", "text": text, "lens": "", "prompt": "how-i-protect", "key": str(uuid.uuid4()), **fields}


@pytest.mark.parametrize(("onward", "head"), [("questions", "Questions to write about"), ("", "In your own words")])
def test_what_was_typed_is_saved_and_waits_in_the_journal(
    onward: str, head: str, ada: Person, browser_of: Browser
) -> None:
    browser = browser_of(ada)
    led = browser.post("/journal/write/", form("I moved clo", next=onward), follow=True)
    page = led.content.decode()
    assert head in page
    assert "What you began is saved. It waits in your journal." in page
    assert "I moved clo" not in page
    assert not Entry.objects.exists()
    draft = Draft.objects.get()
    assert (draft.author, draft.text, draft.prompt) == (ada, "I moved clo", "how-i-protect")
    assert "I moved clo</textarea>" in browser.get("/journal/").content.decode()


def test_the_page_offers_them_as_buttons_of_the_form(ada: Person, browser_of: Browser) -> None:
    page = " ".join(browser_of(ada).get("/journal/write/?prompt=how-i-protect").content.decode().split())
    for value, name in (("questions", "Another question"), ("", "Just write")):
        assert f'name="next" value="{value}" formnovalidate> {name} </button>'.replace("> ", ">").replace(
            " <", "<"
        ) in page.replace("> ", ">").replace(" <", "<")


def test_without_words_nothing_is_saved_and_nothing_said(ada: Person, browser_of: Browser) -> None:
    led = browser_of(ada).post("/journal/write/", form("  \n", next="questions"), follow=True)
    assert led.redirect_chain == [("/journal/questions/", 302)]
    assert "is saved" not in led.content.decode()
    assert not Draft.objects.exists()


def test_words_that_are_too_many_stay_on_the_page(ada: Person, browser_of: Browser) -> None:
    answer = browser_of(ada).post("/journal/write/", form("a" * 30_000, next="questions"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "a" * 30_000 + "</textarea>" in page
    assert page.count("30,000 characters long; up to 20,000 can be kept") == 1
    assert not Draft.objects.exists()


def test_a_place_that_is_not_ours_leads_to_the_empty_page(ada: Person, browser_of: Browser) -> None:
    led = browser_of(ada).post("/journal/write/", form("A line", next="https://example.org/", prompt="what-ben-did"))
    assert led["Location"] == "/journal/write/"
    assert Draft.objects.get().prompt == ""


@pytest.mark.parametrize(
    ("url", "head"), [("?prompt=small-thing", "A question to write about"), ("", "In your own words")]
)
def test_the_page_is_headed_by_what_it_is_for(url: str, head: str, ada: Person, browser_of: Browser) -> None:
    page = " ".join(browser_of(ada).get(f"/journal/write/{url}").content.decode().split())
    assert f"<h1> {head} </h1>" in page
