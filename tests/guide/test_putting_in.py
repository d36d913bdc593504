"""What of one's own stands in the guide: nothing by itself, then what was looked at, and out again at once."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from exercises.guide.actions import parts
from exercises.guide.models import Part
from exercises.guide.words import Words
from intima.accounts.models import Person
from reflections.journal.actions import exchanges
from reflections.journal.actions import sharing as everything
from reflections.journal.models import Exchange
from reflections.shares.models import Share
from reflections.spaces.actions import leave, tie_of
from reflections.spaces.models import Space
from tests import cast
from tests.cast import EVENING
from tests.guide import acts
from tests.guide.acts import KIND
from tests.loop import acts as loop
from tests.practices import acts as practices
from tests.spaces import walk

Open = Callable[[Person | None], Client]
GUIDE = "/guide/"
# A line of each part that nobody else's could be.
LINES = {
    KIND.SIGNALS: "I tidy",
    KIND.HELPS: "my blue mug",
    KIND.PLEASE_NOT: "slam the cupboard",
    KIND.PAUSE: "I need some air, and I’m back at …",
    KIND.INVITATION: "Can we sit down later?",
    KIND.RITUALS: "soup on Sundays",
    KIND.LOOP: loop.ADAS.under,
}
PLACES = ("/guide/", "/guide/mine/", "/us/", "/today/")
EVERYWHERE = (*PLACES, *(f"/guide/mine/{kind}/" for kind in KIND), "/loop/", "/practice/our-safety-guide/")


def seen(client: Client, urls: tuple[str, ...] = PLACES) -> list[bytes]:
    return [walk.without_token(client.get(url).content) for url in urls]


def read(client: Client) -> str:
    return client.get(GUIDE).content.decode()


def offered(client: Client, kind: str) -> dict[str, str]:
    """What the preview of a part holds, to be sent as it stands."""
    page = client.get(f"/guide/mine/{kind}/").content.decode()
    return dict(re.findall(r'name="(mark|space)" value="([^"]+)"', page))


def test_nothing_stands_in_it_by_itself(ada: Person, ben: Person, space: Space, browser_of: Open) -> None:
    acts.make_together(ada, ben)
    for person in (ada, ben):
        page = read(browser_of(person))
        assert "Nothing here yet." in page
        assert not [line for line in LINES.values() if line in page]


@pytest.mark.parametrize("kind", KIND)
def test_a_part_is_looked_at_put_in_for_both_and_taken_out(
    kind: KIND, ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    acts.make_together(ada, ben)
    hers, his = browser_of(ada), browser_of(ben)
    where = f"/guide/mine/{kind}/"
    if kind == KIND.RITUALS:
        acts.choose_rituals(ada)
    before = seen(his)
    assert LINES[kind] in hers.get(where).content.decode()
    assert hers.post(where, {**offered(hers, kind), "then": "keep"}).status_code == 302
    assert LINES[kind] in read(hers)
    assert seen(his) == before
    assert hers.post(where, {**offered(hers, kind), "then": "share"}).headers["Location"] == "/guide/mine/"
    assert LINES[kind] in read(his)
    said = hers.post(f"{where}take-out/", follow=True).content.decode()
    assert "It may already have been read." in said
    assert seen(his) == before
    assert LINES[kind] not in read(hers)


def test_bens_pages_are_the_same_while_ada_chooses(ada: Person, ben: Person, space: Space, browser_of: Open) -> None:
    acts.make_together(ada, ben)
    acts.put_in(ben)
    his = browser_of(ben)
    before = seen(his, EVERYWHERE)
    acts.put_in(ada, both=False)
    browser_of(ada).get("/guide/mine/helps/")
    assert seen(his, EVERYWHERE) == before
    acts.put_in(ada)
    shared = seen(his, EVERYWHERE)
    assert shared != before
    for kind in KIND:
        browser_of(ada).post(f"/guide/mine/{kind}/take-out/")
    assert seen(his, EVERYWHERE) == before


def test_only_for_me_again_takes_it_from_the_other_at_once(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    acts.make_together(ada, ben)
    acts.put_in(ada)
    hers = browser_of(ada)
    hers.post("/guide/mine/helps/", {**offered(hers, "helps"), "then": "keep"})
    assert LINES[KIND.HELPS] not in read(browser_of(ben))
    assert LINES[KIND.HELPS] in read(hers)


def test_what_was_made_anew_since_waits_until_it_is_looked_at(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    acts.make_together(ada, ben)
    acts.put_in(ada)
    hers = browser_of(ada)
    old = offered(hers, "helps")
    acts.do(ada, "what-helps-me-back", {**acts.HELPS, "helps": {"order": ["=a song"]}})
    assert "a song" not in read(browser_of(ben))
    assert "my blue mug" in read(browser_of(ben))
    page = hers.get("/guide/mine/helps/").content.decode()
    assert page.index("my blue mug") < page.index("As you have it now") < page.index("a song")
    refused = hers.post("/guide/mine/helps/", {**old, "then": "share"})
    assert refused.status_code == 422
    assert "nothing was put in" in refused.content.decode()
    hers.post("/guide/mine/helps/", {**offered(hers, "helps"), "then": "share"})
    assert "a song" in read(browser_of(ben))
    assert "my blue mug" not in read(browser_of(ben))


def test_other_rituals_take_the_ones_before_them_back(ada: Person, ben: Person, space: Space, browser_of: Open) -> None:
    acts.make_together(ada, ben)
    acts.put_in(ada)
    hers = browser_of(ada)
    assert "Thank-you jar" in read(browser_of(ben))
    hers.post("/guide/mine/rituals/choose/", {"chosen": ["evening", "thanks"], "own": "soup on Sundays"})
    assert "soup on Sundays" in read(browser_of(ben))
    hers.post("/guide/mine/rituals/choose/", {"chosen": ["screens"], "own": ""})
    for ritual in ("Thank-you jar", "soup on Sundays", "Screens away"):
        assert ritual not in read(browser_of(ben))
    assert "Screens away" in read(hers)


def test_a_preview_of_another_space_puts_nothing_in(
    ada: Person, ben: Person, cleo: Person, space: Space, browser_of: Open
) -> None:
    acts.make(ada)
    hers = browser_of(ada)
    old = offered(hers, "helps")
    leave(person=ben, at=EVENING)
    cast.pair(ada, cleo)
    assert hers.post("/guide/mine/helps/", {**old, "then": "share"}).status_code == 422
    assert not Share.objects.filter(subject_kind=Part.share_kind).exists()


def test_signals_that_never_opened_are_for_oneself_alone(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    practices.hand_in(practices.put(ben), ada)
    hers = browser_of(ada)
    page = hers.get("/guide/mine/signals/").content.decode()
    assert "I tidy" in page
    assert 'value="share"' not in page
    assert hers.post("/guide/mine/signals/", {**offered(hers, "signals"), "then": "share"}).status_code == 422
    acts.put_in(ada, KIND.SIGNALS, both=False)
    assert "I tidy" in read(hers)
    assert "I tidy" not in read(browser_of(ben))


def test_nobodys_guesses_stand_among_their_signals(ada: Person, ben: Person, space: Space, browser_of: Open) -> None:
    acts.make_together(ada, ben)
    acts.put_in(ada)
    assert "goes quiet" not in read(browser_of(ada)).replace(loop.BENS.does, "")


def test_signals_that_are_taken_back_where_they_opened_are_gone_here(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    acts.make_together(ada, ben)
    acts.put_in(ada)
    assert "I tidy" in read(browser_of(ben))
    exchanges.take_answer_back(author=ada, pk=Exchange.objects.get().pk, at=EVENING)
    assert "I tidy" not in read(browser_of(ben))
    assert "I tidy" in read(browser_of(ada))


def test_a_card_that_is_taken_back_in_the_loop_is_gone_here(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    acts.make_together(ada, ben)
    acts.put_in(ada, KIND.LOOP)
    assert loop.ADAS.under in read(browser_of(ben))
    browser_of(ada).post("/loop/take-back/")
    assert loop.ADAS.under not in read(browser_of(ben))
    assert loop.ADAS.under in read(browser_of(ada))


def test_what_the_loop_keeps_back_stays_out_of_the_guide(
    ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    acts.make_together(ada, ben)
    acts.put_in(ada)
    loop.keep(ada, loop.CardWords(does="slams the door"))
    assert "slams the door" not in read(browser_of(ben))


def test_taking_everything_back_takes_the_guide_too(ada: Person, ben: Person, space: Space, browser_of: Open) -> None:
    acts.make_together(ada, ben)
    acts.put_in(ada)
    tie = tie_of(ada)
    assert tie is not None
    everything.take_everything_back(tie=tie, at=EVENING)
    assert "Nothing here yet." in read(browser_of(ben))


@pytest.mark.parametrize("who", ["ada", "ben"])
def test_leaving_takes_ones_parts_away_and_rejoining_revives_nothing(
    who: str, ada: Person, ben: Person, space: Space, browser_of: Open
) -> None:
    acts.make_together(ada, ben)
    for person in (ada, ben):
        acts.put_in(person)
        Part.objects.filter(author=person).exclude(kind=KIND.HELPS).delete()
    part = parts.kept(ben, KIND.HELPS)
    assert part is not None
    part.words = Words.of_sentence("a long walk").to_text()
    part.save()
    leave(person=ada if who == "ada" else ben, at=EVENING)
    for together in range(2):
        hers, his = read(browser_of(ada)), read(browser_of(ben))
        assert "my blue mug" in hers
        assert "my blue mug" not in his
        assert "a long walk" in his
        assert "a long walk" not in hers
        assert "Only you" in hers
        if together == 0:
            assert "My safety guide" in hers
            cast.pair(ada, ben)


def test_alone_it_is_ones_own_guide(cleo: Person, browser_of: Open) -> None:
    acts.make(cleo)
    acts.choose_rituals(cleo)
    practices.done(cleo)
    client = browser_of(cleo)
    for kind in KIND:
        page = client.get(f"/guide/mine/{kind}/").content.decode()
        assert 'value="share"' not in page
        client.post(f"/guide/mine/{kind}/", {**offered(client, kind), "then": "keep"})
    page = read(client)
    assert not [line for line in LINES.values() if line not in page]
    assert "My safety guide" in page


def test_pressed_twice_it_stands_there_once(ada: Person, ben: Person, space: Space, browser_of: Open) -> None:
    acts.make(ada)
    hers = browser_of(ada)
    sent = {**offered(hers, "helps"), "then": "share"}
    for _ in range(2):
        assert hers.post("/guide/mine/helps/", sent).status_code == 302
    assert Part.objects.filter(kind="helps").count() == Share.objects.count() == 1
    for _ in range(2):
        assert hers.post("/guide/mine/helps/take-out/").status_code == 302


def test_what_is_not_there_can_neither_be_put_in_nor_named(ada: Person, browser_of: Open) -> None:
    client = browser_of(ada)
    for kind in KIND:
        assert client.get(f"/guide/mine/{kind}/", follow=True).status_code == 200
        assert client.post(f"/guide/mine/{kind}/", {"mark": "0" * 32, "then": "keep"}).status_code == 422
    for url in ("/guide/mine/secrets/", "/guide/mine/secrets/take-out/"):
        assert client.post(url).status_code == 404
    assert not Part.objects.exists()


def test_rituals_want_one_at_least_and_keep_what_was_typed(ada: Person, browser_of: Open) -> None:
    client = browser_of(ada)
    empty = client.post("/guide/mine/rituals/choose/", {"own": "  "})
    assert empty.status_code == 422
    assert "Choose one, or write your own." in empty.content.decode()
    long = client.post("/guide/mine/rituals/choose/", {"chosen": "touch", "own": "soup " * 40})
    assert long.status_code == 422
    assert "soup soup" in long.content.decode()
    assert 'value="touch" checked' in " ".join(long.content.decode().split())
    assert client.post("/guide/mine/rituals/choose/", {"chosen": "revenge"}).status_code == 400


def test_hostile_words_stand_there_as_words(ada: Person, ben: Person, space: Space, browser_of: Open) -> None:
    hostile = "<script>alert(1)</script>{{ 7|add:7 }} \u202eevil\u202c"
    acts.do(ada, "what-helps-me-back", {"helps": {"order": [f"={hostile}"]}})
    parts.choose_rituals(author=ada, words=Words.of_sentence(hostile), at=EVENING)
    acts.put_in(ada, KIND.HELPS, KIND.RITUALS)
    for person in (ada, ben):
        page = read(browser_of(person))
        assert "<bdi>1. &lt;script&gt;alert(1)&lt;/script&gt;{{ 7|add:7 }} \u202eevil\u202c</bdi>" in page
        assert "<script>alert" not in page
        assert "<title>" in page
        assert "script" not in page.split("<title>")[1].split("</title>")[0]


def test_each_reads_the_rituals_in_their_language(ada: Person, ben: Person, space: Space, browser_of: Open) -> None:
    acts.make(ada)
    acts.put_in(ada, KIND.RITUALS)
    ben.language = "es"
    ben.save()
    assert "El tarro de las gracias" in read(browser_of(ben))
    assert "Thank-you jar" in read(browser_of(ada))
