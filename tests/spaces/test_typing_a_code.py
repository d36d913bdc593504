from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from intima.accounts.models import Person
from intima.kit import clock
from reflections.spaces import actions, codes
from tests import cast
from tests.spaces import walk

Browsers = Callable[[Person | None], Client]
CODE = "/us/code/"


@pytest.mark.parametrize("typed", ["{}", "{:.5} {}", " {:.5}-{} ", "lower"])
def test_a_code_leads_to_its_invitation_however_it_is_typed(
    typed: str, ada: Person, ben: Person, browser_of: Browsers
) -> None:
    fresh, browser = actions.invite(by=ada, at=clock.now()), browser_of(ben)
    text = fresh.code.lower() if typed == "lower" else fresh.code
    if "{:.5}" in typed:
        text = typed.format(text, text[5:])
    page = browser.post(CODE, {"code": text}, follow=True).content.decode()
    assert "<bdi>Ada</bdi> invites you" in page
    assert actions.state_of(ada, clock.now()).came is None  # typing it accepts nothing


def test_used_expired_and_unknown_codes_get_one_answer_with_the_typing_kept(
    ada: Person, ben: Person, cleo: Person, browser_of: Browsers
) -> None:
    now = clock.now()
    used = actions.invite(by=ada, at=now)
    actions.accept(invitation_id=used.invitation.pk, by=ben, at=now)
    expired = actions.invite(by=cleo, at=now - timedelta(days=1, seconds=1))
    answers = set()
    for code in (used.code, expired.code, codes.new_code()):
        answer = browser_of(cast.person(f"Guest{len(answers)}{code}")).post(CODE, {"code": code})
        assert answer.status_code == 422
        assert code.encode() in answer.content
        answers.add(walk.without_token(answer.content).replace(code.encode(), b""))
    assert len(answers) == 1


def test_what_cannot_be_a_code_is_said_beside_the_field_and_costs_no_try(ben: Person, browser_of: Browsers) -> None:
    browser = browser_of(ben)
    for _ in range(20):
        answer = browser.post(CODE, {"code": "not a code <b>"})
        assert answer.status_code == 422
    assert "not a code &lt;b&gt;" in answer.content.decode()
    assert "ten letters and digits" in answer.content.decode()


def test_after_five_tries_even_the_right_code_has_to_wait(ada: Person, ben: Person, browser_of: Browsers) -> None:
    fresh, browser = actions.invite(by=ada, at=clock.now()), browser_of(ben)
    for _ in range(5):
        assert browser.post(CODE, {"code": codes.new_code()}).status_code == 422
    answer = browser.post(CODE, {"code": fresh.code})
    assert answer.status_code == 429
    assert "Wait an hour" in answer.content.decode()
    assert "minute" not in answer.content.decode()
    assert "invitation" not in browser.session


def test_ben_cannot_use_up_adas_tries_from_the_same_address(ada: Person, ben: Person, browser_of: Browsers) -> None:
    browser = browser_of(ben)
    for _ in range(100):
        browser.post(CODE, {"code": codes.new_code()})
    fresh = actions.invite(by=cast.person("Dan"), at=clock.now())
    assert browser_of(ada).post(CODE, {"code": fresh.code}).status_code == 302


def test_many_accounts_at_one_address_have_an_end(browser_of: Browsers, db: None) -> None:
    statuses = []
    for number in range(11):
        browser = browser_of(cast.person(f"Guest{number}"))
        statuses += [browser.post(CODE, {"code": codes.new_code()}).status_code for _ in range(5)]
    assert statuses == [422] * 50 + [429] * 5
