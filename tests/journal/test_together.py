"""A question answered apart and opened together."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from intima.accounts.actions import delete_account
from intima.accounts.models import Person
from intima.kit import clock
from reflections.journal import actions as journal
from reflections.journal.actions import exchanges as actions
from reflections.journal.models import Answer, Ask, Entry, Exchange
from reflections.notes import actions as notes
from reflections.shares.actions import PreviewOutdated
from reflections.spaces.models import Space
from tests import cast
from tests.journal import acts
from tests.spaces.walk import without_token

Browser = Callable[[Person | None], Client]

pytestmark = pytest.mark.django_db


def page_of(browser: Client, exchange: Exchange) -> str:
    return browser.get(f"/journal/together/{exchange.pk}/").content.decode()


def test_both_write_both_confirm_and_both_answers_open(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    hers, his = browser_of(ada), browser_of(ben)
    url = hers.post("/journal/together/propose/", {"prompt": acts.PROMPT})["Location"]
    exchange = Exchange.objects.get()
    assert "What helps you come back after a quarrel?" in page_of(his, exchange)
    for browser, text in ((hers, "Sit near me."), (his, "Ten minutes.")):
        led = browser.post(f"{url}answer/", {"text": text, "next": "confirm"})
        preview = browser.get(led["Location"])
        assert text in preview.content.decode()
        assert "each of you learns that the other confirmed" in preview.content.decode()
        assert "Ten minutes." not in page_of(hers, exchange)
        assert "Sit near me." not in page_of(his, exchange)
        browser.post(led["Location"], {"revision": preview.context["form"]["revision"].value()})
    for browser in (hers, his):
        assert "Sit near me." in page_of(browser, exchange)
        assert "Ten minutes." in page_of(browser, exchange)


def test_a_stranger_and_a_former_partner_find_no_exchange(
    ada: Person, ben: Person, cleo: Person, browser_of: Browser
) -> None:
    eve = cast.person("Eve")
    cast.part(cast.pair(eve, ben), who_left=eve, at=cast.EVENING)
    cast.pair(ada, ben)
    exchange = acts.opened(ada, ben)
    for other in (cleo, eve):
        assert browser_of(other).get(f"/journal/together/{exchange.pk}/").status_code == 404


def test_the_same_question_put_twice_is_one_question(ada: Person, ben: Person, space: Space) -> None:
    assert acts.propose(ada).pk == acts.propose(ben).pk
    assert acts.propose(ada, "how-i-protect").pk != acts.propose(ada).pk


def test_only_a_question_of_the_reflection_can_be_put(ada: Person, space: Space, browser_of: Browser) -> None:
    for prompt in ("first-alarm", "why-are-you-like-this", ""):
        assert browser_of(ada).post("/journal/together/propose/", {"prompt": prompt}).status_code == 422
    assert not Exchange.objects.exists()


def test_one_confirmation_opens_nothing(ada: Person, ben: Person, space: Space) -> None:
    exchange = acts.propose(ada)
    acts.answer(exchange, ben, "Ten minutes.")
    acts.answer(exchange, ada, "Sit near me.", confirmed=False)
    exchange.refresh_from_db()
    assert exchange.opened_at is None


def test_a_withdrawn_answer_opens_nothing_until_it_is_confirmed_again(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    exchange = acts.propose(ada)
    acts.answer(exchange, ada, "Sit near me.")
    browser_of(ada).post(f"/journal/together/{exchange.pk}/withdraw/")
    acts.answer(exchange, ben, "Ten minutes.")
    exchange.refresh_from_db()
    assert exchange.opened_at is None
    assert "Sit near me.</textarea>" in page_of(browser_of(ada), exchange)


def test_words_changed_after_the_preview_are_not_confirmed(ada: Person, space: Space, browser_of: Browser) -> None:
    exchange = acts.propose(ada)
    acts.answer(exchange, ada, "Sit near me.", confirmed=False)
    acts.answer(exchange, ada, "Leave me be.", confirmed=False)
    answer = browser_of(ada).post(f"/journal/together/{exchange.pk}/confirm/", {"revision": "1"})
    assert answer.status_code == 422
    assert "Leave me be." in answer.content.decode()
    assert Answer.objects.get().state == Answer.State.DRAFT


def test_a_confirmed_answer_is_not_changed_unseen(ada: Person, space: Space, browser_of: Browser) -> None:
    exchange = acts.propose(ada)
    acts.answer(exchange, ada, "Sit near me.")
    answer = browser_of(ada).post(f"/journal/together/{exchange.pk}/answer/", {"text": "Something else."})
    assert answer.status_code == 422
    assert "Something else.</textarea>" in answer.content.decode()
    browser_of(ada).post(f"/journal/together/{exchange.pk}/draft/", {"text": "Something else."})
    assert Answer.objects.get().text == "Sit near me."


def test_an_opened_exchange_cannot_be_withdrawn_or_set_aside(ada: Person, ben: Person, space: Space) -> None:
    exchange = acts.opened(ada, ben)
    for refuse in (actions.withdraw, actions.set_aside):
        with pytest.raises(actions.NothingToAnswer):
            refuse(author=ada, pk=exchange.pk, at=clock.now())
    assert {answer.state for answer in Answer.objects.all()} == {Answer.State.CONFIRMED}


def test_not_this_one_leaves_ones_own_lists_and_can_be_answered_after_all(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    exchange = acts.propose(ada)
    browser_of(ben).post(f"/journal/together/{exchange.pk}/not-this-one/")
    assert journal.together(acts.tie(ben), clock.now()) == []
    assert "You set this one aside. Nobody is told." in page_of(browser_of(ben), exchange)
    acts.answer(exchange, ben, "Then again.")
    acts.answer(exchange, ada, "Sit near me.")
    assert "Then again." in page_of(browser_of(ada), exchange)


@pytest.mark.parametrize("text", ["", " \n "])
def test_an_empty_answer_is_not_confirmed(text: str, ada: Person, space: Space, browser_of: Browser) -> None:
    exchange = acts.propose(ada)
    answer = browser_of(ada).post(f"/journal/together/{exchange.pk}/answer/", {"text": text, "next": "confirm"})
    assert answer.status_code == 422
    with pytest.raises(PreviewOutdated):
        actions.confirm(author=ada, pk=exchange.pk, revision=1, at=clock.now())


# --- Afterwards ---------------------------------------------------------------------------------


def test_an_answer_taken_back_is_gone_on_the_next_request(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    exchange = acts.opened(ada, ben, adas="Sit near me.", bens="Ten minutes.")
    browser_of(ada).post(f"/journal/together/{exchange.pk}/take-back/")
    his = page_of(browser_of(ben), exchange)
    assert "Sit near me." not in his
    assert "Taken back." in his
    assert "Ten minutes." in his
    assert "Sit near me." in page_of(browser_of(ada), exchange)


def test_while_one_reads_nothing_a_question_about_ones_answer_waits_unseen(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    exchange, asked = acts.opened(ada, ben), "Why the door?"
    notes.mute(tie=acts.tie(ben), on=True)
    unasked = without_token(browser_of(ben).get(f"/journal/together/{exchange.pk}/").content)
    actions.ask(author=ada, pk=exchange.pk, text=asked, at=clock.now())
    assert without_token(browser_of(ben).get(f"/journal/together/{exchange.pk}/").content) == unasked
    assert journal.opened_among([ben.pk], since=exchange.opened_at, at=clock.now()) == {}
    assert asked in page_of(browser_of(ada), exchange)
    notes.mute(tie=acts.tie(ben), on=False)
    assert asked in page_of(browser_of(ben), exchange)
    assert journal.opened_among([ben.pk], since=exchange.opened_at, at=clock.now()).keys() == {ben.pk}


def test_what_was_asked_unseen_can_be_read_once_the_space_has_closed(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    exchange = acts.opened(ada, ben)
    notes.mute(tie=acts.tie(ben), on=True)
    actions.ask(author=ada, pk=exchange.pk, text="Why the door?", at=clock.now())
    cast.part(space, who_left=ada, at=clock.now())
    assert "Why the door?" in page_of(browser_of(ben), exchange)


def test_after_leaving_each_keeps_their_own_words_and_sees_nothing_of_the_others(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    exchange = acts.opened(ada, ben, adas="Sit near me.", bens="Ten minutes.")
    cast.part(space, who_left=ada, at=clock.now())
    for person, own, others in ((ada, "Sit near me.", "Ten minutes."), (ben, "Ten minutes.", "Sit near me.")):
        page = page_of(browser_of(person), exchange)
        assert own in page
        assert others not in page
    cast.pair(ada, ben)
    assert "Sit near me." not in page_of(browser_of(ben), exchange)


def test_whoever_is_alone_again_comes_to_their_old_answers_from_the_journal(
    ada: Person, ben: Person, cleo: Person, space: Space, browser_of: Browser
) -> None:
    link = 'href="/journal/together/"'
    acts.answer(acts.propose(ada), ada, "Sit near me.", confirmed=False)
    cast.part(space, who_left=ben, at=clock.now())
    assert link in browser_of(ada).get("/journal/").content.decode()
    for person in (ben, cleo):  # Ben wrote nothing there
        assert link not in browser_of(person).get("/journal/").content.decode()


def test_after_leaving_nothing_can_be_answered_confirmed_or_sent(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    exchange = acts.propose(ada)
    acts.answer(exchange, ada, "Sit near me.")
    acts.answer(exchange, ben, "Ten minutes.", confirmed=False)
    cast.part(space, who_left=ada, at=clock.now())
    cast.pair(ben, cast.person("Fay"))
    for path, data in (("answer", {"text": "x"}), ("confirm", {"revision": "1"}), ("ask", {"text": "x"})):
        assert browser_of(ben).post(f"/journal/together/{exchange.pk}/{path}/", data).status_code == 404
    exchange.refresh_from_db()
    assert exchange.opened_at is None


def test_one_thing_asked_reaches_the_other_and_stays_with_them(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    exchange = acts.opened(ada, ben)
    browser_of(ada).post(f"/journal/together/{exchange.pk}/ask/", {"text": "What is the nicest thing?"})
    assert "What is the nicest thing?" in page_of(browser_of(ben), exchange)
    browser_of(ada).post(f"/journal/together/{exchange.pk}/take-back/")
    cast.part(space, who_left=ada, at=clock.now())
    page = page_of(browser_of(ben), exchange)
    assert "What is the nicest thing?" in page
    assert "Ada answers." not in page


def test_what_one_asked_stays_ones_own_when_the_other_deletes_their_account(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    exchange = acts.opened(ada, ben)
    browser_of(ada).post(f"/journal/together/{exchange.pk}/ask/", {"text": "What is the nicest thing?"})
    delete_account(person=ben, at=clock.now())
    page = page_of(browser_of(ada), exchange)
    assert "What is the nicest thing?" in page
    assert "Ben" not in page


def test_one_thing_is_one_thing_and_about_an_open_answer(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    url = f"/journal/together/{acts.propose(ada, 'how-i-protect').pk}/ask/"
    browser_of(ada).post(url, {"text": "Well?"})
    assert not Ask.objects.exists()
    exchange = acts.opened(ada, ben)
    url = f"/journal/together/{exchange.pk}/ask/"
    long = browser_of(ada).post(url, {"text": "a" * 2001})
    assert long.status_code == 422
    assert "a" * 2001 in long.content.decode()
    browser_of(ada).post(url, {"text": "Well?"})
    again = browser_of(ada).post(url, {"text": "And?"})
    assert again.status_code == 422
    assert "And?</textarea>" in again.content.decode()
    assert Ask.objects.get().text == "Well?"
    actions.take_answer_back(author=ada, pk=exchange.pk, at=clock.now())
    with pytest.raises(actions.NothingToAsk):
        actions.ask(author=ben, pk=exchange.pk, text="Why?", at=clock.now())


def test_ones_own_answer_can_be_kept_as_a_private_entry(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    exchange = acts.opened(ada, ben, adas="Sit near me.")
    for _ in range(2):
        browser_of(ada).post(f"/journal/together/{exchange.pk}/keep/")
    entry = Entry.objects.get()
    assert (entry.author, entry.text, entry.prompt, entry.shown) == (ada, "Sit near me.", acts.PROMPT, None)


def test_nothing_of_the_others_can_be_kept(ada: Person, ben: Person, space: Space, browser_of: Browser) -> None:
    exchange = acts.propose(ada)
    acts.answer(exchange, ben, "Ten minutes.")
    assert browser_of(ada).post(f"/journal/together/{exchange.pk}/keep/").status_code == 404


# --- Closing ------------------------------------------------------------------------------------


def nothing(exchange: Exchange, ben: Person) -> None:
    pass


def write(exchange: Exchange, ben: Person) -> None:
    acts.answer(exchange, ben, "Ten minutes.", confirmed=False)


def confirm(exchange: Exchange, ben: Person) -> None:
    acts.answer(exchange, ben, "Ten minutes.")


def withdraw(exchange: Exchange, ben: Person) -> None:
    confirm(exchange, ben)
    actions.withdraw(author=ben, pk=exchange.pk, at=exchange.proposed_at)


def set_aside(exchange: Exchange, ben: Person) -> None:
    actions.set_aside(author=ben, pk=exchange.pk, at=exchange.proposed_at)


@pytest.mark.parametrize("ada_wrote", [True, False])
def test_after_seven_days_it_closes_in_the_same_words_whatever_ben_did(
    ada_wrote: bool, ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    at, browser = clock.now(), browser_of(ada)
    exchange = acts.propose(ada, at=at)
    if ada_wrote:
        acts.answer(exchange, ada, "Sit near me.", confirmed=False)
    closed = set()
    for deed in (nothing, write, confirm, withdraw, set_aside):
        with transaction.atomic():
            deed(exchange, ben)
            with time_machine.travel(at + timedelta(days=7, seconds=-5), tick=False):
                assert "It stays open until" in page_of(browser, exchange)
            with time_machine.travel(at + timedelta(days=7), tick=False):
                page = page_of(browser, exchange)
            assert "This question has closed." in page
            assert "Ben" not in page
            closed.add(re.sub(r"[A-Za-z0-9]{64}", "", page))
            transaction.set_rollback(True)
    assert len(closed) == 1


def test_what_has_closed_can_be_neither_confirmed_nor_found_on_today(ada: Person, ben: Person, space: Space) -> None:
    exchange = acts.propose(ada)
    acts.answer(exchange, ada, "Sit near me.")
    acts.answer(exchange, ben, "Ten minutes.", confirmed=False)
    late = exchange.proposed_at + timedelta(days=7)
    with pytest.raises(actions.NothingToAnswer):
        actions.confirm(author=ben, pk=exchange.pk, revision=1, at=late)
    assert journal.together(acts.tie(ada), late) == []
    assert acts.propose(ada, at=late).pk != exchange.pk


def test_whoever_the_other_has_just_left_is_refused_in_words(ada: Person, ben: Person, space: Space) -> None:
    """Between opening the page and pressing, the space may end, also in the moment after the door was passed."""
    asked, opened = acts.propose(ada, "how-i-protect"), acts.opened(ada, ben)
    at = clock.now()
    cast.part(space, who_left=ben, at=at)
    for deed in (
        lambda: actions.write(author=ada, pk=asked.pk, text="Too late.", at=at),
        lambda: actions.confirm(author=ada, pk=asked.pk, revision=1, at=at),
        lambda: actions.withdraw(author=ada, pk=asked.pk, at=at),
        lambda: actions.set_aside(author=ada, pk=asked.pk, at=at),
    ):
        with pytest.raises(actions.NothingToAnswer):
            deed()
    with pytest.raises(actions.NothingToAsk):
        actions.ask(author=ada, pk=opened.pk, text="And then?", at=at)


def test_a_stranger_can_do_nothing_to_an_exchange(ada: Person, ben: Person, cleo: Person, space: Space) -> None:
    asked, opened, at = acts.propose(ada, "how-i-protect"), acts.opened(ada, ben), clock.now()
    cast.pair(cleo, cast.person("Dora"))
    with pytest.raises(actions.NothingToAnswer):
        actions.write(author=cleo, pk=asked.pk, text="Mine too?", at=at)
    with pytest.raises(actions.NothingToAsk):
        actions.ask(author=cleo, pk=opened.pk, text="And then?", at=at)
    assert not Answer.objects.filter(author=cleo).exists()


# --- For other rooms ----------------------------------------------------------------------------


def test_today_is_told_the_question_and_where_one_stands_oneself(ada: Person, ben: Person, space: Space) -> None:
    at = clock.now()
    exchange = acts.propose(ada, at=at)
    (line,) = journal.together(acts.tie(ben), at)
    assert (line.id, line.question, line.state) == (exchange.pk, "What helps you come back after a quarrel?", "asked")
    acts.answer(exchange, ada, "Sit near me.")
    assert [each.state for each in journal.together(acts.tie(ada), at)] == ["waiting"]
    assert journal.together(acts.tie(ben), at) == [line]
    acts.answer(exchange, ben, "Ten minutes.")
    assert {each.state for person in (ada, ben) for each in journal.together(acts.tie(person), at)} == {"opened"}
    assert journal.together(acts.tie(ada), at + timedelta(days=7)) == []
