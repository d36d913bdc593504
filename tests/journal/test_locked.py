"""The lock on the journal: it asks each time, by own means alone, shows nothing while closed, and loses no word."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intima.accounts import actions as accounts
from intima.accounts.models import Person
from intima.content import actions as content
from intima.kit import clock
from reflections.journal.actions import prompts
from reflections.journal.models import Answer, Draft, Entry
from reflections.shares.models import Share
from reflections.spaces.models import Space
from tests.accounts.device import Device, make_passkey, use_passkey
from tests.accounts.walk import PASSWORD, ask_for_code, by_password, give_app, shown_by
from tests.journal import acts
from tests.spaces.walk import emailed_code, without_token

JOURNAL, WRITE, OPEN, LOCK = "/journal/", "/journal/write/", reverse("accounts:open_journal"), reverse("accounts:lock")
Browsers = Callable[[Person | None], Client]


@pytest.fixture
def ada(ada: Person) -> Person:
    """Ada with a password and the lock."""
    ada.set_password(PASSWORD)
    ada.save()
    accounts.lock_journal(person=ada, on=True)
    ada.refresh_from_db()
    return ada


@pytest.fixture
def browser(ada: Person, browser_of: Browsers) -> Client:
    return browser_of(ada)


def unlock(browser: Client, wanted: str = JOURNAL, way: str = "password", **shown: str) -> Any:
    return browser.post(OPEN, {"way": way, "next": wanted, **(shown or {"password": PASSWORD})})


def comes_in(person: Person) -> Client:
    """A browser that the person signed in with just now: by password, else by the code of a letter."""
    browser = Client(headers={"host": "localhost"})
    if person.has_usable_password():
        by_password(browser, person.email)
    else:
        comes_by_mail(browser, person)
    return browser


def comes_by_mail(browser: Client, person: Person) -> None:
    entrance = ask_for_code(browser, person.email)["Location"]
    browser.post(entrance, {"code": emailed_code(browser)})


def asked(answer: Any) -> bool:
    return str(answer.headers.get("Location", answer.headers.get("HX-Redirect", ""))).startswith(OPEN)


def written(**data: str) -> dict[str, str]:
    return {"who": "me", "lens": "", "prompt": "", "key": str(uuid.uuid4()), **data}


# --- It asks ------------------------------------------------------------------------------------


def test_it_asks_and_leads_back(browser: Client) -> None:
    answer = browser.get(f"{JOURNAL}?page=2")
    assert answer["Location"] == f"{OPEN}?next=%2Fjournal%2F%3Fpage%3D2"
    assert "Is it you?" in browser.get(answer["Location"]).content.decode()
    assert unlock(browser, "/journal/?page=2")["Location"] == "/journal/?page=2"
    assert browser.get(JOURNAL).status_code == 200


def test_it_looks_the_same_with_nothing_in_it(ada: Person, ben: Person, space: Space, browser: Client) -> None:
    browser.get(OPEN)
    empty = without_token(browser.get(OPEN).content)
    entry = acts.shared(ada, "A line of mine.")
    acts.opened(ada, ben)
    assert without_token(browser.get(OPEN).content) == empty
    for pk in (entry.pk, uuid.uuid4()):  # one that there is, and one that never was
        assert asked(browser.get(f"/journal/{pk}/"))
        assert asked(browser.get(f"/journal/together/{pk}/"))


@pytest.mark.django_db
def test_a_fragment_leads_the_whole_page_there(ada: Person, ben: Person, space: Space, browser: Client) -> None:
    exchange = acts.propose(ada)
    page = f"/journal/together/{exchange.pk}/"
    answer = browser.get(page, headers={"HX-Request": "true", "HX-Current-URL": f"http://localhost{page}"})
    assert answer["HX-Redirect"] == f"{OPEN}?next={page.replace('/', '%2F')}"


@pytest.mark.parametrize(
    "sent_from", ["http://[", "https://example.net/journal/", "http://localhost//example.net/", ""]
)
def test_a_made_up_page_is_none_to_come_back_to(browser: Client, sent_from: str) -> None:
    answer = browser.post("/journal/search/", {"q": "line"}, headers={"Referer": sent_from})
    assert answer["Location"] == f"{OPEN}?next="
    assert unlock(browser, "")["Location"] == "/today/"


def test_without_the_lock_nobody_is_asked(ben: Person, browser_of: Browsers) -> None:
    assert browser_of(ben).get(JOURNAL).status_code == 200
    assert browser_of(ben).get(OPEN)["Location"] == "/today/"


# --- What opens it, and for how long ------------------------------------------------------------


def test_a_wrong_password_opens_nothing(browser: Client) -> None:
    assert unlock(browser, password="lamplight by the door").status_code == 422
    assert asked(browser.get(JOURNAL))


def test_an_app_and_a_passkey_open_it(ada: Person, browser_of: Browsers) -> None:
    device = Device()
    make_passkey(comes_in(ada), device)
    key = give_app(ada)
    by_app, by_passkey = browser_of(ada), browser_of(ada)
    assert unlock(by_app, way="app", code=shown_by(key))["Location"] == JOURNAL
    assert use_passkey(by_passkey, device, OPEN, way="passkey", next=JOURNAL)["Location"] == JOURNAL
    assert by_app.get(JOURNAL).status_code == by_passkey.get(JOURNAL).status_code == 200


def test_a_code_by_email_does_not(ada: Person, browser: Client, browser_of: Browsers) -> None:
    assert "We send a code" not in browser.get(f"{OPEN}?way=mail").content.decode()
    assert unlock(browser, way="mail", code="BCDF-GHJK").status_code == 422  # taken for a password, and there is none
    fresh = browser_of(None)
    comes_by_mail(fresh, ada)
    assert asked(fresh.get(JOURNAL))


def test_it_closes_after_five_minutes_without_use(browser: Client) -> None:
    unlock(browser)
    for minutes, closed in ((4, False), (8, False), (12.5, False), (18, True)):
        with time_machine.travel(clock.now() + timedelta(minutes=minutes), tick=False):
            assert asked(browser.get(JOURNAL)) == closed, minutes


def test_writing_is_use_and_a_page_left_open_is_none(ada: Person, ben: Person, space: Space, browser: Client) -> None:
    exchange, start = acts.propose(ada), clock.now()
    unlock(browser)
    typing = {"text": "I was", "prompt": "", "key": str(uuid.uuid4())}
    with time_machine.travel(start + timedelta(minutes=4), tick=False):
        browser.post("/journal/draft/", typing, headers={"HX-Request": "true"})
    with time_machine.travel(start + timedelta(minutes=8), tick=False):
        polled = browser.get(f"/journal/together/{exchange.pk}/", headers={"HX-Request": "true"})
        assert polled.status_code == 204
    with time_machine.travel(start + timedelta(minutes=10), tick=False):
        assert asked(browser.get(JOURNAL))


def test_each_browser_is_asked_for_itself(ada: Person, browser: Client, browser_of: Browsers) -> None:
    unlock(browser)
    assert asked(browser_of(ada).get(JOURNAL))


def test_the_half_hour_and_the_lock_have_clocks_of_their_own(ada: Person, browser: Client) -> None:
    assert asked(comes_in(ada).get(JOURNAL))
    unlock(browser)
    assert browser.get(reverse("account_email"))["Location"].startswith(reverse("accounts:again"))


def test_ten_tries_a_minute(browser: Client) -> None:
    statuses = [unlock(browser, password="lamplight by the door").status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]


# --- Setting it, and taking it off --------------------------------------------------------------


def test_it_is_set_and_taken_off_and_asks_first(ben: Person, browser_of: Browsers) -> None:
    ben.set_password(PASSWORD)
    ben.save()
    assert browser_of(ben).post(LOCK, {"lock": "on"})["Location"].startswith(reverse("accounts:again"))
    mine = comes_in(ben)
    assert mine.post(LOCK, {"lock": "on"})["Location"] == LOCK
    assert asked(mine.get(JOURNAL))
    assert "It is on." in mine.get(LOCK).content.decode()
    assert browser_of(ben).post(LOCK, {"lock": "off"})["Location"].startswith(reverse("accounts:again"))
    assert asked(mine.post(LOCK, {"lock": "off"}))  # the half hour after signing in is no way round it
    assert asked(mine.get(JOURNAL))
    unlock(mine)
    mine.post(LOCK, {"lock": "off"})
    assert mine.get(JOURNAL).status_code == 200


def test_taking_it_off_wants_more_than_a_mailbox(ada: Person, browser_of: Browsers) -> None:
    fresh = browser_of(None)
    comes_by_mail(fresh, ada)
    assert fresh.post(LOCK, {"lock": "off"})["Location"].startswith(reverse("accounts:again"))
    assert "A code by email" not in fresh.get(reverse("accounts:again")).content.decode()
    ada.refresh_from_db()
    assert ada.locks_journal


def test_nobody_locks_what_they_could_not_open(ben: Person) -> None:
    mine = comes_in(ben)
    assert "Make a passkey" in mine.get(LOCK).content.decode()
    mine.post(LOCK, {"lock": "on"})
    ben.refresh_from_db()
    assert not ben.locks_journal
    assert mine.post(LOCK, {"lock": "perhaps"}).status_code == 400


def test_whoever_lost_the_last_means_is_not_kept_out(ada: Person, browser: Client) -> None:
    ada.set_unusable_password()
    ada.save()
    browser.force_login(ada)
    assert browser.get(browser.get(JOURNAL)["Location"])["Location"] == JOURNAL
    assert browser.get(JOURNAL).status_code == 200


# --- Writing while it is closed -----------------------------------------------------------------


def test_words_sent_after_it_closed_are_kept_and_it_says_so(ada: Person, browser: Client) -> None:
    sent = browser.post(WRITE, written(text="Typed for ten minutes."))
    entry = Entry.objects.get()
    assert entry.text == "Typed for ten minutes."
    there = browser.get(sent["Location"])
    assert asked(there)
    page = browser.get(there["Location"]).content.decode()
    assert "Your words are kept." in page
    assert "Typed for ten minutes." not in page
    unlock(browser, sent["Location"])
    assert "Typed for ten minutes." in browser.get(sent["Location"]).content.decode()


def test_so_are_words_saved_by_the_way_and_changes(ada: Person, browser: Client) -> None:
    entry = acts.keep(ada, "Before.")
    saved = browser.post("/journal/draft/", {"text": "Begun", "prompt": "", "key": str(uuid.uuid4())})
    assert saved.status_code == 200
    assert "Begun" not in saved.content.decode()
    browser.post(f"/journal/{entry.pk}/draft/", {"text": "Befo", "base": "1"})
    assert {draft.text for draft in Draft.objects.all()} == {"Begun", "Befo"}
    browser.post(f"/journal/{entry.pk}/edit/", {"text": "After.", "lens": "", "base": "1"})
    entry.refresh_from_db()
    assert entry.text == "After."
    browser.post(WRITE, written(text="Half a thought", next="questions"))
    assert "Half a thought" in {draft.text for draft in Draft.objects.all()}


@pytest.mark.django_db
def test_so_are_answers_and_what_is_asked(ada: Person, ben: Person, space: Space, browser: Client) -> None:
    exchange, opened = acts.propose(ada, "how-i-protect"), acts.opened(ada, ben)
    browser.post(f"/journal/together/{exchange.pk}/draft/", {"text": "I"})
    browser.post(f"/journal/together/{exchange.pk}/answer/", {"text": "I tidy.", "next": "confirm"})
    assert Answer.objects.get(exchange=exchange).text == "I tidy."
    browser.post(f"/journal/together/{opened.pk}/ask/", {"text": "And then?"})
    assert opened.asks.get().text == "And then?"


@pytest.mark.django_db
def test_words_that_cannot_be_taken_come_back_alone_and_go_in_when_mended(
    ada: Person, ben: Person, space: Space, browser: Client
) -> None:
    entry = acts.keep(ada, "Before, with the secret.", prompt="how-i-protect")
    exchange, opened = acts.propose(ada, "signs-of-alarm"), acts.opened(ada, ben, "Ada answers.", "Ben answers.")
    long = "a word " * 3000
    for url, data in (
        (WRITE, written(prompt="how-i-protect")),
        (f"/journal/{entry.pk}/edit/", {"lens": "", "base": "1"}),
        (f"/journal/together/{exchange.pk}/answer/", {"next": "later"}),
        (f"/journal/together/{opened.pk}/ask/", {}),
    ):
        for text in (long, "   "):
            refused = browser.post(url, {**data, "text": text})
            page = refused.content.decode()
            assert refused.status_code == 422, url
            assert (long.strip() in page) == (text == long), url
            for told in ("secret", "Ada answers.", "Ben answers.", "alarm", "protect?", "Ben"):
                assert told not in page, (url, told)
        hidden = {name: value for name, value in data.items() if f'name="{name}" value="{value}"' in page}
        assert hidden == data
        assert browser.post(url, {**hidden, "text": "Shorter."}).status_code == 302
    entry.refresh_from_db()
    assert entry.text == "Shorter."


def test_a_change_made_elsewhere_meanwhile_comes_back_with_what_keeps_it(ada: Person, browser: Client) -> None:
    entry = acts.keep(ada, "Before.")
    acts.edit(entry, "Meanwhile.")
    refused = browser.post(f"/journal/{entry.pk}/edit/", {"text": "Mine.", "lens": "", "base": "1"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Mine." in page
    assert "Meanwhile." not in page
    assert 'name="base" value="2"' in page


# --- What it lets pass, and what it does not ----------------------------------------------------


@pytest.mark.django_db
def test_taking_back_and_withdrawing_never_ask(ada: Person, ben: Person, space: Space, browser: Client) -> None:
    entry, opened = acts.shared(ada, "Fit for Ben."), acts.opened(ada, ben)
    waiting = acts.propose(ada, "how-i-protect")
    acts.answer(waiting, ada, "I tidy.")
    browser.post(f"/journal/{entry.pk}/take-back/")
    browser.post(f"/journal/together/{opened.pk}/take-back/")
    browser.post(f"/journal/together/{waiting.pk}/withdraw/")
    assert not Share.objects.exists()
    assert Answer.objects.get(exchange=opened, author=ada).taken_back_at
    assert Answer.objects.get(exchange=waiting).state == Answer.State.DRAFT
    acts.share(entry)
    assert browser.get("/journal/take-back/").status_code == 200
    browser.post("/journal/take-back/")
    assert not Share.objects.exists()


@pytest.mark.django_db
def test_showing_and_deleting_ask_and_change_nothing(ada: Person, ben: Person, space: Space, browser: Client) -> None:
    entry = acts.keep(ada, "Only mine.")
    waiting = acts.propose(ada, "how-i-protect")
    acts.answer(waiting, ada, "I tidy.", confirmed=False)
    begun = Draft.objects.create(pk=uuid.uuid4(), author=ada, key=uuid.uuid4(), text="Begun", saved_at=clock.now())
    for url, data in (
        (f"/journal/{entry.pk}/share/", {"revision": "1", "space": str(space.pk)}),
        (f"/journal/{entry.pk}/delete/", {}),
        (f"/journal/draft/{begun.pk}/drop/", {}),
        (f"/journal/together/{waiting.pk}/confirm/", {"revision": "1"}),
        ("/journal/together/propose/", {"prompt": "signs-of-alarm"}),
        ("/journal/search/", {"q": "mine"}),
    ):
        assert asked(browser.post(url, data)), url
    assert Entry.objects.count() == Draft.objects.count() == 1
    assert not Share.objects.exists()
    assert Answer.objects.get(exchange=waiting).state == Answer.State.DRAFT


@pytest.mark.django_db
def test_today_and_us_show_no_question_while_it_is_closed(
    ada: Person, ben: Person, space: Space, browser: Client
) -> None:
    question = prompts("en")["how-i-protect"].ask
    acts.propose(ben, "how-i-protect")
    rows = {url: browser.get(url).content.decode() for url in ("/today/", "/us/")}
    assert question not in rows["/today/"]
    assert rows["/us/"].count(question) == 1  # among those to choose from, as if it had not been asked
    assert all("A question for both of you" in page for page in rows.values())
    unlock(browser)
    assert question in browser.get("/today/").content.decode()
    assert browser.get("/us/").content.decode().count(question) == 1


@pytest.mark.django_db
def test_a_lesson_neither_shows_an_answer_nor_loses_it(ada: Person, browser: Client) -> None:
    version = next(each for each in content.current("lesson", "en") if each.slug == "two-alarms")
    step = next(each for each in version.parsed.steps if each.question)
    url = reverse("lessons:step", args=["two-alarms", step.key])
    empty = without_token(browser.get(url).content)
    acts.keep(ada, "My shoulders rise.", prompt=step.question.prompt)
    closed = browser.get(url)
    assert without_token(closed.content) == empty
    assert "My shoulders rise." not in closed.content.decode()
    browser.post(url, {})  # goes on
    assert Entry.objects.get().text == "My shoulders rise."
    browser.post(url, {"answer": "And my jaw."})  # typed before it closed: nobody saw what it would replace
    assert {entry.text for entry in Entry.objects.all()} == {"My shoulders rise.", "And my jaw."}
    unlock(browser)
    assert "And my jaw." in browser.get(url).content.decode()


def test_a_locked_journal_that_is_open_costs_no_more_than_ten_queries(ada: Person, browser: Client) -> None:
    unlock(browser)
    for url in (JOURNAL, WRITE, "/journal/together/"):
        browser.get(url)
        with time_machine.travel(clock.now() + timedelta(minutes=1)), CaptureQueriesContext(connection) as seen:
            assert browser.get(url).status_code == 200
        # Noting the use is one query, and where no transaction is open its savepoint here in the tests two.
        assert len([query for query in seen if "SAVEPOINT" not in query["sql"]]) <= 10
