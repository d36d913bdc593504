"""Writing, changing and deleting one's own words, as a browser does it."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.html import escape

from intima.accounts.models import Person
from intima.kit import seal
from reflections.journal.models import Draft, Entry
from reflections.spaces.models import Space
from tests.cast import EVENING
from tests.journal import acts

Browser = Callable[[Person | None], Client]
HTMX = {"HX-Request": "true"}
HOSTILE = [
    "\u202eback to front\u202c \u2066isolate\u2069 \u200f",
    "👩‍❤️‍👨 \u200d\ufeff é e\u0301",
    '<script>alert(1)</script> {{ 7 }} {% debug %} ‘’ & "',
    "a" + "\u0301" * 3_000 + "\u200b\u2060 marks heaped on a letter, and what has no width",
    "  three\n\n\nlines, and spaces at both ends  ",
]


def form(text: str, **fields: object) -> dict[str, object]:
    return {"who": "me", "text": text, "lens": "", "prompt": "", "key": str(uuid.uuid4()), **fields}


def test_ada_keeps_a_line_and_it_is_hers_alone(ada: Person, space: Space, browser_of: Browser) -> None:
    answer = browser_of(ada).post("/journal/write/", form("We ate the toast cold.", lens="7"))
    entry = Entry.objects.get()
    assert answer["Location"] == f"/journal/{entry.pk}/"
    assert (entry.author, entry.text, entry.shown, entry.lens) == (ada, "We ate the toast cold.", None, 7)
    page = browser_of(ada).get(f"/journal/{entry.pk}/").content.decode()
    assert "We ate the toast cold." in page
    assert "Only you" in page
    assert "Stepped back a little" in page


def test_the_day_of_an_entry_is_its_authors(ada: Person) -> None:
    ada.time_zone = "Pacific/Auckland"
    entry = acts.keep(ada, "Already Friday here.")
    assert entry.day == EVENING.date() + timedelta(days=1)


def test_words_for_two_lead_to_the_preview_and_share_nothing_yet(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    answer = browser_of(ada).post("/journal/write/", form("For Ben, perhaps.", who="partner"))
    entry = Entry.objects.get()
    assert answer["Location"] == f"/journal/{entry.pk}/share/"
    assert not Entry.objects.shared_with(ben).exists()


def test_somebody_alone_is_offered_no_other_eyes(cleo: Person, browser_of: Browser) -> None:
    browser = browser_of(cleo)
    page = browser.get("/journal/write/").content.decode()
    assert "You and" not in page
    assert "Who is this for?" not in page
    assert "Only you" in page
    assert browser.post("/journal/write/", form("A line.", who="partner")).status_code == 422
    assert not Entry.objects.exists()


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_typed_is_kept_to_the_letter(text: str, ada: Person, browser_of: Browser) -> None:
    browser_of(ada).post("/journal/write/", form(text.replace("\n", "\r\n")))
    entry = Entry.objects.get()
    assert entry.text == text
    assert f"<bdi>{escape(text)}</bdi>" in browser_of(ada).get(f"/journal/{entry.pk}/").content.decode()


def test_20_000_characters_are_kept_and_one_more_is_refused_with_nothing_lost(ada: Person, browser_of: Browser) -> None:
    line = "a\r\n" * 10_000
    assert browser_of(ada).post("/journal/write/", form(line)).status_code == 302
    assert len(Entry.objects.get().text) == 20_000
    answer = browser_of(ada).post("/journal/write/", form(line + "b"))
    assert answer.status_code == 422
    assert "20,001 characters long; up to 20,000" in answer.content.decode()
    assert "\na" * 9_999 + "\nb</textarea>" in answer.content.decode().replace("\r\n", "\n")
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("text", ["", "   \n\t "])
def test_nothing_is_not_kept(text: str, ada: Person, browser_of: Browser) -> None:
    answer = browser_of(ada).post("/journal/write/", form(text))
    assert answer.status_code == 422
    assert "Write a word or two first." in answer.content.decode()
    assert not Entry.objects.exists()


def test_a_page_where_nothing_is_any_more_shows_the_newest(ada: Person, browser_of: Browser) -> None:
    acts.keep(ada, "The first and last line.")
    assert "The first and last line." in browser_of(ada).get("/journal/?page=2").content.decode()


def test_a_doubled_click_writes_it_once(ada: Person, browser_of: Browser) -> None:
    sent = form("Once.")
    assert (
        browser_of(ada).post("/journal/write/", sent)["Location"]
        == browser_of(ada).post("/journal/write/", sent)["Location"]
    )
    assert Entry.objects.get().revision == 1


def test_the_same_page_sent_by_two_people_makes_two_entries(ada: Person, ben: Person, browser_of: Browser) -> None:
    sent = form("Mine.")
    browser_of(ada).post("/journal/write/", sent)
    browser_of(ben).post("/journal/write/", {**sent, "text": "Also mine."})
    assert {(entry.author, entry.text) for entry in Entry.objects.all()} == {(ada, "Mine."), (ben, "Also mine.")}


def test_a_question_that_is_not_ours_is_not_kept_with_the_words(ada: Person, browser_of: Browser) -> None:
    browser_of(ada).post("/journal/write/", form("A line.", prompt="what-ben-did"))
    assert Entry.objects.get().prompt == ""


def test_a_question_stands_above_the_words_it_was_answered_with(ada: Person, browser_of: Browser) -> None:
    page = browser_of(ada).get("/journal/write/?prompt=what-brings-me-back").content.decode()
    assert "What helps you come back after a quarrel?" in page
    browser_of(ada).post("/journal/write/", form("Tea.", prompt="what-brings-me-back"))
    assert "What helps you come back after a quarrel?" in browser_of(ada).get("/journal/?page=1").content.decode()


# --- Changing -----------------------------------------------------------------------------------


def test_changed_words_take_the_place_of_the_old(ada: Person, browser_of: Browser) -> None:
    entry = acts.keep(ada, "He was cross.")
    browser_of(ada).post(f"/journal/{entry.pk}/edit/", {"text": "I thought he was cross.", "lens": "0", "base": "1"})
    entry.refresh_from_db()
    assert (entry.text, entry.revision, entry.lens) == ("I thought he was cross.", 2, 0)


def test_words_changed_in_two_windows_are_not_written_over_unasked(ada: Person, browser_of: Browser) -> None:
    entry = acts.keep(ada, "First.")
    acts.edit(entry, "From the phone.")
    answer = browser_of(ada).post(f"/journal/{entry.pk}/edit/", {"text": "From the desk.", "lens": "", "base": "1"})
    assert answer.status_code == 422
    assert "From the desk." in answer.content.decode()
    assert "another window" in answer.content.decode()
    assert Entry.objects.get().text == "From the phone."
    base = answer.context["form"]["base"].value()
    browser_of(ada).post(f"/journal/{entry.pk}/edit/", {"text": "From the desk.", "lens": "", "base": base})
    assert Entry.objects.get().text == "From the desk."


def test_deleted_words_are_gone(ada: Person, browser_of: Browser) -> None:
    entry = acts.keep(ada, "Away with it.")
    assert "Away with it." in browser_of(ada).get(f"/journal/{entry.pk}/delete/").content.decode()
    assert Entry.objects.exists()
    browser_of(ada).post(f"/journal/{entry.pk}/delete/")
    assert not Entry.objects.exists()
    assert browser_of(ada).get(f"/journal/{entry.pk}/").status_code == 404


# --- Drafts -------------------------------------------------------------------------------------


def test_a_draft_is_saved_by_the_way_and_waits_on_the_next_visit(ada: Person, browser_of: Browser) -> None:
    key = str(uuid.uuid4())
    saved = browser_of(ada).post(
        "/journal/draft/", {"text": "Maybe it was the", "key": key, "prompt": ""}, headers=HTMX
    )
    assert "Saved " in saved.content.decode()
    assert not Entry.objects.exists()
    page = browser_of(ada).get("/journal/").content.decode()
    assert "Maybe it was the</textarea>" in page
    assert f'value="{key}"' in page


def test_keeping_the_words_ends_their_draft_and_a_late_save_brings_none_back(ada: Person, browser_of: Browser) -> None:
    sent = form("Done.")
    late = {"text": "Don", "key": sent["key"], "prompt": ""}
    browser_of(ada).post("/journal/draft/", late, headers=HTMX)
    browser_of(ada).post("/journal/write/", sent)
    assert not Draft.objects.exists()
    browser_of(ada).post("/journal/draft/", late, headers=HTMX)
    assert not Draft.objects.exists()
    assert Entry.objects.get().text == "Done."


def test_emptying_the_page_or_letting_it_go_ends_the_draft(ada: Person, browser_of: Browser) -> None:
    one, other = uuid.uuid4(), uuid.uuid4()
    for key in (one, other):
        browser_of(ada).post("/journal/draft/", {"text": "Begun", "key": str(key)}, headers=HTMX)
    browser_of(ada).post("/journal/draft/", {"text": "", "key": str(one)}, headers=HTMX)
    (left,) = Draft.objects.all()
    assert left.key == other
    browser_of(ada).post(f"/journal/draft/{left.pk}/drop/")
    assert not Draft.objects.exists()


def test_a_draft_that_grew_too_long_says_so_and_keeps_what_was_saved(ada: Person, browser_of: Browser) -> None:
    key = str(uuid.uuid4())
    browser_of(ada).post("/journal/draft/", {"text": "Begun", "key": key}, headers=HTMX)
    answer = browser_of(ada).post("/journal/draft/", {"text": "a" * 20_001, "key": key}, headers=HTMX)
    assert answer.status_code == 422
    assert "20,001 characters long; up to 20,000" in answer.content.decode()
    assert Draft.objects.get().text == "Begun"


def test_a_change_being_written_waits_beside_the_kept_words(ada: Person, browser_of: Browser) -> None:
    entry = acts.keep(ada, "Kept.")
    url = f"/journal/{entry.pk}/draft/"
    browser_of(ada).post(url, {"text": "Kept, and mo", "base": "1"}, headers=HTMX)
    assert Entry.objects.get().text == "Kept."
    assert "Kept, and mo</textarea>" in browser_of(ada).get(f"/journal/{entry.pk}/edit/").content.decode()
    acts.edit(entry, "Kept, and more.")
    browser_of(ada).post(url, {"text": "Kept, and mo", "base": "1"}, headers=HTMX)
    assert not Draft.objects.exists()


# --- At rest ------------------------------------------------------------------------------------


def test_a_ciphertext_in_another_row_refuses_to_open(ada: Person) -> None:
    one, other = acts.keep(ada, "One."), acts.keep(ada, "Other.")
    sealed = Entry.objects.filter(pk=one.pk).values_list("text", flat=True).get()
    Entry.objects.filter(pk=other.pk).update(text=sealed)
    with pytest.raises(seal.Broken):
        _ = Entry.objects.get(pk=other.pk).text
    Entry.objects.filter(pk=one.pk).update(shown=sealed)
    with pytest.raises(seal.Broken):
        _ = Entry.objects.get(pk=one.pk).shown
