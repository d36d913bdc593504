from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from intima.accounts.actions import delete_account
from intima.accounts.models import Person
from intima.kit import clock, news
from reflections.spaces import actions
from reflections.spaces.models import Membership, Space
from tests.cast import EVENING
from tests.spaces import walk

Browsers = Callable[[Person | None], Client]
SENTENCE = "The space that you two shared is closed."


@pytest.fixture
def heard() -> Iterator[list[dict[str, Any]]]:
    """What the news of a left space said."""
    said: list[dict[str, Any]] = []

    def hear(sender: object, signal: object, **news_of: Any) -> None:
        said.append(news_of)

    news.space_left.connect(hear)
    yield said
    news.space_left.disconnect(hear)


def test_one_step_closes_the_space_for_both(ada: Person, ben: Person, space: Space, browser_of: Browsers) -> None:
    answer = browser_of(ada).post("/us/leave/")
    assert answer["Location"] == reverse("today:us")
    assert actions.tie_of(ada) is None
    assert actions.tie_of(ben) is None
    space.refresh_from_db()
    assert space.closed_at is not None
    endings = dict(Membership.objects.filter(space=space).values_list("person__name", "ending"))
    assert endings == {"Ada": "left", "Ben": "to_tell"}
    assert set(Membership.objects.values_list("left_at", flat=True)) == {space.closed_at}


def test_one_sentence_says_that_it_is_done(ada: Person, ben: Person, space: Space, browser_of: Browsers) -> None:
    said = "You left the space. What you wrote is yours, as before."
    assert said in browser_of(ada).post("/us/leave/", follow=True).content.decode()
    assert said not in browser_of(ben).post("/us/leave/", follow=True).content.decode()  # who came second left nothing


def test_it_asks_for_no_password_however_long_ago_the_sign_in_was(
    ada: Person, space: Space, browser_of: Browsers
) -> None:
    browser = browser_of(ada)
    session = browser.session
    session.pop("account_authentication_methods", None)
    session.save()
    browser.post("/us/leave/")
    assert actions.tie_of(ada) is None


def test_the_page_says_beforehand_what_stays_with_whoever_received_it(
    ada: Person, ben: Person, space: Space, browser_of: Browsers
) -> None:
    page = browser_of(ada).get("/us/leave/").content.decode()
    assert "Notes, thank-yous, words sent with a pause" in page
    assert "stay with whoever received them." in page


def test_the_page_says_beforehand_exactly_what_the_other_will_notice(
    ada: Person, ben: Person, space: Space, browser_of: Browsers
) -> None:
    assert SENTENCE in browser_of(ada).get("/us/leave/").content.decode()
    actions.leave(person=ada, at=clock.now())
    closed = actions.state_of(ben, clock.now()).closed
    assert closed
    assert closed.space == space


def test_the_news_travels_inside_the_transaction(ada: Person, space: Space, heard: list[dict[str, Any]]) -> None:
    actions.leave(person=ada, at=EVENING)
    assert heard == [{"space": space, "person": ada, "at": EVENING}]


def test_if_a_room_above_breaks_nothing_is_half_closed(ada: Person, space: Space) -> None:
    def breaks(**news_of: Any) -> None:
        raise RuntimeError

    news.space_left.connect(breaks)
    try:
        with pytest.raises(RuntimeError):
            actions.leave(person=ada, at=EVENING)
    finally:
        news.space_left.disconnect(breaks)
    assert actions.tie_of(ada)


def test_the_other_reads_the_sentence_until_they_put_it_away(
    ada: Person, ben: Person, space: Space, browser_of: Browsers
) -> None:
    actions.leave(person=ada, at=clock.now())
    for _ in range(2):
        assert actions.state_of(ben, clock.now()).closed
    assert browser_of(ada).post("/us/told/").status_code == 302  # hers to put away is nothing of his
    assert actions.state_of(ben, clock.now()).closed
    browser_of(ben).post("/us/told/")
    assert actions.state_of(ben, clock.now()).closed is None


def test_the_one_who_left_is_told_nothing(ada: Person, space: Space) -> None:
    actions.leave(person=ada, at=clock.now())
    assert actions.state_of(ada, clock.now()) == actions.State()


def test_leaving_when_the_other_was_first_lands_where_one_wanted_to_be(
    ada: Person, ben: Person, space: Space, heard: list[dict[str, Any]], browser_of: Browsers
) -> None:
    actions.leave(person=ada, at=clock.now())
    for answer in (browser_of(ben).get("/us/leave/"), browser_of(ben).post("/us/leave/")):
        assert answer["Location"] == reverse("today:us")
    with pytest.raises(actions.NotTogether):
        actions.leave(person=ben, at=clock.now())
    assert len(heard) == 1


def test_the_same_couple_later_gets_a_new_space(ada: Person, ben: Person, space: Space) -> None:
    actions.leave(person=ada, at=EVENING)
    anew = walk.pair_up(ben, ada, EVENING)
    assert anew != space
    hers = actions.tie_of(ada)
    assert hers
    assert hers.mine.colour == "iris"
    space.refresh_from_db()
    assert space.closed_at is not None


def test_each_can_pair_with_somebody_else_afterwards(ada: Person, ben: Person, cleo: Person, space: Space) -> None:
    actions.leave(person=ada, at=EVENING)
    walk.pair_up(cleo, ben, EVENING)
    state = actions.state_of(ben, EVENING)
    assert state.tie
    assert state.tie.partner == cleo
    assert state.closed  # the sentence stays beside the new space until it is put away


def test_looking_at_the_page_leaves_nothing(ada: Person, space: Space, browser_of: Browsers) -> None:
    browser_of(ada).get("/us/leave/")
    assert actions.tie_of(ada)


def test_whoever_deletes_their_account_leaves_first_and_the_other_reads_the_same_sentence(
    ada: Person, ben: Person, cleo: Person, space: Space, heard: list[dict[str, Any]], browser_of: Browsers
) -> None:
    delete_account(person=ada, at=EVENING)
    assert not Person.objects.filter(name="Ada").exists()
    assert [(one["space"], one["at"]) for one in heard] == [(space, EVENING)]
    space.refresh_from_db()
    assert space.closed_at == EVENING
    assert SENTENCE in browser_of(ben).get("/us/").content.decode()
    assert walk.pair_up(ben, cleo, EVENING)
    browser_of(ben).post("/us/told/")
    assert actions.state_of(ben, EVENING).closed is None


def test_somebody_alone_can_delete_their_account(ada: Person, heard: list[dict[str, Any]]) -> None:
    delete_account(person=ada, at=EVENING)
    assert not Person.objects.exists()
    assert heard == []
