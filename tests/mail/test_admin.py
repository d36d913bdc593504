"""What staff see of letters: what became of each and what to do, never whose it is; and the one thing they may do."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from intima.accounts.models import Person
from intima.mail import account, outbox
from intima.mail.models import Letter, State
from tests.accounts.test_staff import staff
from tests.cast import EVENING
from tests.mail.test_tidy import become

pytestmark = pytest.mark.django_db
LIST = "/admin/mail/letter/"
WHAT_TO_DO = [
    (State.UNKNOWN, "the connection broke after DATA", "It arrived or it did not"),
    (State.UNKNOWN, "the worker stopped while sending", "It arrived or it did not"),
    (State.REFUSED, "550 at RCPT", "takes nothing for this address"),
    (State.REFUSED, "554 at message", "does not want the letter or its sender"),
    (State.REFUSED, "550 at MAIL", "does not want the letter or its sender"),
    (State.REFUSED, "the address cannot be written", "has to write it anew"),
]
SENTENCES = {sentence for _state, _reason, sentence in WHAT_TO_DO}


@pytest.fixture(scope="module")
def may() -> Callable[..., Client]:
    """A member of staff, signed in with a second step, with these permissions over letters."""

    def signed_in(*acts: str) -> Client:
        browser = staff("Sam")
        wanted = Permission.objects.filter(codename__in=[f"{act}_letter" for act in acts])
        Person.objects.get(email="sam@example.org").user_permissions.set(wanted)
        return browser

    return signed_in


def page_of(browser: Client, url: str) -> str:
    answer = browser.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_each_that_somebody_may_have_to_see_to_says_what_to_do(
    may: Callable[..., Client], post: Callable[..., Letter], ada: Person
) -> None:
    sam = may("view")
    for number, (state, reason, sentence) in enumerate(WHAT_TO_DO):
        letter = post(ada.email, key=str(number), kind=account.KIND)
        become(letter, state, reason=reason, person_id=ada.pk, refused_by=outbox.mark_of(ada.email))
        page = page_of(sam, reverse("admin:mail_letter_change", args=[letter.pk]))
        assert [known for known in SENTENCES if known in page] == [sentence]
        for hidden in (ada.email, str(ada.pk), outbox.mark_of(ada.email), "Your code", "123456"):
            assert hidden not in page
    waiting = post(key="waiting")
    page = page_of(sam, reverse("admin:mail_letter_change", args=[waiting.pk]))
    assert not [known for known in SENTENCES if known in page]


def test_they_are_found_by_their_state_in_few_queries(
    may: Callable[..., Client], post: Callable[..., Letter], django_assert_max_num_queries: Callable[..., Any]
) -> None:
    sam = may("view")
    for number, (state, reason, _sentence) in enumerate(WHAT_TO_DO * 5):
        become(post(key=str(number)), state, reason=reason)
    for state, sentence in ((State.UNKNOWN, "It arrived or it did not"), (State.REFUSED, "has to write it anew")):
        with django_assert_max_num_queries(10):
            page = page_of(sam, f"{LIST}?state__exact={state}")
        assert sentence in page
        assert page.count('class="field-id"') == Letter.objects.filter(state=state).count()
        assert "ada@example.org" not in page


@pytest.mark.parametrize("acts", [["view"], ["view", "change", "add", "delete"]])
def test_no_letter_is_changed_added_or_deleted(
    acts: list[str], may: Callable[..., Client], post: Callable[..., Letter]
) -> None:
    sam, letter = may(*acts), post()
    before = Letter.objects.values().get()
    for url, answer in ((reverse("admin:mail_letter_change", args=[letter.pk]), 403), (f"{LIST}add/", 403)):
        assert sam.post(url, {"state": "sent", "reason": "", "attempt": "0"}).status_code == answer
    assert sam.post(reverse("admin:mail_letter_delete", args=[letter.pk]), {"post": "yes"}).status_code == 403
    sam.post(LIST, {"action": "delete_selected", "_selected_action": str(letter.pk), "post": "yes"})
    assert Letter.objects.values().get() == before


def test_without_a_permission_there_is_no_list(may: Callable[..., Client]) -> None:
    assert may().get(LIST).status_code == 403


def write_again(browser: Client, *letters: Letter) -> str:
    chosen = {"action": "write_again", "_selected_action": [str(letter.pk) for letter in letters]}
    return browser.post(LIST, chosen, follow=True).content.decode()


@pytest.fixture
def refused(post: Callable[..., Letter]) -> list[Letter]:
    """Three that Ada's address refused, one that Ben's did."""
    letters = [post(key=str(number)) for number in range(4)]
    for letter, name in zip(letters, ["ada", "ada", "ada", "ben"], strict=True):
        become(letter, State.REFUSED, reason="550 at RCPT", refused_by=outbox.mark_of(f"{name}@example.org"))
    return letters


def test_an_address_that_works_again_is_written_to_again(may: Callable[..., Client], refused: list[Letter]) -> None:
    sam = may("view", "change")
    assert "1 address is tried again." in write_again(sam, refused[0])
    assert not outbox.is_paused("ada@example.org")
    assert outbox.refusals([outbox.mark_of("ben@example.org")])


def test_that_takes_more_than_looking(may: Callable[..., Client], refused: list[Letter]) -> None:
    sam = may("view")
    assert 'value="write_again"' not in page_of(sam, LIST)
    write_again(sam, *refused)
    assert outbox.is_paused("ada@example.org")


def test_a_complaint_is_its_readers_alone_to_take_back(may: Callable[..., Client], refused: list[Letter]) -> None:
    outbox.came_back("ada@example.org", complained=True, returned_at=EVENING, at=EVENING)
    write_again(may("view", "change"), *refused)
    assert outbox.is_paused("ada@example.org")


def test_of_a_letter_in_any_other_state_nothing_changes(
    may: Callable[..., Client], post: Callable[..., Letter]
) -> None:
    sam = may("view", "change")
    for state in set(State) - {State.REFUSED}:
        become(post(key=state), state)
    before = list(Letter.objects.order_by("pk").values())
    assert "0 addresses are tried again." in write_again(sam, *Letter.objects.all())
    assert list(Letter.objects.order_by("pk").values()) == before
