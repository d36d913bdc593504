"""Sharing one's card after a preview: what was previewed, to one person, until it is taken back or the tie ends."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from exercises.loop.actions import as_both_shared, loop_of, own
from exercises.loop.models import SharedCard
from exercises.loop.words import CardWords
from intima.accounts.models import Person
from intima.content import actions as content
from reflections.journal.actions import sharing as everything
from reflections.shares.actions import PreviewOutdated
from reflections.spaces.actions import leave
from reflections.spaces.models import Space
from tests import cast
from tests.cast import EVENING
from tests.loop import acts
from tests.spaces import walk

Open = Callable[[Person | None], Client]
NEW_AT_EVERY_VISIT = re.compile(rb'name="(page|key)" value="[0-9a-f-]+"')
LOOP, SHARE = "/loop/", "/loop/share/"


def seen(client: Client, urls: tuple[str, ...]) -> list[bytes]:
    return [NEW_AT_EVERY_VISIT.sub(b"", walk.without_token(client.get(url).content)) for url in urls]


def test_bens_pages_are_the_same_whatever_ada_drafted(ada: Person, ben: Person, space: Space, browser_of: Open) -> None:
    acts.keep(ben, acts.BENS)
    client = browser_of(ben)
    urls = (LOOP, "/loop/card/", SHARE, "/loop/name/", "/loop/picture.svg", "/us/", "/today/")
    before = seen(client, urls)
    acts.keep(ada, acts.ADAS)
    browser_of(ada).get(SHARE)
    assert seen(client, urls) == before
    acts.share(ada)
    acts.keep(ada, CardWords(does="something else"))
    shared = seen(client, urls)
    assert shared != before
    browser_of(ada).post("/loop/take-back/")
    assert seen(client, urls) == before


def test_the_preview_shows_what_will_be_seen_and_asks_for_a_thought(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    acts.keep(ada, acts.ADAS)
    page = browser_of(ada).get(SHARE).content.decode()
    assert "What <bdi>Ben</bdi> would see" in page
    assert "Nothing is shared yet." in page
    for words in (acts.ADAS.does, acts.ADAS.under, acts.ADAS.exit):
        assert words in page
    assert "This card tells what frightens you." in page
    assert 'href="/safe/"' in page
    assert not SharedCard.objects.exists()


def test_the_partner_sees_the_shared_version_alone(ada: Person, ben: Person, space: Space, browser_of: Open) -> None:
    acts.keep(ada, acts.ADAS)
    client = browser_of(ada)
    assert client.post(SHARE, {"revision": "1", "space": str(space.pk)}).headers["Location"] == LOOP
    acts.keep(ada, CardWords(does="slams the door", so="asks"))
    page = browser_of(ben).get(LOOP).content.decode()
    assert acts.ADAS.under in page
    assert "slams the door" not in page
    assert "changed" not in page
    assert "Changed since you shared it" in client.get(LOOP).content.decode()
    acts.share(ada)
    page = browser_of(ben).get(LOOP).content.decode()
    assert "slams the door" in page
    assert acts.ADAS.under not in page
    assert "changed" in page


def test_two_cards_make_a_loop_that_reads_the_same_for_both(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    for person, words in ((ada, acts.ADAS), (ben, acts.BENS)):
        acts.keep(person, words)
        acts.share(person)
    arrows = (
        "the more <strong><bdi>Ada</bdi></strong> <bdi>asks</bdi>, <br> "
        "the more <strong><bdi>Ben</bdi></strong> <bdi>goes quiet</bdi>",
        "the more <strong><bdi>Ben</bdi></strong> <bdi>goes quiet</bdi>, <br> "
        "the more <strong><bdi>Ada</bdi></strong> <bdi>asks</bdi>",
    )
    for person in (ada, ben):
        page = " ".join(browser_of(person).get(LOOP).content.decode().split())
        assert page.index(arrows[0]) < page.index(arrows[1])
        assert "Step out: <bdi>ask when we go on</bdi>" in page
        assert "Step out: <bdi>say when he’ll be back</bdi>" in page


def test_a_preview_of_other_words_or_of_another_space_shares_nothing(
    ada: Person, ben: Person, cleo: Person, space: Space, browser_of: Open
) -> None:
    acts.keep(ada, acts.ADAS)
    acts.keep(ada, CardWords(does="slams the door"))
    client = browser_of(ada)
    refused = client.post(SHARE, {"revision": "1", "space": str(space.pk)})
    assert refused.status_code == 422
    assert "nothing was shared" in refused.content.decode()
    leave(person=ben, at=EVENING)
    cast.pair(ada, cleo)
    assert client.post(SHARE, {"revision": "2", "space": str(space.pk)}).status_code == 422
    assert not SharedCard.objects.exists()


def test_taken_back_it_is_gone_on_the_next_request(ada: Person, ben: Person, space: Space, browser_of: Open) -> None:
    acts.keep(ada, acts.ADAS)
    acts.share(ada)
    said = browser_of(ada).post("/loop/take-back/", follow=True).content.decode()
    assert "It may already have been seen." in said
    assert acts.ADAS.does not in browser_of(ben).get(LOOP).content.decode()
    assert browser_of(ben).get("/loop/picture.svg").status_code == 404
    assert not SharedCard.objects.exists()


def test_taking_everything_back_takes_card_and_name_too(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    acts.keep(ada, acts.ADAS)
    acts.share(ada)
    acts.propose(ada, "The Sunday Spin")
    everything.take_everything_back(tie=acts.tie(ada), at=EVENING)
    page = browser_of(ben).get(LOOP).content.decode()
    assert acts.ADAS.does not in page
    assert "The Sunday Spin" not in page


@pytest.mark.parametrize("who", ["ada", "ben"])
def test_leaving_takes_it_away_and_rejoining_revives_nothing(
    who: str, ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    for person, words in ((ada, acts.ADAS), (ben, acts.BENS)):
        acts.keep(person, words)
        acts.share(person)
    acts.propose(ada, "The Sunday Spin")
    leave(person=ada if who == "ada" else ben, at=EVENING)
    for together in range(2):
        for person, theirs in ((ada, acts.BENS), (ben, acts.ADAS)):
            page = browser_of(person).get(LOOP).content.decode()
            assert theirs.does not in page
            assert "The Sunday Spin" not in page
            assert "Only you" in page
            assert own(person) is not None
        if together == 0:
            cast.pair(ada, ben)


def test_alone_there_is_nobody_to_share_with_and_everything_else_works(cleo: Person, browser_of: Open) -> None:
    acts.keep(cleo, acts.ADAS)
    client = browser_of(cleo)
    assert "nobody to share it with" in client.get(SHARE).content.decode()
    assert acts.ADAS.does in client.get(LOOP).content.decode()
    assert client.get("/loop/picture.svg").status_code == 200


def test_an_empty_card_is_never_shared(ada: Person, ben: Person, space: Space) -> None:
    acts.keep(ada, CardWords())
    with pytest.raises(PreviewOutdated):
        acts.share(ada)
    assert loop_of(ada, acts.tie(ada)).sides == ()


def test_what_both_keep_together_is_made_of_shared_things_alone(ada: Person, ben: Person, space: Space) -> None:
    acts.keep(ada, acts.ADAS)
    acts.share(ada)
    acts.keep(ada, CardWords(does="slams the door"))
    acts.keep(ben, acts.BENS)
    loop = as_both_shared(ada, acts.tie(ada))
    assert [side.words for side in loop.sides] == [acts.ADAS]
    assert loop.mine is not None
    assert as_both_shared(ben, acts.tie(ben)).mine is None
    assert loop_of(ada, acts.tie(ada)).mine != loop.mine


def test_the_exercise_leads_here(ada: Person, browser_of: Open) -> None:
    content.load(at=EVENING)
    client = browser_of(ada)
    assert 'href="/practice/draw-our-loop/"' in client.get("/practice/").content.decode()
    assert f'href="{LOOP}"' in client.get("/practice/draw-our-loop/").content.decode()
    assert "Draw our loop" in client.get("/learn/lean-in-step-back/done/").content.decode()
