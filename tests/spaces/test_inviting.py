import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from intima.accounts.models import Person
from intima.kit import clock
from reflections.spaces import actions, codes
from reflections.spaces.models import Invitation, Space
from tests.cast import EVENING
from tests.spaces import walk

Browsers = Callable[[Person | None], Client]
INVITE = "/us/invite/"


def secrets_on(page: str) -> tuple[str, str]:
    """The token and the code that a page shows."""
    token = re.search(r'<textarea[^>]*>http://[^<"]+/us/come/([\w-]+)/</textarea>', page)
    code = re.search(r'id="code"\s+readonly\s+value="([0-9A-Z ]+)"', page)
    assert token
    assert code
    return token[1], code[1].replace(" ", "")


def test_the_answer_to_inviting_shows_link_and_code_and_no_later_page_does(ada: Person, browser_of: Browsers) -> None:
    browser = browser_of(ada)
    answer = browser.post(INVITE)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    token, code = secrets_on(answer.content.decode())
    assert actions.by_token(token, clock.now()) == actions.by_code(code, clock.now()) == Invitation.objects.get()
    later = browser.get(INVITE).content.decode()
    assert token not in later
    assert code[:5] not in later


def test_a_token_has_128_bits_at_least_and_a_code_fifty() -> None:
    assert len(codes.new_token()) * 6 >= 128
    assert codes.new_token() != codes.new_token()
    assert len(codes.ALPHABET) ** codes.LENGTH >= 2**50
    assert not set("ILOU") & set(codes.ALPHABET)
    assert codes.tidy(codes.spoken("7K2QM9XR4T").lower()) == "7K2QM9XR4T"
    assert codes.tidy("oil00-00000") == "0110000000"


def test_neither_token_nor_code_lies_in_the_database_or_a_session(
    ada: Person, ben: Person, browser_of: Browsers
) -> None:
    token, code = secrets_on(browser_of(ada).post(INVITE).content.decode())
    for guest in (browser_of(None), browser_of(ben)):
        guest.get(reverse("spaces:arrive", args=[token]))
    invited = browser_of(ben)
    assert invited.post("/us/code/", {"code": code}).status_code == 302
    assert invited.post("/us/invitation/", {"answer": "accept"}).status_code == 302
    everything = walk.dump()
    assert str(ben.pk) in everything or ben.pk.hex in everything
    for secret in (token, code, codes.spoken(code)):
        assert secret not in everything


def test_a_code_hash_hangs_on_the_secret_key(settings: Any) -> None:
    before = codes.code_hash("7K2QM9XR4T")
    settings.SECRET_KEY = "another key altogether"
    assert codes.code_hash("7K2QM9XR4T") != before


def test_a_new_invitation_ends_the_one_before(ada: Person, ben: Person) -> None:
    first = actions.invite(by=ada, at=EVENING)
    second = actions.invite(by=ada, at=EVENING)
    assert actions.by_token(first.token, EVENING) is None
    assert actions.by_code(first.code, EVENING) is None
    assert actions.by_token(second.token, EVENING) == second.invitation
    with pytest.raises(actions.InvitationSpent):
        actions.accept(invitation_id=first.invitation.pk, by=ben, at=EVENING)


def test_a_link_lives_seven_days_and_a_code_one(ada: Person) -> None:
    fresh = actions.invite(by=ada, at=EVENING)
    moment = timedelta(seconds=1)
    assert actions.by_code(fresh.code, EVENING + timedelta(days=1) - moment) == fresh.invitation
    assert actions.by_code(fresh.code, EVENING + timedelta(days=1)) is None
    assert actions.by_token(fresh.token, EVENING + timedelta(days=7) - moment) == fresh.invitation
    assert actions.by_token(fresh.token, EVENING + timedelta(days=7)) is None


def test_withdrawing_ends_it(ada: Person, browser_of: Browsers) -> None:
    fresh = actions.invite(by=ada, at=clock.now())
    assert browser_of(ada).post("/us/invite/withdraw/").status_code == 302
    assert actions.by_token(fresh.token, clock.now()) is None


def test_nobody_withdraws_anothers(ada: Person, cleo: Person) -> None:
    fresh = actions.invite(by=ada, at=EVENING)
    actions.withdraw(by=cleo)
    assert actions.by_token(fresh.token, EVENING) == fresh.invitation


def test_whoever_shares_a_space_invites_nobody(ada: Person, space: Space, browser_of: Browsers) -> None:
    with pytest.raises(actions.AlreadyTogether):
        actions.invite(by=ada, at=EVENING)
    for answer in (browser_of(ada).get(INVITE), browser_of(ada).post(INVITE, follow=False)):
        assert answer.status_code == 302
    assert not Invitation.objects.exists()


def test_while_somebody_waits_to_be_confirmed_no_new_one_is_made(
    ada: Person, ben: Person, browser_of: Browsers
) -> None:
    came = walk.somebody_came(ada, ben)
    with pytest.raises(actions.SomebodyCame):
        actions.invite(by=ada, at=clock.now())
    answer = browser_of(ada).post(INVITE, follow=True)
    page = answer.content.decode()
    assert "Is this the person you invited?" in page
    assert "Make new ones" not in page
    assert "Open until" not in page
    came.refresh_from_db()
    assert came.came


def test_the_page_shows_beforehand_what_the_invited_will_see(ada: Person, browser_of: Browsers) -> None:
    fact = "your name and your colour and, once, to be sure, your address."
    before = browser_of(ada).get(INVITE).content.decode()
    fresh = actions.invite(by=ada, at=clock.now())
    after = walk.arrive(browser_of(None), fresh).content.decode()
    for page in (before, after):
        assert fact in page
        assert "<bdi>Ada</bdi> invites you to share a space" in page
        assert ada.email not in page
        assert reverse("safety:is_it_safe") in page


def test_the_open_page_asks_again_until_somebody_comes(ada: Person, ben: Person, browser_of: Browsers) -> None:
    browser, poll = browser_of(ada), {"HX-Request": "true"}
    fresh = actions.invite(by=ada, at=clock.now())
    assert 'hx-trigger="every 3s"' in browser.get(INVITE).content.decode()
    assert browser.get(INVITE, headers=poll).status_code == 204
    actions.accept(invitation_id=fresh.invitation.pk, by=ben, at=clock.now())
    part = browser.get(INVITE, headers=poll).content.decode()
    assert "<html" not in part
    assert "<bdi>ben@example.org</bdi>" in part
    for gone in ("every 3s", "Make new ones", "Pass it on", "Open until", "/us/come/"):
        assert gone not in part


def test_the_page_with_the_link_still_says_what_the_invited_will_see(ada: Person, browser_of: Browsers) -> None:
    page = browser_of(ada).post(INVITE).content.decode()
    assert "<summary>What the person you invite will see</summary>" in page
    assert "<bdi>Ada</bdi> invites you to share a space" in page
    assert reverse("safety:is_it_safe") in page


def test_withdrawing_and_refusing_are_answered_in_one_sentence(ada: Person, ben: Person, browser_of: Browsers) -> None:
    browser = browser_of(ada)
    actions.invite(by=ada, at=clock.now())
    assert (
        "Its link and its code lead nowhere now." in browser.post("/us/invite/withdraw/", follow=True).content.decode()
    )
    assert "lead nowhere" not in browser.get(INVITE).content.decode()
    came = walk.somebody_came(ada, ben)
    refused = browser.post(reverse("spaces:confirm", args=[came.pk]), {"answer": "no"}, follow=True)
    assert "nobody is told" in refused.content.decode()


def test_polling_leads_on_once_the_space_is_open(ada: Person, space: Space, browser_of: Browsers) -> None:
    answer = browser_of(ada).get(INVITE, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == reverse("today:us")
