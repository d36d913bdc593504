"""Reading a lesson from its first step to its last, signed in and signed out."""

import re
from collections.abc import Callable
from itertools import pairwise
from urllib.parse import urlencode

import pytest
from django.test import Client

from exercises.lessons import actions
from exercises.lessons.models import Progress
from intima.accounts.models import Person
from reflections.journal import actions as journal
from tests import cast

pytestmark = pytest.mark.django_db

Open = Callable[[Person | None], Client]
W = "/learn/two-alarms/"
SIGH, TWO, UNDER, PLATE, KEEP = (f"{W}{key}/" for key in ("sigh", "two", "under", "plate", "keep"))


def body(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_step_shows_its_number_its_words_its_picture_and_the_credit(ada: Person, browser_of: Open) -> None:
    page = body(browser_of(ada), TWO)
    for words in (
        "Step 2 of 5",
        "Two bells on one beam",
        "Ada’s alarm",
        "The picture in words",
        "looking for the big pan",
        "What does your body do first when your alarm rings?",
        "Only you",
        "Go to step 3",
        "Raquel Perez, MA, LPC",
        'href="/help/"',
    ):
        assert words in page, words


def test_going_through_all_steps_keeps_the_place_and_ends_with_enough_for_today(ada: Person, browser_of: Open) -> None:
    client = browser_of(ada)
    for here, there in zip((SIGH, TWO, UNDER, PLATE), (TWO, UNDER, PLATE, KEEP), strict=True):
        assert client.post(here).headers["Location"] == there
        assert client.get(W).headers["Location"] == there
    assert "That’s enough for today" in body(client, KEEP)
    assert client.post(KEEP).headers["Location"] == f"{W}done/"
    assert "That’s enough for today" in body(client, f"{W}done/")
    assert client.get(W).headers["Location"] == SIGH  # it can be read again, from the start
    assert "You have read this." in body(client, "/learn/")


def test_reading_alone_changes_nothing(ada: Person, browser_of: Open) -> None:
    client = browser_of(ada)
    for url in (SIGH, KEEP, "/learn/", W, f"{W}done/"):
        client.get(url)
    assert not Progress.objects.exists()


def test_stop_here_keeps_the_place_and_the_words_and_goes_to_today(ada: Person, browser_of: Open) -> None:
    client = browser_of(ada)
    answer = client.post(TWO, {"then": "stop", "answer": "My jaw."})
    assert answer.headers["Location"] == "/today/"
    assert client.get(W).headers["Location"] == TWO
    kept = journal.answer_of(ada, "first-alarm")
    assert kept is not None
    assert kept.text == "My jaw."


def test_stopping_at_the_last_step_does_not_finish_the_lesson(ada: Person, browser_of: Open) -> None:
    client = browser_of(ada)
    client.post(KEEP, {"then": "stop"})
    assert client.get(W).headers["Location"] == KEEP


def test_the_lesson_begun_is_the_first_in_the_list(ada: Person, browser_of: Open) -> None:
    client = browser_of(ada)
    page = body(client, "/learn/")
    assert page.index("Two alarms") < page.index("Lean in, step back")
    client.post("/learn/lean-in-step-back/quiet/")
    page = body(client, "/learn/")
    assert page.index("Lean in, step back") < page.index("Two alarms")
    assert "Your place is kept at ‘Some of us lean in’." in page


def test_somebody_signed_out_reads_from_the_first_step_to_the_last(browser_of: Open) -> None:
    client, url = browser_of(None), client_first(browser_of(None))
    for here, there in zip((SIGH, TWO, UNDER, PLATE, KEEP), (TWO, UNDER, PLATE, KEEP, f"{W}done/"), strict=True):
        assert url == here
        page = body(client, url)
        assert f'href="{there}"' in page
        assert "<textarea" not in page
        assert re.search(r'<a class="quiet" href="/learn/">Stop here</a>', page)
        url = there
    assert "Your place" not in body(client, "/learn/")


def client_first(client: Client) -> str:
    page = body(client, "/learn/")
    assert f'href="{W}"' in page
    return client.get(W).headers["Location"]


def test_somebody_signed_out_hears_what_keeping_an_answer_takes(browser_of: Open) -> None:
    page = body(browser_of(None), TWO)
    assert "What does your body do first when your alarm rings?" in page
    assert "Reading needs none." in page
    assert f'href="/accounts/signup/?next={TWO}"' in page
    assert f'href="/accounts/login/?next={TWO}"' in page
    assert "it leads back to this page" in page


def test_the_end_names_the_next_lesson_and_signing_up_leads_into_it(ada: Person, browser_of: Open) -> None:
    slugs = [reading.lesson.slug for reading in actions.readings(None, "en")]
    for slug, following in pairwise(slugs):
        page = body(browser_of(None), f"/learn/{slug}/done/")
        assert f'<a class="note row" href="/learn/{following}/">' in page
        assert f'href="/accounts/signup/?next=/learn/{following}/"' in page
    last = body(browser_of(None), f"/learn/{slugs[-1]}/done/")
    assert "Next, whenever you like" not in last
    assert 'href="/accounts/signup/?next=/learn/"' in last
    assert "Next, whenever you like" not in body(browser_of(ada), f"{W}done/")


def test_the_first_lesson_can_be_opened_without_knowing_its_name(browser_of: Open) -> None:
    first = actions.readings(None, "en")[0].url
    assert browser_of(None).get("/learn/first/").headers["Location"] == first


@pytest.mark.parametrize("url", ["/learn/", "/learn/first/", TWO, f"{W}done/"])
def test_somebody_who_has_just_signed_up_says_who_they_are_and_is_led_back(url: str, browser_of: Open) -> None:
    client = browser_of(cast.person("Dan", begun_at=None))
    assert client.get(url).headers["Location"] == f"/accounts/begin/?{urlencode({'next': url})}"
    client.post(TWO, {"answer": "My jaw."})
    assert not Progress.objects.exists()


def test_the_place_of_a_reader_who_signs_up_is_kept_from_the_next_press_on(browser_of: Open) -> None:
    dan = cast.person("Dan", begun_at=None)
    client = browser_of(dan)
    said = {"name": "Dan", "time_zone": "Europe/London", "language": "en", "adult": "on", "next": TWO}
    assert client.post("/accounts/begin/", said).headers["Location"] == TWO
    assert "Step 2 of 5" in body(client, TWO)
    assert client.post(TWO, {"answer": "My jaw."}).headers["Location"] == UNDER
    assert client.get(W).headers["Location"] == UNDER


@pytest.mark.parametrize("url", ["/learn/no-such/", "/learn/no-such/sigh/", f"{W}no-such/", "/learn/no-such/done/"])
def test_what_does_not_exist_is_not_found(url: str, ada: Person, browser_of: Open) -> None:
    for person in (ada, None):
        assert browser_of(person).get(url).status_code == 404
    assert browser_of(ada).post(url).status_code in {404, 405}


def test_the_titles_of_the_pages_say_nothing_of_what_is_read(ada: Person, browser_of: Open) -> None:
    for url in ("/learn/", SIGH, TWO, f"{W}done/"):
        page = body(browser_of(ada), url)
        title = " ".join(page.partition("<title>")[2].partition("</title>")[0].split())
        assert title == "Learn · Intima"


def test_the_language_is_the_readers(ada: Person, browser_of: Open) -> None:
    ada.language = "es"
    ada.save()
    assert "Dos campanas en una viga" in body(browser_of(ada), TWO)


def test_the_about_page_names_the_author_and_claims_no_endorsement(browser_of: Open) -> None:
    page = " ".join(body(browser_of(None), "/learn/about/").split())
    for words in (
        "The Secret to Connecting With Your Partner &amp; Healing Your Relationship",
        "Raquel Perez, MA, LPC",
        "Intima Couples &amp; Sex Therapy PLLC",
        "Everyday Therapy",
        "safety for insight",
        "It does not mean that she has looked at this site or recommends it.",
        "It is not about fear, control or violence.",
        'href="/help/"',
    ):
        assert words in page, words
