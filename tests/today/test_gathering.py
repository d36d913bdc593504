"""Today, Us and You gather what the rooms hold, count nothing, and name nothing that is not done."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from exercises.lessons import actions as lessons
from intima.accounts.models import Person
from reflections.checkins import actions as checkins
from reflections.journal import actions as journal
from reflections.journal.actions import exchanges
from reflections.spaces import actions as spaces
from tests import cast
from tests.cast import EVENING

pytestmark = pytest.mark.django_db

Browser = Callable[[Person | None], Client]


@pytest.fixture(autouse=True)
def _evening() -> Any:
    with time_machine.travel(EVENING, tick=False):
        yield


def main_of(browser: Client, url: str) -> str:
    page = browser.get(url).content.decode()
    return " ".join(page[page.index("<main") : page.index("</main>")].split())


def test_somebody_new_and_alone_finds_a_lesson_the_checkin_and_an_invitation(browser_of: Browser) -> None:
    page = main_of(browser_of(cast.person("Cleo", begun_at=EVENING - timedelta(days=3))), "/today/")
    assert "Good to see you. Start wherever you like." in page
    assert page.count('class="card"') == 1
    assert page.count("button primary") == 1
    assert "Begin reading" in page
    assert f'href="{reverse("checkins:today")}"' in page
    assert f'href="{reverse("spaces:invite")}"' in page
    assert f'href="{reverse("safety:help")}"' in page


def test_after_two_weeks_alone_today_asks_for_no_partner_any_more(cleo: Person, browser_of: Browser) -> None:
    assert reverse("spaces:invite") not in main_of(browser_of(cleo), "/today/")
    assert reverse("spaces:invite") in main_of(browser_of(cleo), "/us/")


def test_when_the_space_was_closed_nothing_presses_for_another(browser_of: Browser) -> None:
    ada, ben = (cast.person(name, begun_at=EVENING - timedelta(days=3)) for name in ("Ada", "Ben"))
    cast.pair(ada, ben, at=EVENING - timedelta(days=2))
    spaces.leave(person=ben, at=EVENING)
    assert reverse("spaces:invite") not in main_of(browser_of(ada), "/today/")
    us = main_of(browser_of(ada), "/us/")
    assert reverse("spaces:invite") in us
    assert "button primary" not in us


def test_a_kept_checkin_turns_the_row_until_midnight(ada: Person, browser_of: Browser) -> None:
    checkins.keep(person=ada, at=EVENING)
    browser = browser_of(ada)
    assert f'href="{reverse("checkins:kept")}"' in main_of(browser, "/today/")
    with time_machine.travel(datetime(2026, 3, 13, 0, 0, tzinfo=UTC), tick=False):
        assert f'href="{reverse("checkins:today")}"' in main_of(browser, "/today/")


def test_adas_today_is_the_same_whether_ben_checked_in_or_not(
    ada: Person, ben: Person, space: object, browser_of: Browser
) -> None:
    browser = browser_of(ada)
    before = [main_of(browser, url) for url in ("/today/", "/us/", "/you/")]
    checkins.keep(person=ben, at=EVENING, closeness=1, line="marmalade")
    hidden = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    after = [main_of(browser, url) for url in ("/today/", "/us/", "/you/")]
    assert [hidden.sub("", page) for page in after] == [hidden.sub("", page) for page in before]


def test_together_nobody_is_asked_to_invite(ada: Person, space: object, browser_of: Browser) -> None:
    assert reverse("spaces:invite") not in main_of(browser_of(ada), "/today/")
    us = main_of(browser_of(ada), "/us/")
    assert "<bdi>Ben</bdi>" in us
    assert us.count("?prompt=") == 3


def test_a_question_that_is_asked_stands_between_them_and_is_not_offered_again(
    ada: Person, ben: Person, space: object, browser_of: Browser
) -> None:
    slug, prompt = next((slug, each) for slug, each in journal.prompts("en").items() if each.for_two)
    tie = spaces.tie_of(ada)
    assert tie
    asked = exchanges.propose(tie=tie, prompt=slug, at=EVENING)
    link = f'href="{reverse("journal:exchange", kwargs={"pk": asked.pk})}"'
    for person in (ada, ben):
        today, us = (main_of(browser_of(person), url) for url in ("/today/", "/us/"))
        assert link in today
        assert link in us
        assert us.count(escape(prompt.ask)) == 1
        assert "To answer apart, when it suits you." in today
        assert us.count("?prompt=") == 2


def test_answers_that_opened_say_so_and_name_who_sees_them(
    ada: Person, ben: Person, space: object, browser_of: Browser
) -> None:
    slug = next(slug for slug, each in journal.prompts("en").items() if each.for_two)
    tie = spaces.tie_of(ada)
    assert tie
    asked = exchanges.propose(tie=tie, prompt=slug, at=EVENING)
    exchanges.write(author=ada, pk=asked.pk, text="marmalade", at=EVENING)
    exchanges.confirm(author=ada, pk=asked.pk, revision=1, at=EVENING)
    adas, bens = (main_of(browser_of(person), "/today/") for person in (ada, ben))
    assert "You said yes to opening yours." in adas
    assert "To answer apart, when it suits you." in bens
    exchanges.write(author=ben, pk=asked.pk, text="honey", at=EVENING)
    exchanges.confirm(author=ben, pk=asked.pk, revision=1, at=EVENING)
    for person, other in ((ada, "Ben"), (ben, "Ada")):
        today = main_of(browser_of(person), "/today/")
        assert "You have both said yes to opening your answers." in today
        assert f"You and <bdi>{other}</bdi>" in today
        assert "marmalade" not in today


def test_alone_us_offers_the_invitation_and_no_questions_for_two(cleo: Person, browser_of: Browser) -> None:
    us = main_of(browser_of(cleo), "/us/")
    assert reverse("spaces:invite") in us
    assert "?prompt=" not in us


def test_today_tells_the_inviter_that_somebody_said_yes(ada: Person, ben: Person, browser_of: Browser) -> None:
    fresh = spaces.invite(by=ada, at=EVENING)
    question = "<bdi>Ben</bdi> accepted. Is this the person you invited?"
    assert question not in main_of(browser_of(ada), "/today/")
    spaces.accept(invitation_id=fresh.invitation.pk, by=ben, at=EVENING)
    page = main_of(browser_of(ada), "/today/")
    assert question in page
    assert page.count('class="card"') == page.count("button primary") == 1
    first = lessons.readings(ada, "en")[0]
    assert page.index("Also here") < page.index(f'href="{first.url}"')
    assert question not in main_of(browser_of(ben), "/today/")
    browser_of(ada).post(reverse("spaces:confirm", args=[fresh.invitation.pk]), {"answer": "yes"})
    assert question not in main_of(browser_of(ada), "/today/")


def test_us_leads_with_the_first_question_until_something_is_between_them(
    ada: Person, ben: Person, space: object, browser_of: Browser
) -> None:
    slug, prompt = next((slug, each) for slug, each in journal.prompts("en").items() if each.for_two)
    us = main_of(browser_of(ada), "/us/")
    assert us.count("button primary") == 1
    assert f'<a class="button primary end" href="{reverse("journal:exchanges")}?prompt={slug}"' in us
    assert us.count(escape(prompt.ask)) == 1
    tie = spaces.tie_of(ada)
    assert tie
    exchanges.propose(tie=tie, prompt=slug, at=EVENING)
    assert "button primary" not in main_of(browser_of(ada), "/us/")


def test_the_way_out_of_the_space_stands_last(ada: Person, space: object, browser_of: Browser) -> None:
    us = main_of(browser_of(ada), "/us/")
    assert re.findall(r'href="([^"]+)"', us)[-1] == reverse("spaces:leave")


def test_taking_everything_back_is_offered_wherever_somebody_else_could_see_something(
    ada: Person, cleo: Person, space: object, browser_of: Browser
) -> None:
    link = f'href="{reverse("journal:take_all_back")}"'
    assert link in main_of(browser_of(ada), "/you/")
    assert link not in main_of(browser_of(cleo), "/you/")


def test_exit_is_reached_before_the_tabs(ada: Person, browser_of: Browser) -> None:
    page = browser_of(ada).get("/today/").content.decode()
    assert page.index(reverse("safety:exit")) < page.index('class="tabs"')


@pytest.mark.parametrize("url", ["/today/", "/us/", "/you/"])
def test_nothing_is_counted_and_nobody_is_hurried(url: str, ada: Person, space: object, browser_of: Browser) -> None:
    page = re.sub(r"<[^>]+>", " ", main_of(browser_of(ada), url)).lower()
    for word in ("streak", "missed", "overdue", "failed", "unread", "waiting for", "last seen", "!"):
        assert word not in page, word


def test_you_leads_to_everything_that_is_ones_own(ada: Person, browser_of: Browser) -> None:
    page = main_of(browser_of(ada), "/you/")
    for name in (
        "accounts:me",
        "reminders:reminders",
        "safety:privacy",
        "safety:help",
        "lessons:about",
    ):
        assert f'href="{reverse(name)}"' in page, name
    assert f'<form method="post" action="{reverse("account_logout")}"' in page


def test_signing_out_from_you_ends_the_session(ada: Person, browser_of: Browser) -> None:
    browser = browser_of(ada)
    browser.post(reverse("account_logout"))
    assert browser.get("/you/").status_code == 302


def test_a_therapist_keeps_their_tabs_on_what_lies_under_you_and_learn(ada: Person, browser_of: Browser) -> None:
    dee = cast.therapist("Dr Dee").person

    def tabs(person: Person, url: str) -> str:
        page = browser_of(person).get(url).content.decode()
        return page[page.index('class="tabs"') : page.index("</nav>", page.index('class="tabs"'))]

    for url in ("/you/", "/accounts/me/", "/learn/"):
        shown = tabs(dee, url)
        assert reverse("caseload:clients") in shown
        assert reverse("today:us") not in shown
        assert shown.count('aria-current="page"') == 1
        assert reverse("today:us") in tabs(ada, url)
    cast.pair(dee, ada)  # who has a partner here has Us and the pause too
    assert reverse("today:us") in tabs(dee, "/you/")
