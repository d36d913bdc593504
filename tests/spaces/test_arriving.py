from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from intima.accounts.models import Person
from intima.kit import clock
from reflections.spaces import actions
from reflections.spaces.models import Invitation, Space
from tests import cast
from tests.spaces import walk

Browsers = Callable[[Person | None], Client]
HERE = "/us/invitation/"


def test_a_link_keeps_the_invitations_id_alone_and_leaves_its_secret_behind(ada: Person, browser_of: Browsers) -> None:
    fresh, browser = actions.invite(by=ada, at=clock.now()), browser_of(None)
    answer = browser.get(reverse("spaces:arrive", args=[fresh.token]))
    assert (answer.status_code, answer["Location"]) == (302, HERE)
    assert dict(browser.session) == {"invitation": str(fresh.invitation.pk)}
    page = browser.get(HERE).content.decode()
    assert "<bdi>Ada</bdi> invites you" in page
    assert fresh.token not in page


def test_looking_changes_nothing_and_can_be_done_twice(ada: Person, browser_of: Browsers) -> None:
    fresh = actions.invite(by=ada, at=clock.now())
    for _ in range(2):
        assert "<bdi>Ada</bdi> invites you" in walk.arrive(browser_of(None), fresh).content.decode()


def test_accepting_waits_for_the_inviter(ada: Person, ben: Person, browser_of: Browsers) -> None:
    browser = browser_of(ben)
    walk.arrive(browser, actions.invite(by=ada, at=clock.now()))
    page = browser.post(HERE, {"answer": "accept"}, follow=True).content.decode()
    assert "Waiting for <bdi>Ada</bdi> to confirm" in page
    assert "invitation" not in browser.session
    assert Invitation.objects.get().accepted_by == ben
    assert actions.tie_of(ben) is None


def test_the_waiting_page_asks_again_and_sees_nothing_new_until_the_space_is_open(
    ada: Person, ben: Person, browser_of: Browsers
) -> None:
    came, browser, poll = walk.somebody_came(ada, ben), browser_of(ben), {"HX-Request": "true"}
    for url in (HERE, "/us/"):
        page = browser.get(url).content.decode()
        assert f'hx-get="{HERE}"' in page
        assert "Reload this page to see." in page
    waiting = browser.get(HERE, headers=poll)
    assert (waiting.status_code, waiting.content) == (204, b"")
    actions.confirm(invitation_id=came.pk, by=ada, at=clock.now())
    part = browser.get(HERE, headers=poll).content.decode()
    assert "<html" not in part
    assert "every 3s" not in part
    for shown in (part, browser.get(HERE).content.decode()):
        assert "Your space with <bdi>Ada</bdi> is open" in shown
        assert shown.count("button primary") == 1


def test_a_refusal_looks_to_the_waiting_page_like_no_answer(ada: Person, ben: Person, browser_of: Browsers) -> None:
    came, browser, poll = walk.somebody_came(ada, ben), browser_of(ben), {"HX-Request": "true"}
    before = browser.get(HERE, headers=poll)
    actions.refuse(invitation_id=came.pk, by=ada)
    after = browser.get(HERE, headers=poll)
    assert (before.status_code, before.content, before.headers) == (after.status_code, after.content, after.headers)


def test_a_waiting_page_that_waits_for_nothing_any_more_is_loaded_anew(
    ada: Person, ben: Person, browser_of: Browsers
) -> None:
    walk.somebody_came(ada, ben)
    actions.take_yes_back(by=ben)
    for guest in (ben, None):
        assert browser_of(guest).get(HERE, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_before_accepting_ben_sees_what_ada_will_be_shown(ada: Person, ben: Person, browser_of: Browsers) -> None:
    page = walk.arrive(browser_of(ben), actions.invite(by=ada, at=clock.now())).content.decode()
    assert "<bdi>ben@example.org</bdi>" in page
    assert "ada@example.org" not in page


def test_not_now_tells_nobody_and_the_link_stays_open(ada: Person, ben: Person, browser_of: Browsers) -> None:
    fresh = actions.invite(by=ada, at=clock.now())
    inviter = browser_of(ada)
    before = walk.without_token(inviter.get("/us/invite/").content)
    for guest, leads_to in ((ben, "today:us"), (None, "safety:welcome")):
        browser = browser_of(guest)
        walk.arrive(browser, fresh)
        answer = browser.post(HERE, {"answer": "not_now"})
        assert answer["Location"] == reverse(leads_to)
        assert "invitation" not in browser.session
    assert walk.without_token(inviter.get("/us/invite/").content) == before
    assert actions.by_token(fresh.token, clock.now()) == fresh.invitation


def test_not_now_leaves_a_yes_to_somebody_else_alone(
    ada: Person, ben: Person, cleo: Person, browser_of: Browsers
) -> None:
    walk.somebody_came(ada, ben)
    browser = browser_of(ben)
    walk.arrive(browser, actions.invite(by=cleo, at=clock.now()))
    browser.post(HERE, {"answer": "not_now"})
    assert actions.state_of(ben, clock.now()).waiting


def test_a_yes_can_be_taken_back(ada: Person, ben: Person, browser_of: Browsers) -> None:
    came = walk.somebody_came(ada, ben)
    answer = browser_of(ben).post(HERE, {"answer": "take_back"}, follow=True)
    assert "Your yes is taken back." in answer.content.decode()
    assert actions.state_of(ben, clock.now()) == actions.State()
    assert actions.state_of(ada, clock.now()) == actions.State()
    with pytest.raises(actions.InvitationSpent):
        actions.confirm(invitation_id=came.pk, by=ada, at=clock.now())


def test_a_second_yes_takes_the_first_back(ada: Person, ben: Person, cleo: Person) -> None:
    walk.somebody_came(ada, ben)
    walk.somebody_came(cleo, ben)
    assert actions.state_of(ada, clock.now()).came is None
    assert actions.state_of(cleo, clock.now()).came


def test_saying_yes_twice_is_saying_it_once(ada: Person, ben: Person) -> None:
    came = walk.somebody_came(ada, ben)
    assert actions.accept(invitation_id=came.pk, by=ben, at=clock.now()) == came


def test_the_second_who_accepts_is_refused(ada: Person, ben: Person, cleo: Person) -> None:
    came = walk.somebody_came(ada, ben)
    with pytest.raises(actions.InvitationSpent):
        actions.accept(invitation_id=came.pk, by=cleo, at=clock.now())
    came.refresh_from_db()
    assert came.accepted_by == ben


def test_nobody_accepts_their_own(ada: Person, browser_of: Browsers) -> None:
    browser, fresh = browser_of(ada), actions.invite(by=ada, at=clock.now())
    assert "This is your own invitation" in walk.arrive(browser, fresh).content.decode()
    assert browser.post(HERE, {"answer": "accept"}).status_code == 422
    assert Invitation.objects.get().accepted_by is None


def test_whoever_shares_a_space_accepts_nothing(ben: Person, cleo: Person, space: Space, browser_of: Browsers) -> None:
    browser = browser_of(ben)
    assert "You share a space already" in walk.arrive(browser, actions.invite(by=cleo, at=clock.now())).content.decode()
    assert browser.post(HERE, {"answer": "accept"}).status_code == 422
    assert actions.tie_of(ben)
    assert actions.state_of(cleo, clock.now()).came is None


def test_used_expired_withdrawn_and_unknown_links_get_one_answer(
    ada: Person, ben: Person, cleo: Person, browser_of: Browsers
) -> None:
    eve = cast.person("Eve")
    now = clock.now()
    used = actions.invite(by=ada, at=now)
    actions.accept(invitation_id=used.invitation.pk, by=ben, at=now)
    withdrawn = actions.invite(by=cleo, at=now)
    actions.withdraw(by=cleo)
    expired = actions.invite(by=cleo, at=now - timedelta(days=8))
    tokens = [used.token, withdrawn.token, expired.token, "never-made", "x" * 500]
    for guest in (None, eve):
        answers = set()
        for token in tokens:
            browser = browser_of(guest)
            led = browser.get(reverse("spaces:arrive", args=[token]))
            shown = browser.get(HERE)
            tried = browser.post(HERE, {"answer": "accept"})
            answers.add(
                (
                    (led.status_code, led["Location"], led.content),
                    (shown.status_code, walk.without_token(shown.content)),
                    (tried.status_code, tried.get("Location"), walk.without_token(tried.content)),
                )
            )
        assert len(answers) == 1
        assert b"This invitation is not open" in next(iter(answers))[1][1]


def test_one_that_ends_while_its_page_is_open_is_refused_in_the_same_words(
    ada: Person, ben: Person, browser_of: Browsers
) -> None:
    browser = browser_of(ben)
    walk.arrive(browser, actions.invite(by=ada, at=clock.now()))
    actions.withdraw(by=ada)
    answer = browser.post(HERE, {"answer": "accept"})
    assert answer.status_code == 422
    assert "This invitation is not open" in answer.content.decode()


def test_what_only_a_forged_form_holds_gets_400(ben: Person, browser_of: Browsers) -> None:
    assert browser_of(ben).post(HERE, {"answer": "everything"}).status_code == 400
    assert browser_of(ben).post(HERE).status_code == 400


def test_a_name_cannot_become_markup(ben: Person, browser_of: Browsers) -> None:
    mallory = cast.person("Mallory")
    mallory.name = "<b>Ben</b>\u202e"
    mallory.save()
    page = walk.arrive(browser_of(ben), actions.invite(by=mallory, at=clock.now())).content.decode()
    assert "<bdi>&lt;b&gt;Ben&lt;/b&gt;\u202e</bdi>" in page


def test_signing_up_with_an_emailed_code_leads_back_to_the_invitation(ada: Person, browser_of: Browsers) -> None:
    fresh, browser = actions.invite(by=ada, at=clock.now()), browser_of(None)
    page = walk.arrive(browser, fresh).content.decode()
    assert f"{reverse('account_signup')}?next={HERE}" in page
    asked = browser.post(f"{reverse('account_signup')}?next={HERE}", {"email": "dan@example.org", "next": HERE})
    confirmed = browser.post(asked["Location"], {"code": walk.emailed_code(browser)})
    begin = browser.get(confirmed["Location"])
    assert confirmed["Location"] == HERE
    assert begin["Location"] == f"{reverse('accounts:begin')}?next=/us/invitation/"
    said = browser.post(
        begin["Location"], {"name": "Dan", "time_zone": "Europe/London", "language": "en", "adult": "on", "next": HERE}
    )
    assert said["Location"] == HERE
    assert "<bdi>Ada</bdi> invites you" in browser.get(HERE).content.decode()
    browser.post(HERE, {"answer": "accept"})
    came = actions.state_of(ada, clock.now()).came
    assert came
    assert came.accepted_by
    assert came.accepted_by.email == "dan@example.org"


def test_signing_in_by_an_emailed_code_leads_back_to_the_invitation(ada: Person, browser_of: Browsers) -> None:
    dan, browser = cast.person("Dan"), browser_of(None)
    walk.arrive(browser, actions.invite(by=ada, at=clock.now()))
    asked = browser.post(f"{reverse('account_login')}?next={HERE}", {"login": dan.email, "next": HERE})
    answer = browser.post(asked["Location"], {"code": walk.emailed_code(browser), "next": HERE})
    assert answer["Location"] == HERE
    assert "<bdi>Ada</bdi> invites you" in browser.get(HERE).content.decode()


def test_a_yes_lives_a_week_from_when_it_was_said(ada: Person, ben: Person) -> None:
    with time_machine.travel(cast.EVENING, tick=False):
        fresh = actions.invite(by=ada, at=clock.now())
    late = cast.EVENING + timedelta(days=6, hours=23)
    actions.accept(invitation_id=fresh.invitation.pk, by=ben, at=late)
    opened = actions.confirm(invitation_id=fresh.invitation.pk, by=ada, at=late + timedelta(days=6))
    tie = actions.tie_of(ben)
    assert tie is not None
    assert tie.space == opened


def test_a_yes_that_nobody_confirmed_for_a_week_is_over(ada: Person, ben: Person) -> None:
    came = walk.somebody_came(ada, ben, cast.EVENING)
    week = cast.EVENING + timedelta(days=7)
    assert actions.state_of(ben, week) == actions.state_of(ada, week) == actions.State()
    with pytest.raises(actions.InvitationSpent):
        actions.confirm(invitation_id=came.pk, by=ada, at=week)
