"""Drawing one's own card: kept private, by its author alone."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from exercises.loop.actions import cards, own
from exercises.loop.models import Card
from exercises.loop.words import CardWords
from intima.accounts.models import Person
from tests.cast import EVENING
from tests.loop import acts

Open = Callable[[Person | None], Client]
CARD = "/loop/card/"


def written(**parts: str) -> dict[str, str]:
    return {"base": "0", "page": str(uuid.uuid4()), **parts}


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found, name
    return found[1]


def test_a_card_is_kept_and_read_back_by_its_author(ada: Person, browser_of: Open) -> None:
    client = browser_of(ada)
    assert "Draw my card" in client.get("/loop/").content.decode()
    kept = client.post(CARD, written(does="asks again", so="asks", exit="ask when we go on"))
    assert kept.headers["Location"] == "/loop/"
    page = client.get("/loop/").content.decode()
    assert "asks again" in page
    assert "the faster it turns" in page
    assert "Step out: <bdi>ask when we go on</bdi>" in page
    assert "Only you" in page


def test_a_card_with_nothing_on_it_is_answered_beside_the_form(ada: Person, browser_of: Open) -> None:
    refused = browser_of(ada).post(CARD, written())
    assert refused.status_code == 422
    assert "Write a word or two first." in refused.content.decode()
    assert own(ada) is None


def test_words_that_are_too_long_are_all_kept_on_the_page(ada: Person, browser_of: Open) -> None:
    long = "so very long " * 20
    refused = browser_of(ada).post(CARD, written(does=long, under="scared that I do not count"))
    assert refused.status_code == 422
    page = refused.content.decode()
    assert long in page
    assert "scared that I do not count" in page
    assert "up to 160 can be kept" in page


def test_a_topic_is_a_place_and_may_be_left_unsaid(ada: Person, browser_of: Open) -> None:
    said = {"money": "2", "home": "5", "family": "9", "family_skip": "on", "time": "5", "time_word": "5"}
    client = browser_of(ada)
    client.post(CARD, written(**said))
    kept = own(ada)
    assert kept is not None
    assert kept.words.topics == {"money": 2, "time": 5}
    page = client.get("/loop/").content.decode()
    assert "Reach in a little" in page
    assert "In between" in page
    assert "Family" not in page


def test_keeping_the_page_unchanged_changes_nothing(ada: Person, browser_of: Open) -> None:
    acts.keep(ada, acts.ADAS)
    client = browser_of(ada)
    page = client.get(CARD).content.decode()
    posted = {
        part: getattr(acts.ADAS, part) for part in ("does", "body", "tells", "shows", "under", "longs", "so", "exit")
    }
    posted |= {"money": "2", "home": "1", "time": "5", "time_word": "5"}
    client.post(CARD, {**posted, "base": hidden(page, "base"), "page": hidden(page, "page")})
    kept = own(ada)
    assert kept is not None
    assert (kept.words, kept.revision) == (acts.ADAS, 1)


@pytest.mark.parametrize("forged", [{"money": "11"}, {"money_word": "4"}, {"base": "x"}, {"page": "x"}])
def test_what_no_page_could_post_is_a_plain_400(ada: Person, browser_of: Open, forged: dict[str, str]) -> None:
    assert browser_of(ada).post(CARD, {**written(does="asks"), **forged}).status_code == 400


def test_it_is_saved_by_the_way_however_often_and_pressing_twice_keeps_one(ada: Person, browser_of: Open) -> None:
    client = browser_of(ada)
    page = written(does="asks")
    for does in ("asks", "asks again", "asks again, follows"):
        saved = client.post(CARD, {**page, "does": does, "then": "keep"}, headers={"HX-Request": "true"})
        assert "Saved " in saved.content.decode()
        assert "<h1" not in saved.content.decode()
    for _ in range(2):
        assert client.post(CARD, {**page, "does": "asks again, follows"}).status_code == 302
    assert Card.objects.get().revision == 3


def test_a_card_that_was_changed_in_another_window_is_not_written_over_unasked(ada: Person, browser_of: Open) -> None:
    client = browser_of(ada)
    acts.keep(ada, CardWords(does="asks"))
    mine = {**written(does="follows"), "base": "1"}
    acts.keep(ada, CardWords(does="calls"))
    refused = client.post(CARD, mine)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "changed in another window" in page
    assert "follows" in page
    assert client.post(CARD, {**mine, "base": hidden(page, "base")}).status_code == 302
    kept = own(ada)
    assert kept is not None
    assert kept.words.does == "follows"


def test_nobody_else_reads_or_changes_it(
    ada: Person, ben: Person, cleo: Person, space: object, browser_of: Open
) -> None:
    acts.keep(ada, acts.ADAS)
    for person in (ben, cleo):
        client = browser_of(person)
        for url in ("/loop/", CARD, "/loop/share/"):
            assert acts.ADAS.longs not in client.get(url, follow=True).content.decode()
        client.post(CARD, {**written(does="mine"), "base": "1"})
        client.post("/loop/card/throw-away/")
        client.post("/loop/take-back/")
        assert client.get("/loop/picture.svg").status_code == 404
    kept = own(ada)
    assert kept is not None
    assert kept.words == acts.ADAS


def test_thrown_away_it_goes_from_both_pages(ada: Person, ben: Person, space: object, browser_of: Open) -> None:
    acts.keep(ada, acts.ADAS)
    acts.share(ada)
    browser_of(ada).post("/loop/card/throw-away/")
    assert own(ada) is None
    for person in (ada, ben):
        assert acts.ADAS.does not in browser_of(person).get("/loop/").content.decode()


def test_the_first_card_stays_for_looking_back(ada: Person) -> None:
    acts.keep(ada, CardWords(does="asks"))
    acts.keep(ada, CardWords(does="asks again"), at=EVENING + timedelta(hours=1))
    acts.keep(ada, CardWords(does="waits"), at=EVENING + timedelta(days=30))
    kept = own(ada)
    assert kept is not None
    assert (kept.first.does, kept.words.does) == ("asks again", "waits")
    assert (kept.begun_at, kept.kept_at) == (EVENING, EVENING + timedelta(days=30))


def test_a_page_left_open_does_not_bring_a_thrown_away_card_back_over_a_new_one(ada: Person) -> None:
    acts.keep(ada, CardWords(does="asks"))
    cards.throw_away(author=ada)
    acts.keep(ada, CardWords(does="calls"))
    with pytest.raises(cards.ChangedMeanwhile):
        cards.keep(author=ada, words=CardWords(does="old"), base=4, page=uuid.uuid4(), at=EVENING)
