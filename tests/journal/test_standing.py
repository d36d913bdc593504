"""What an exchange's pages say and do beside the answers: waiting, one quiet sentence afterwards, colours, tabs."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from intima.accounts.models import Person
from intima.kit import clock
from reflections.journal.actions import exchanges as actions
from reflections.journal.models import Answer, Exchange
from reflections.spaces.models import Space
from tests import cast
from tests.journal import acts

Browser = Callable[[Person | None], Client]
HTMX = {"HX-Request": "true"}

pytestmark = pytest.mark.django_db


def page_of(browser: Client, exchange: Exchange) -> str:
    page = browser.get(f"/journal/together/{exchange.pk}/").content.decode()
    return " ".join(page[page.index("<main") : page.index("</main>")].split())


def polled(browser: Client, exchange: Exchange) -> tuple[int, bytes, str | None]:
    answer = browser.get(f"/journal/together/{exchange.pk}/", headers=HTMX)
    return answer.status_code, answer.content, answer.headers.get("HX-Refresh")


def test_the_waiting_page_asks_whether_it_opened_and_is_told_nothing_else(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    exchange, hers = acts.propose(ada), browser_of(ada)
    acts.answer(exchange, ada, "Sit near me.")
    url = f"/journal/together/{exchange.pk}/"
    assert f'hx-get="{url}" hx-trigger="every 5s" hx-swap="none"' in page_of(hers, exchange)
    assert polled(hers, exchange) == (204, b"", None)
    acts.answer(exchange, ben, "Ten minutes.", confirmed=False)
    assert polled(hers, exchange) == (204, b"", None)
    acts.answer(exchange, ben, "Ten minutes.")
    assert polled(hers, exchange) == (200, b"", "true")
    assert "hx-get" not in page_of(hers, exchange)


def test_the_waiting_page_does_not_tell_the_moment_of_leaving(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    exchange = acts.propose(ada)
    acts.answer(exchange, ada, "Sit near me.")
    cast.part(space, who_left=ben, at=clock.now())
    assert polled(browser_of(ada), exchange) == (204, b"", None)


def test_a_stranger_is_told_nothing_by_asking(ada: Person, ben: Person, cleo: Person, browser_of: Browser) -> None:
    cast.pair(ada, ben)
    assert polled(browser_of(cleo), acts.opened(ada, ben))[0] == 404


def test_waiting_leads_back_to_today_and_lets_withdraw(ada: Person, space: Space, browser_of: Browser) -> None:
    exchange = acts.propose(ada)
    acts.answer(exchange, ada, "Sit near me.")
    page = page_of(browser_of(ada), exchange)
    assert re.findall(r'class="button primary"[^>]*>([^<]+)<', page) == ["Back to Today"]
    assert '<button type="submit" class="quiet">Withdraw my answer</button>' in page


def test_withdrawing_and_not_this_one_are_confirmed_in_a_sentence_without_words_of_theirs(
    ada: Person, space: Space, browser_of: Browser
) -> None:
    exchange, hers = acts.propose(ada), browser_of(ada)
    acts.answer(exchange, ada, "Sit near me.")
    for path, said in (
        ("withdraw", "Withdrawn. Your answer is a draft again, and nobody is told."),
        ("not-this-one", "Set aside. Nobody is told."),
    ):
        hers.post(f"/journal/together/{exchange.pk}/{path}/")
        (message,) = re.findall(r'role="status"><p>(.*?)</p>', hers.get("/journal/together/").content.decode())
        assert message == said
        assert "role=" not in page_of(hers, exchange)


def test_withdrawing_what_opened_a_moment_before_says_nothing(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    exchange, hers = acts.opened(ada, ben), browser_of(ada)
    hers.post(f"/journal/together/{exchange.pk}/withdraw/")
    assert 'role="status"' not in page_of(hers, exchange)


def test_an_answer_without_words_was_not_saved_at_any_hour(ada: Person, space: Space, browser_of: Browser) -> None:
    exchange, hers = acts.propose(ada), browser_of(ada)
    actions.set_aside(author=ada, pk=exchange.pk, at=clock.now())
    assert "Saved " not in page_of(hers, exchange)
    acts.answer(exchange, ada, "Sit near me.", confirmed=False)
    assert "Saved " in page_of(hers, exchange)


def test_putting_a_question_that_was_set_aside_opens_it_again_for_oneself(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    exchange = acts.propose(ada)
    for person in (ada, ben):
        actions.set_aside(author=person, pk=exchange.pk, at=clock.now())
    led = browser_of(ben).post("/journal/together/propose/", {"prompt": acts.PROMPT}, follow=True)
    assert led.redirect_chain[0][0] == f"/journal/together/{exchange.pk}/"
    assert "This question is already open between you." in led.content.decode()
    assert "You set this one aside" not in led.content.decode()
    states = dict(Answer.objects.values_list("author", "state"))
    assert states == {ada.pk: Answer.State.ASIDE, ben.pk: Answer.State.DRAFT}


def test_a_new_question_is_not_called_open_already(ada: Person, space: Space, browser_of: Browser) -> None:
    led = browser_of(ada).post("/journal/together/propose/", {"prompt": acts.PROMPT}, follow=True)
    assert "already open" not in led.content.decode()


def test_ones_colour_stays_that_of_the_seat_after_leaving(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    exchange = acts.opened(ada, ben)
    cast.part(space, who_left=ada, at=clock.now())
    cast.pair(ben, cast.person("Fay"))  # in which Ben is clay
    for person, colour in ((ada, "clay"), (ben, "iris")):
        assert re.findall(r'class="answer (\w+)"', page_of(browser_of(person), exchange)) == [colour]


def test_exchanges_lie_under_us_and_lead_back_there(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    hers, exchange = browser_of(ada), acts.opened(ada, ben)
    for url in ("/journal/together/", f"/journal/together/{exchange.pk}/"):
        page = " ".join(hers.get(url).content.decode().split())
        assert re.findall(r'<a href="([^"]+)" aria-current="page">', page) == ["/us/"]
        assert '<a class="quiet end" href="/us/">' in page
    page = hers.get("/journal/").content.decode()
    assert re.findall(r'<a href="([^"]+)" aria-current="page">', page) == ["/journal/"]


def test_who_sends_a_question_is_told_that_it_stays(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    hers = browser_of(ada)
    for url, said in (
        (f"/journal/together/{acts.opened(ada, ben).pk}/", "stays with Ben, even after you take your answer back or"),
        ("/us/leave/", "a question about an opened answer stay with whoever received them."),
        ("/privacy/", "It stays with them, even after you take your answer back or either of you leaves."),
    ):
        assert said in " ".join(re.sub("</?bdi>", "", hers.get(url).content.decode()).split())
