"""A sealed exercise of two: put, handed in with a preview, opened, judged, taken back."""

import re
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from exercises.practices.actions import together
from exercises.practices.models import Judgement, Run
from intima.accounts.models import Person
from reflections.journal import actions as journal
from reflections.journal.models import Answer, Exchange
from reflections.spaces.actions import leave
from reflections.spaces.models import Space
from tests.cast import EVENING
from tests.practices import acts

Open = Callable[[Person | None], Client]


@pytest.fixture(autouse=True)
def _this_evening() -> object:
    with time_machine.travel(EVENING, tick=False):
        yield


def seen(client: Client, url: str) -> str:
    answer = client.get(url, follow=True)
    assert answer.status_code == 200, url
    page: str = re.sub(r"[A-Za-z0-9]{64}", "", answer.content.decode())
    return page


def test_the_whole_walk_through_its_pages(ada: Person, ben: Person, space: Space, browser_of: Open) -> None:
    hers, his = browser_of(ada), browser_of(ben)
    exchange = hers.post("/practice/signal-gap/propose/").headers["Location"]
    assert "This is put to both of you, <bdi>Ben</bdi> and you." in seen(hers, "/practice/signal-gap/")
    for client, words in ((hers, "Ask me once."), (his, "Wait a little.")):
        step = client.post("/practice/signal-gap/begin/").headers["Location"]
        client.post(step, {"sign_0": "I tidy", "guess_0": "goes quiet"})
        run = step.rsplit("/", 2)[0]
        client.post(f"{run}/wish/", {"text": words})
        assert "would see" in seen(client, f"{run}/done/")
        preview = client.post(f"{run}/hand-in/", {"part": ["signs", "signs:guesses", "wish"]}).headers["Location"]
        shown = seen(client, preview)
        for line in ("I tidy", "goes quiet", words):
            assert line in shown
        assert client.post(preview, {"revision": "1"}).headers["Location"] == exchange
        if client is hers:
            assert "If both of you do, the two answers open here" in seen(hers, exchange)
    for client in (hers, his):
        page = seen(client, exchange)
        for line in ("I tidy", "goes quiet", "Ask me once.", "Wait a little."):
            assert line in page


def test_what_is_not_ticked_is_not_handed_in(ada: Person, ben: Person, space: Space, browser_of: Open) -> None:
    exchange, run = acts.put(ada), acts.done(ada)
    browser_of(ada).post(f"/practice/run/{run}/hand-in/", {"part": ["wish"]})
    assert "I tidy" not in Answer.objects.get(exchange=exchange).text
    refused = browser_of(ada).post(f"/practice/run/{run}/hand-in/", {"part": []})
    assert refused.headers["Location"] == f"/practice/run/{run}/done/"


def test_it_works_alone_and_nothing_of_it_is_anybodys(cleo: Person, browser_of: Open) -> None:
    run = acts.done(cleo)
    page = seen(client := browser_of(cleo), f"/practice/run/{run}/done/")
    assert "Keep it in my journal" in page
    assert "Put it to both of us" not in page
    assert client.post(f"/practice/run/{run}/hand-in/", {"part": ["wish"]}).status_code == 404
    assert client.post("/practice/signal-gap/propose/").status_code == 404
    assert not Answer.objects.exists()


def test_what_was_done_alone_can_be_handed_in_once_it_is_put_to_both(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    run = acts.done(ada)
    client = browser_of(ada)
    assert client.post(f"/practice/run/{run}/hand-in/", {"part": ["wish"]}).headers["Location"].endswith("/done/")
    exchange = acts.put(ben)
    assert client.post(f"/practice/run/{run}/hand-in/", {"part": ["wish"]}).headers["Location"].endswith("/confirm/")
    assert Run.objects.get(pk=run).exchange_id == exchange.pk


def test_withdrawn_it_can_be_handed_in_anew_and_then_a_confirmed_part_stands(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    exchange, client = acts.put(ada), browser_of(ada)
    acts.hand_in(exchange, ada)
    run = Run.objects.of(ada).get().pk
    stands = client.post(f"/practice/run/{run}/hand-in/", {"part": ["wish"]})
    assert stands.headers["Location"] == f"/journal/together/{exchange.pk}/"
    assert "I tidy" in Answer.objects.get().text
    client.post(f"/journal/together/{exchange.pk}/withdraw/")
    acts.hand_in(exchange, ben)
    exchange.refresh_from_db()
    assert exchange.opened_at is None
    client.post(f"/practice/run/{run}/hand-in/", {"part": ["wish"]})
    assert "I tidy" not in Answer.objects.get(author=ada).text


def test_thrown_away_before_it_opened_it_never_opens(ada: Person, ben: Person, space: Space, browser_of: Open) -> None:
    exchange = acts.put(ada)
    acts.hand_in(exchange, ada)
    browser_of(ada).post(f"/practice/run/{Run.objects.of(ada).get().pk}/throw-away/")
    acts.hand_in(exchange, ben)
    exchange.refresh_from_db()
    assert exchange.opened_at is None
    assert not Answer.objects.filter(author=ada).exists()


def test_thrown_away_afterwards_what_opened_stays_until_it_is_taken_back(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    exchange = acts.opened(ada, ben)
    browser_of(ada).post(f"/practice/run/{Run.objects.of(ada).get().pk}/throw-away/")
    assert seen(browser_of(ben), f"/practice/together/{exchange.pk}/").count("Ask me once.") == 2


def test_only_a_sealed_exercise_is_put_to_both(ada: Person, ben: Person, space: Space, browser_of: Open) -> None:
    assert browser_of(ada).post("/practice/settle/propose/").status_code == 404
    assert not Exchange.objects.exists()


@pytest.mark.parametrize("slug", ["signal-gap", "two-alarms"])
def test_taken_back_it_is_gone_from_the_next_request_on(
    slug: str, ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    answers = acts.SIGNALS if slug == "signal-gap" else ALARM
    exchange = acts.opened(ada, ben, slug, answers)
    url, word = f"/practice/together/{exchange.pk}/", "Ask me once." if slug == "signal-gap" else "The tickets."
    assert seen(browser_of(ben), url).count(word) == 2
    browser_of(ada).post(f"/journal/together/{exchange.pk}/take-back/")
    page = seen(browser_of(ben), url)
    assert page.count(word) == 1
    assert "Taken back." in page
    assert "guessed about you" not in page


ALARM = {"moment": {"text": "The tickets."}, "loud": {"at": 7}, "body": {"chosen": ["heart"], "own": ["cold hands"]}}


def test_two_alarms_lie_side_by_side_with_names_and_words(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    page = seen(browser_of(ada), f"/practice/together/{acts.opened(ada, ben, 'two-alarms', ALARM).pk}/")
    assert "Two bodies, each protecting somebody" in page
    assert page.count("The alarm rose to 7 of 10.") == 2
    assert page.index("<bdi>Ada</bdi></h3>") < page.index("<bdi>Ben</bdi></h3>")
    assert "cold hands" in page


@pytest.mark.parametrize("who", ["ada", "ben"])
def test_when_either_leaves_each_keeps_their_own_side_alone(
    who: str, ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    exchange = acts.opened(ada, ben)
    acts.judge(exchange, ben, "yes", "new")
    leave(person=ada if who == "ada" else ben, at=EVENING)
    page = seen(browser_of(ada), f"/practice/together/{exchange.pk}/")
    assert page.count("Ask me once.") == 1
    assert "says to your guesses" not in page
    assert "guessed about you" not in page


# --- Judging --------------------------------------------------------------------------------------


def test_marks_are_the_judges_own_until_they_are_sent(ada: Person, ben: Person, space: Space, browser_of: Open) -> None:
    exchange = acts.opened(ada, ben)
    url, hers = f"/practice/together/{exchange.pk}/", browser_of(ada)
    before = seen(hers, url)
    browser_of(ben).post(f"{url}judge/", {"mark_0": "yes", "mark_1": "new"})
    assert seen(hers, url) == before
    browser_of(ben).post(f"{url}judge/", {"mark_0": "yes", "mark_1": "new", "then": "send"})
    after = seen(hers, url)
    assert "says to your guesses" in after
    assert "new to me" in after
    browser_of(ben).post(f"{url}judge/take-back/")
    assert "says to your guesses" not in seen(hers, url)


def test_what_was_recognised_stands_on_the_persons_side_of_the_card(ada: Person, ben: Person, space: Space) -> None:
    exchange = acts.opened(ada, ben)
    acts.judge(exchange, ben, "not-me", "sometimes")
    sides = together.opened(ada, acts.acts.tie(ada), exchange.pk, EVENING).sides
    assert [side.recognised for side in sides] == [(), ("laughs too soon",)]


def test_sent_marks_stand_until_they_are_taken_back(ada: Person, ben: Person, space: Space) -> None:
    exchange = acts.opened(ada, ben)
    acts.judge(exchange, ben, "yes", "")
    with pytest.raises(together.AlreadySent):
        acts.judge(exchange, ben, "not-me", "")
    together.take_judgement_back(author=ben, pk=exchange.pk)
    acts.judge(exchange, ben, "not-me", "")
    assert Judgement.objects.get().marks == '["not-me", ""]'


def test_nothing_marked_is_nothing_to_send(ada: Person, ben: Person, space: Space, browser_of: Open) -> None:
    url = f"/practice/together/{acts.opened(ada, ben).pk}/"
    refused = browser_of(ben).post(f"{url}judge/", {"then": "send"})
    assert refused.status_code == 422
    assert "Mark at least one of them before you send." in refused.content.decode()
    assert browser_of(ben).post(f"{url}judge/", {"mark_0": "liar", "then": "send"}).status_code == 400


def test_nothing_is_judged_before_it_opens_nor_by_anybody_else(
    ada: Person, ben: Person, cleo: Person, space: Space, browser_of: Open
) -> None:
    exchange = acts.put(ada)
    acts.hand_in(exchange, ada)
    with pytest.raises(together.NotOpened):
        acts.judge(exchange, ben, "yes", "")
    with pytest.raises(journal.NoSuchExchange):
        acts.judge(exchange, cleo, "yes", "")
    assert browser_of(ben).post(f"/practice/together/{exchange.pk}/judge/", {"mark_0": "yes"}).status_code == 404
