"""Letting a partner see an entry after a preview, and taking it back at once."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from intima.accounts.models import Person
from reflections.journal.models import Entry
from reflections.shares.models import Share
from reflections.spaces.models import Space
from tests import cast
from tests.cast import EVENING
from tests.journal import acts

Browser = Callable[[Person | None], Client]
WORDS = "In the car I could feel it start."


def posted_by(page: Any) -> dict[str, str]:
    """What the preview's own form would send."""
    return {name: str(page.context["form"][name].value()) for name in ("revision", "space")}


def sees(browser: Client, entry: Entry, words: str = WORDS) -> bool:
    """Whether the words can be had in any way: on their page and in the list, or on neither."""
    page, listed = browser.get(f"/journal/{entry.pk}/"), browser.get("/journal/?from=partner").content.decode()
    opened = page.status_code == 200 and words in page.content.decode()
    assert opened == (words in listed)
    assert page.status_code in {200, 404}
    return opened


def test_ben_cannot_read_adas_private_entry(ada: Person, ben: Person, space: Space, browser_of: Browser) -> None:
    assert not sees(browser_of(ben), acts.keep(ada, WORDS))


def test_a_shared_entry_is_bens_to_read_and_nobody_elses(
    ada: Person, ben: Person, cleo: Person, space: Space, browser_of: Browser
) -> None:
    eve, staff = cast.person("Eve"), cast.person("Sam", is_staff=True, is_superuser=True)
    once = cast.pair(eve, cast.person("Finn"))
    cast.part(once, who_left=eve, at=EVENING)
    entry = acts.shared(ada, WORDS)
    assert sees(browser_of(ben), entry)
    for other in (cleo, eve, staff):
        assert not sees(browser_of(other), entry)
    assert browser_of(None).get(f"/journal/{entry.pk}/").status_code == 302


def test_ben_may_read_it_and_do_nothing_else_with_it(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    entry = acts.shared(ada, WORDS)
    for path in ("edit", "share", "delete"):
        assert browser_of(ben).get(f"/journal/{entry.pk}/{path}/").status_code == 404
    for path in ("edit", "share", "delete", "take-back", "draft"):
        data = {"text": "Ben was here", "base": "1", "lens": "", "revision": "1", "space": str(space.pk)}
        assert browser_of(ben).post(f"/journal/{entry.pk}/{path}/", data).status_code == 404
    assert Entry.objects.get().text == WORDS


def test_what_the_preview_shows_is_what_ben_gets(ada: Person, ben: Person, space: Space, browser_of: Browser) -> None:
    entry = acts.keep(ada, WORDS, prompt="how-i-protect", lens=0)
    preview = browser_of(ada).get(f"/journal/{entry.pk}/share/")
    assert not sees(browser_of(ben), entry)
    browser_of(ada).post(f"/journal/{entry.pk}/share/", posted_by(preview))
    page = browser_of(ben).get(f"/journal/{entry.pk}/")
    assert article(preview) == article(page)
    assert "Leaned in" not in page.content.decode()


def article(page: Any) -> str:
    (found,) = re.findall(r"<article.*?</article>", page.content.decode(), re.DOTALL)
    return html.unescape(found)


def test_words_changed_after_the_preview_are_previewed_anew(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    entry = acts.keep(ada, WORDS)
    preview = browser_of(ada).get(f"/journal/{entry.pk}/share/")
    acts.edit(entry, "And then he laughed.")
    again = browser_of(ada).post(f"/journal/{entry.pk}/share/", posted_by(preview))
    assert again.status_code == 422
    assert "And then he laughed." in article(again)
    assert "nothing was shared" in again.content.decode()
    assert not Share.objects.exists()
    browser_of(ada).post(f"/journal/{entry.pk}/share/", posted_by(again))
    assert sees(browser_of(ben), entry, "And then he laughed.")


def test_a_preview_for_ben_shares_nothing_with_whoever_came_after_him(
    ada: Person, space: Space, cleo: Person, browser_of: Browser
) -> None:
    entry = acts.keep(ada, WORDS)
    preview = browser_of(ada).get(f"/journal/{entry.pk}/share/")
    cast.part(space, who_left=ada, at=EVENING)
    cast.pair(ada, cleo)
    assert browser_of(ada).post(f"/journal/{entry.pk}/share/", posted_by(preview)).status_code == 422
    assert not sees(browser_of(cleo), entry)


@pytest.mark.parametrize("data", [{}, {"revision": "-1", "space": "x"}, {"revision": "9" * 30, "space": ""}])
def test_a_forged_share_shows_the_preview(data: dict[str, str], ada: Person, space: Space, browser_of: Browser) -> None:
    entry = acts.keep(ada, WORDS)
    assert browser_of(ada).post(f"/journal/{entry.pk}/share/", data).status_code == 422
    assert not Share.objects.exists()


def test_alone_there_is_nobody_to_share_with(cleo: Person, space: Space, browser_of: Browser) -> None:
    entry = acts.keep(cleo, WORDS)
    url = f"/journal/{entry.pk}/share/"
    assert "yours alone" in browser_of(cleo).get(url).content.decode()
    assert browser_of(cleo).post(url, {"revision": "1", "space": str(space.pk)}).status_code == 422
    assert not Share.objects.exists()


# --- Later edits --------------------------------------------------------------------------------


def test_later_edits_stay_adas_until_she_shares_again(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    entry = acts.shared(ada, WORDS)
    acts.edit(entry, "It was his mother.")
    assert sees(browser_of(ben), entry)
    assert "his mother" not in browser_of(ben).get(f"/journal/{entry.pk}/").content.decode()
    assert "changed" not in article(browser_of(ben).get(f"/journal/{entry.pk}/"))
    for url in (f"/journal/{entry.pk}/", "/journal/"):
        told = re.sub(r"</?bdi>", "", browser_of(ada).get(url).content.decode())
        assert "You changed this since; Ben sees the earlier words." in told
    acts.share(entry)
    assert sees(browser_of(ben), entry, "It was his mother.")
    assert "changed" in article(browser_of(ben).get(f"/journal/{entry.pk}/"))


def test_sharing_the_same_words_again_changes_nothing_for_ben(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    entry = acts.shared(ada, WORDS)
    before = article(browser_of(ben).get(f"/journal/{entry.pk}/"))
    acts.share(entry)
    assert article(browser_of(ben).get(f"/journal/{entry.pk}/")) == before


# --- Taking back --------------------------------------------------------------------------------


def test_taking_back_acts_on_the_very_next_request(ada: Person, ben: Person, space: Space, browser_of: Browser) -> None:
    entry, bens = acts.shared(ada, WORDS), browser_of(ben)
    assert sees(bens, entry)
    said = browser_of(ada).post(f"/journal/{entry.pk}/take-back/", follow=True)
    assert not sees(bens, entry)
    assert "It may already have been read." in said.content.decode()
    assert Entry.objects.get().shown is None


def test_deleting_takes_the_shared_words_too(ada: Person, ben: Person, space: Space, browser_of: Browser) -> None:
    entry = acts.shared(ada, WORDS)
    browser_of(ada).post(f"/journal/{entry.pk}/delete/")
    assert not Share.objects.exists()
    assert not sees(browser_of(ben), entry)


def test_everything_is_taken_back_at_once_and_only_ones_own(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    hers, his = [acts.shared(ada, WORDS), acts.shared(ada, "And this.")], acts.shared(ben, "From Ben.")
    exchange = acts.opened(ada, ben, adas="Sit near me.")
    browser_of(ada).post("/journal/take-back/")
    assert not any(sees(browser_of(ben), entry, words) for entry, words in zip(hers, (WORDS, "And this."), strict=True))
    assert "Sit near me." not in browser_of(ben).get(f"/journal/together/{exchange.pk}/").content.decode()
    assert sees(browser_of(ada), his, "From Ben.")


def test_leaving_ends_what_was_shared_and_returning_revives_nothing(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    entry = acts.shared(ada, WORDS)
    cast.part(space, who_left=ben, at=EVENING)
    assert not sees(browser_of(ben), entry)
    assert "Only you" in browser_of(ada).get(f"/journal/{entry.pk}/").content.decode()
    cast.pair(ada, ben)
    assert not sees(browser_of(ben), entry)


def test_a_new_partner_does_not_see_that_the_words_were_changed_for_an_earlier_one(
    ada: Person, space: Space, cleo: Person, browser_of: Browser
) -> None:
    entry = acts.shared(ada, WORDS)
    acts.edit(entry, "Other words.")
    acts.share(entry)
    cast.part(space, who_left=ada, at=EVENING)
    cast.pair(ada, cleo)
    acts.share(entry)
    assert "changed" not in article(browser_of(cleo).get(f"/journal/{entry.pk}/"))


# --- No trace -----------------------------------------------------------------------------------


def test_unshared_words_leave_no_trace_in_what_ben_sees(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    acts.shared(ada, WORDS)
    pages = ["/journal/?from=partner", "/journal/together/"]
    before = [browser_of(ben).get(url).content for url in pages]
    for number in range(30):
        acts.keep(ada, f"Private {number}")
    taken = acts.shared(ada, "For a moment.")
    browser_of(ada).post(f"/journal/{taken.pk}/take-back/")
    after = [browser_of(ben).get(url).content for url in pages]
    assert [without_token(page) for page in after] == [without_token(page) for page in before]


def without_token(page: bytes) -> bytes:
    return re.sub(rb"[A-Za-z0-9]{64}", b"token", page)


# --- What is said -------------------------------------------------------------------------------


def test_deleting_does_not_claim_that_nobody_ever_read_it(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    entry, hers = acts.shared(ada, WORDS), browser_of(ada)
    hers.post(f"/journal/{entry.pk}/take-back/")
    page = hers.get(f"/journal/{entry.pk}/delete/").content.decode()
    assert "Nobody else can open them now. If you shared them before, they may have been read." in page
    assert "Deleted. Nobody is told." in hers.post(f"/journal/{entry.pk}/delete/", follow=True).content.decode()


def test_everything_is_taken_back_only_where_there_is_something(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    hers = browser_of(ada)

    def offered() -> bool:
        above_the_list, _, below = hers.get("/journal/").content.decode().partition('id="kept"')
        assert below
        return "Take everything back…" in above_the_list

    acts.keep(ada, WORDS)
    acts.shared(ben, "From Ben.")
    assert not offered()
    entry = acts.shared(ada, WORDS)
    assert offered()
    hers.post(f"/journal/{entry.pk}/take-back/")
    assert not offered()
    acts.opened(ada, ben)
    assert offered()
    hers.post("/journal/take-back/")
    assert not offered()


def test_for_two_it_says_what_ben_sees_and_when(ada: Person, space: Space, browser_of: Browser) -> None:
    for answer in (
        browser_of(ada).get("/journal/write/"),
        browser_of(ada).post("/journal/draft/", {"text": "A", "key": str(space.pk)}, headers={"HX-Request": "true"}),
    ):
        page = " ".join(re.sub("</?bdi>", "", answer.content.decode()).split())
        assert '<span class="for-one">Nobody else can open this.</span>' in page
        assert '<span class="for-two"> Ben sees nothing until you have seen the preview. </span>' in page


def test_alone_nobody_else_is_mentioned(cleo: Person, browser_of: Browser) -> None:
    assert "for-two" not in browser_of(cleo).get("/journal/write/").content.decode()
