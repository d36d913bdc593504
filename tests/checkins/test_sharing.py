"""Letting a partner see a day, part by part, after a preview; and taking it back at once."""

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from intima.accounts.models import Person
from reflections.checkins.actions import days, sharing
from reflections.checkins.actions.sharing import Part
from reflections.checkins.models import CheckIn, SharedDay
from reflections.shares.models import Share
from reflections.spaces import actions as spaces
from reflections.spaces.models import Space
from tests import cast
from tests.cast import EVENING
from tests.checkins import acts
from tests.spaces.walk import pair_up, without_token

Browser = Callable[[Person | None], Client]
LINE = "He made tea before I asked."
WHOLE: dict[str, Any] = {
    "closeness": 7,
    "tension": 4,
    "energy": 2,
    "feelings": ["tender"],
    "place": "jaw",
    "rituals": ["touch"],
    "line": LINE,
}
# What each part puts on a page, and nothing else there does.
MARKS = {
    Part.CLOSENESS: ["Closeness", "Near"],
    Part.TENSION: ["Tension", "A little tight"],
    Part.ENERGY: ["Energy", "Empty"],
    Part.FEELINGS: ["Tender", "Jaw"],
    Part.RITUALS: ["A welcome touch"],
    Part.LINE: [LINE],
}


@pytest.fixture(autouse=True)
def _evening() -> Any:
    with time_machine.travel(EVENING + timedelta(minutes=1), tick=False):
        yield


def article(page: Any) -> str:
    (found,) = re.findall(r"<article.*?</article>", page.content.decode(), re.DOTALL)
    return html.unescape(found)


def main_of(page: Any) -> str:
    text = page.content.decode()
    return " ".join(text[text.index("<main") : text.index("</main>")].split())


def look(browser: Client, checkin: CheckIn, *parts: Part) -> Any:
    """The preview of these parts."""
    return browser.get(f"/checkin/days/{checkin.pk}/share/", {"look": "1", "part": [part.value for part in parts]})


def share_from(browser: Client, checkin: CheckIn, preview: Any) -> Any:
    """Press 'Share with …' on the preview."""
    form = preview.context["form"]
    posted = {name: form[name].value() for name in ("part", "revision", "space")}
    return browser.post(f"/checkin/days/{checkin.pk}/share/", posted)


def sees(browser: Client, checkin: CheckIn) -> bool:
    """Whether the day can be had in any way: on its page, in the list and on Us, or in none of them."""
    link = f'href="/checkin/days/{checkin.pk}/"'
    page, us = browser.get(f"/checkin/days/{checkin.pk}/"), main_of(browser.get("/us/"))
    listed = browser.get("/checkin/from-partner/")
    assert page.status_code in {200, 404}
    opened = page.status_code == 200
    assert opened == (link in us) == (listed.status_code == 200 and link in main_of(listed))
    return opened


# --- Who sees it --------------------------------------------------------------------------------


def test_ben_cannot_see_adas_day_and_it_looks_like_one_that_never_was(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    checkin, browser = acts.keep(ada, **WHOLE), browser_of(ben)
    assert not sees(browser, checkin)
    nowhere = browser.get(f"/checkin/days/{space.pk}/")
    assert nowhere.status_code == 404
    assert without_token(browser.get(f"/checkin/days/{checkin.pk}/").content) == without_token(nowhere.content)


def test_a_shared_day_is_bens_to_see_and_nobody_elses(
    ada: Person, ben: Person, cleo: Person, space: Space, browser_of: Browser
) -> None:
    eve, staff = cast.person("Eve"), cast.person("Sam", is_staff=True, is_superuser=True)
    cast.part(cast.pair(eve, cast.person("Finn")), who_left=eve, at=EVENING)
    checkin = acts.keep(ada, **WHOLE)
    acts.share(checkin)
    assert sees(browser_of(ben), checkin)
    for other in (cleo, eve, staff):
        assert not sees(browser_of(other), checkin)
    assert browser_of(None).get(f"/checkin/days/{checkin.pk}/").status_code == 302


def test_ben_may_look_at_it_and_do_nothing_else_with_it(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    checkin = acts.keep(ada, **WHOLE)
    acts.share(checkin)
    browser, forged = browser_of(ben), {"part": "line", "revision": "1", "space": str(space.pk)}
    assert browser.get(f"/checkin/days/{checkin.pk}/share/").status_code == 404
    assert browser.post(f"/checkin/days/{checkin.pk}/share/", forged).status_code == 404
    assert browser.post(f"/checkin/days/{checkin.pk}/take-back/").status_code == 404
    assert sees(browser, checkin)


def test_a_day_kept_earlier_can_be_shared_as_well(ada: Person, ben: Person, space: Space, browser_of: Browser) -> None:
    checkin, hers = acts.keep(ada, ago=40, **WHOLE), browser_of(ada)
    assert f'href="/checkin/days/{checkin.pk}/"' in main_of(hers.get("/checkin/days/?month=2026-01"))
    share_from(hers, checkin, look(hers, checkin, Part.CLOSENESS))
    page = main_of(browser_of(ben).get(f"/checkin/days/{checkin.pk}/"))
    assert "Saturday 31 January" in page


# --- What is seen -------------------------------------------------------------------------------


@pytest.mark.parametrize("part", Part)
def test_each_part_is_shown_or_left_out_on_its_own(
    part: Part, ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    checkin, hers = acts.keep(ada, **WHOLE), browser_of(ada)
    share_from(hers, checkin, look(hers, checkin, part))
    seen = main_of(browser_of(ben).get(f"/checkin/days/{checkin.pk}/"))
    listed = main_of(browser_of(ben).get("/checkin/from-partner/"))
    for each, marks in MARKS.items():
        for mark in marks:
            assert (mark in seen) == (each == part), mark
            assert mark not in listed or each == part, mark


@pytest.mark.parametrize("part", Part)
def test_what_was_left_out_looks_like_what_was_never_said(
    part: Part, ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    whole, browser = acts.keep(ada, **WHOLE), browser_of(ben)
    others = [each for each in Part if each != part]
    acts.share(whole, *others)
    left_out = article(browser.get(f"/checkin/days/{whole.pk}/"))
    acts.share(whole)
    sharing.take_back(author=ada, pk=whole.pk)
    empty: dict[str, Any] = {"feelings": [], "place": "", "rituals": [], "line": ""}
    silent = [part.value, "place"] if part == Part.FEELINGS else [part.value]
    said = {name: empty.get(name) if name in silent else value for name, value in WHOLE.items()}
    acts.share(acts.keep(ada, **said))
    assert article(browser.get(f"/checkin/days/{whole.pk}/")) == left_out


def test_what_the_preview_shows_is_what_ben_gets(ada: Person, ben: Person, space: Space, browser_of: Browser) -> None:
    checkin, hers = acts.keep(ada, **WHOLE), browser_of(ada)
    preview = look(hers, checkin, Part.CLOSENESS, Part.LINE)
    assert not sees(browser_of(ben), checkin)
    share_from(hers, checkin, preview)
    assert article(preview) == article(browser_of(ben).get(f"/checkin/days/{checkin.pk}/"))
    assert article(preview) == article(hers.get(f"/checkin/days/{checkin.pk}/"))


def test_the_line_waits_to_be_ticked_and_what_is_empty_is_not_offered(
    ada: Person, space: Space, browser_of: Browser
) -> None:
    checkin = acts.keep(ada, closeness=7, line=LINE)
    page = main_of(browser_of(ada).get(f"/checkin/days/{checkin.pk}/share/"))
    assert 'value="closeness" checked' in page
    assert re.search(r'value="line"\s*>', page)
    assert re.findall(r'name="part" value="(\w+)"', page) == ["closeness", "line"]
    nothing = main_of(browser_of(ada).get(f"/checkin/days/{acts.keep(ada, ago=1).pk}/share/"))
    assert "there is nothing to show" in nothing
    assert "<form" not in nothing


def test_choosing_nothing_says_so(ada: Person, space: Space, browser_of: Browser) -> None:
    page = look(browser_of(ada), acts.keep(ada, **WHOLE))
    assert page.status_code == 422
    assert "Choose something to show, or leave it all yours." in main_of(page)


@pytest.mark.parametrize("forged", [{"part": "secrets"}, {"part": ""}, {"revision": "x"}, {"space": "x"}])
def test_a_forged_preview_shares_nothing(
    forged: dict[str, str], ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    checkin = acts.keep(ada, **WHOLE)
    posted = {"part": "line", "revision": "1", "space": str(space.pk), **forged}
    assert browser_of(ada).post(f"/checkin/days/{checkin.pk}/share/", posted).status_code == 422
    assert not Share.objects.exists()


def test_a_day_changed_after_the_preview_is_previewed_anew(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    checkin, hers = acts.keep(ada, **WHOLE), browser_of(ada)
    preview = look(hers, checkin, Part.LINE)
    acts.keep(ada, **WHOLE | {"line": "And then he laughed."})
    again = share_from(hers, checkin, preview)
    assert again.status_code == 422
    assert "nothing was shared" in main_of(again)
    assert "And then he laughed." in article(again)
    assert not sees(browser_of(ben), checkin)
    assert share_from(hers, checkin, again).status_code == 302
    assert "And then he laughed." in article(browser_of(ben).get(f"/checkin/days/{checkin.pk}/"))


def test_a_preview_made_for_ben_shares_nothing_with_somebody_who_came_after_him(
    ada: Person, cleo: Person, space: Space, browser_of: Browser
) -> None:
    checkin, hers = acts.keep(ada, **WHOLE), browser_of(ada)
    preview = look(hers, checkin, Part.LINE)
    spaces.leave(person=ada, at=EVENING)
    assert share_from(hers, checkin, preview).status_code == 422
    pair_up(ada, cleo, EVENING)
    assert share_from(hers, checkin, preview).status_code == 422
    assert not sees(browser_of(cleo), checkin)


def test_keeping_the_same_day_again_unchanged_does_not_outdate_a_preview(ada: Person, space: Space) -> None:
    first, again = acts.keep(ada, **WHOLE), acts.keep(ada, **WHOLE)
    assert again.revision == first.revision == 1
    assert acts.keep(ada, **WHOLE | {"line": ""}).revision == 2


# --- Later changes ------------------------------------------------------------------------------


def test_later_edits_stay_private_until_shared_again_and_then_say_changed(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    checkin, hers, bens = acts.keep(ada, **WHOLE), browser_of(ada), browser_of(ben)
    acts.share(checkin, Part.CLOSENESS, Part.LINE)
    before = bens.get(f"/checkin/days/{checkin.pk}/").content
    acts.keep(ada, **WHOLE | {"line": "And then he laughed.", "closeness": 9})
    assert without_token(bens.get(f"/checkin/days/{checkin.pk}/").content) == without_token(before)
    own = main_of(hers.get(f"/checkin/days/{checkin.pk}/"))
    assert "You changed this since; <bdi>Ben</bdi> sees it as it was." in own
    assert "You changed this since" in main_of(hers.get("/checkin/kept/"))
    preview = look(hers, checkin, Part.CLOSENESS, Part.LINE)
    assert "changed" in article(preview)
    share_from(hers, checkin, preview)
    seen = article(bens.get(f"/checkin/days/{checkin.pk}/"))
    assert "And then he laughed." in seen
    assert "changed" in seen
    assert "You changed this since" not in main_of(hers.get(f"/checkin/days/{checkin.pk}/"))


def test_showing_less_says_changed_and_showing_the_same_again_does_not(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    checkin, bens = acts.keep(ada, **WHOLE), browser_of(ben)
    acts.share(checkin)
    acts.share(checkin)
    assert "changed" not in article(bens.get(f"/checkin/days/{checkin.pk}/"))
    acts.share(checkin, Part.CLOSENESS)
    less = article(bens.get(f"/checkin/days/{checkin.pk}/"))
    assert "changed" in less
    assert LINE not in less


def test_the_page_of_today_says_who_sees_what_before_the_typing_starts(
    ada: Person, space: Space, browser_of: Browser
) -> None:
    checkin, hers = acts.keep(ada, **WHOLE), browser_of(ada)
    alone = main_of(hers.get("/checkin/"))
    assert "Only you" in alone
    assert "goes on seeing" not in alone
    acts.share(checkin)
    shared = main_of(hers.get("/checkin/"))
    assert "<bdi>Ben</bdi> goes on seeing this day as you shared it. What you change here stays yours." in shared
    assert "You and <bdi>Ben</bdi>" in main_of(hers.get("/checkin/kept/"))


# --- Taking back, leaving -----------------------------------------------------------------------


def test_taking_back_acts_on_the_very_next_request_and_leaves_no_copy(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    checkin, bens = acts.keep(ada, **WHOLE), browser_of(ben)
    acts.share(checkin)
    assert sees(bens, checkin)
    said = browser_of(ada).post(f"/checkin/days/{checkin.pk}/take-back/", follow=True)
    assert not sees(bens, checkin)
    assert "It may already have been seen." in main_of(said)
    assert not SharedDay.objects.exists()
    assert CheckIn.objects.get().line == LINE
    acts.share(checkin)
    assert "changed" not in article(bens.get(f"/checkin/days/{checkin.pk}/"))


def test_everything_is_taken_back_with_the_rest_of_what_is_shared(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    hers, his = [acts.keep(ada, ago=ago, **WHOLE) for ago in (0, 5)], acts.keep(ben, **WHOLE)
    for checkin in (*hers, his):
        acts.share(checkin)
    assert "Take everything back…" in browser_of(ada).get("/journal/").content.decode()
    browser_of(ada).post("/journal/take-back/")
    assert not any(sees(browser_of(ben), checkin) for checkin in hers)
    assert sees(browser_of(ada), his)
    assert SharedDay.objects.get().author == ben


@pytest.mark.parametrize("leaver", ["ada", "ben"])
def test_leaving_ends_it_and_returning_revives_nothing(
    leaver: str, ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    checkin = acts.keep(ada, **WHOLE)
    acts.share(checkin)
    spaces.leave(person=ada if leaver == "ada" else ben, at=EVENING)
    assert not sees(browser_of(ben), checkin)
    assert "Only you" in main_of(browser_of(ada).get(f"/checkin/days/{checkin.pk}/"))
    pair_up(ada, ben, EVENING)
    assert not sees(browser_of(ben), checkin)
    assert "Only you" in main_of(browser_of(ada).get(f"/checkin/days/{checkin.pk}/"))
    acts.share(checkin, Part.CLOSENESS)
    assert sees(browser_of(ben), checkin)
    assert "changed" not in article(browser_of(ben).get(f"/checkin/days/{checkin.pk}/"))


def test_a_day_shared_with_an_earlier_partner_is_nothing_to_a_later_one(
    ada: Person, cleo: Person, space: Space, browser_of: Browser
) -> None:
    checkin = acts.keep(ada, **WHOLE)
    acts.share(checkin)
    acts.keep(ada, **WHOLE | {"line": "Other words."})
    acts.share(checkin)
    spaces.leave(person=ada, at=EVENING)
    pair_up(ada, cleo, EVENING)
    assert not sees(browser_of(cleo), checkin)
    acts.share(checkin)
    assert "changed" not in article(browser_of(cleo).get(f"/checkin/days/{checkin.pk}/"))


def test_alone_there_is_nobody_to_share_with(cleo: Person, browser_of: Browser) -> None:
    checkin, browser = acts.keep(cleo, **WHOLE), browser_of(cleo)
    assert "Share" not in main_of(browser.get(f"/checkin/days/{checkin.pk}/"))
    assert "nobody to share it with" in main_of(browser.get(f"/checkin/days/{checkin.pk}/share/"))
    assert browser.get("/checkin/from-partner/").status_code == 404


# --- No trace -----------------------------------------------------------------------------------


def test_days_that_are_not_shared_leave_no_trace_in_what_ben_sees(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    browser = browser_of(ben)
    pages = ["/today/", "/us/", "/checkin/", "/checkin/from-partner/", "/checkin/trends/", "/checkin/trends/share/"]
    before = [without_token(browser.get(url).content) for url in pages]
    kept = [acts.keep(ada, ago=ago, **WHOLE) for ago in range(30)]
    acts.share(kept[3])
    sharing.take_back(author=ada, pk=kept[3].pk)
    assert [without_token(browser.get(url).content) for url in pages] == before


def test_one_shared_day_says_nothing_of_the_others(ada: Person, ben: Person, space: Space, browser_of: Browser) -> None:
    acts.share(acts.keep(ada, ago=40, **WHOLE))
    browser = browser_of(ben)
    pages = ["/us/", "/checkin/from-partner/", "/checkin/from-partner/?month=2026-03"]
    before = [without_token(browser.get(url).content) for url in pages]
    for ago in range(39):
        acts.keep(ada, ago=ago, **WHOLE)
    assert [without_token(browser.get(url).content) for url in pages] == before


def test_the_copy_lies_sealed_and_no_row_names_its_words(ada: Person, space: Space) -> None:
    acts.share(acts.keep(ada, **WHOLE))
    row = SharedDay.objects.get()
    assert row.line == LINE
    assert LINE not in f"{row} {row!r}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT line FROM checkins_sharedday")
        assert LINE.encode() not in bytes(cursor.fetchone()[0])


def test_a_line_is_shown_as_it_was_typed_and_does_nothing(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    checkin = acts.keep(ada, line="\u202e<script>x</script>")
    acts.share(checkin)
    page = browser_of(ben).get(f"/checkin/days/{checkin.pk}/").content.decode()
    assert "<bdi>\u202e&lt;script&gt;x&lt;/script&gt;</bdi>" in page


# --- Where it is found --------------------------------------------------------------------------


def test_us_says_where_a_day_would_appear_and_then_shows_it(
    ada: Person, ben: Person, space: Space, browser_of: Browser
) -> None:
    sentence = "<bdi>Ada</bdi>’s check-in will appear here if <bdi>Ada</bdi> shares one."
    browser = browser_of(ben)
    assert sentence in main_of(browser.get("/us/"))
    assert sentence in main_of(browser.get("/checkin/from-partner/"))
    checkin = acts.keep(ada, **WHOLE)
    acts.share(checkin)
    us = main_of(browser.get("/us/"))
    assert sentence not in us
    assert "<bdi>Ada</bdi> shared a check-in with you" in us
    assert LINE not in us


def test_today_tells_of_a_shared_day_for_a_week(ada: Person, ben: Person, space: Space, browser_of: Browser) -> None:
    checkin = acts.keep(ada, ago=20, **WHOLE)
    acts.share(checkin, at=EVENING)
    told = f'href="/checkin/days/{checkin.pk}/"'
    assert told in main_of(browser_of(ben).get("/today/"))
    assert told not in main_of(browser_of(ada).get("/today/"))
    with time_machine.travel(EVENING + timedelta(days=7), tick=False):
        assert told not in main_of(browser_of(ben).get("/today/"))
        assert told in main_of(browser_of(ben).get("/us/"))


def test_todays_own_row_says_who_sees_the_day(ada: Person, space: Space, browser_of: Browser) -> None:
    yesterday = acts.keep(ada, ago=1, **WHOLE)
    acts.share(yesterday)
    row = re.compile(r'<a class="row" href="/checkin/kept/">.*?</a>')
    acts.keep(ada, **WHOLE)
    assert "Only you" in row.findall(main_of(browser_of(ada).get("/today/")))[0]
    acts.share(CheckIn.objects.get(day=EVENING.date()))
    assert "You and <bdi>Ben</bdi>" in row.findall(main_of(browser_of(ada).get("/today/")))[0]


def test_days_are_listed_by_the_month_and_lead_to_the_next_that_holds_any(ada: Person, browser_of: Browser) -> None:
    for day in (datetime(2026, 3, 12, 20, tzinfo=UTC), datetime(2025, 11, 2, 20, tzinfo=UTC)):
        days.keep(person=ada, at=day, closeness=5, line=f"On {day:%d %B}")
    browser = browser_of(ada)
    newest = main_of(browser.get("/checkin/days/"))
    assert "On 12 March" in newest
    assert "On 02 November" not in newest
    assert 'href="?month=2025-11"' in newest
    older = main_of(browser.get("/checkin/days/?month=2025-11"))
    assert "On 02 November" in older
    assert 'href="?month=2026-03"' in older
    assert "Nothing was kept in this month." in main_of(browser.get("/checkin/days/?month=2026-01"))
    for odd in ("2026-13", "x", "0000-00", "99999-01", "9999-12"):
        assert browser.get("/checkin/days/", {"month": odd}).status_code == 200, odd
