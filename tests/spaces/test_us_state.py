"""What Us shows of where somebody stands, in each state."""

from datetime import timedelta

from django.template.loader import render_to_string
from pytest_django.asserts import assertNumQueries

from intima.accounts.models import Person
from intima.kit import clock
from reflections.spaces import actions
from reflections.spaces.models import Space
from tests.spaces import walk


def shown_to(person: Person) -> str:
    return render_to_string("spaces/us_state.html", {"state": actions.state_of(person, clock.now())})


def test_somebody_alone_may_invite_or_type_a_code(ada: Person) -> None:
    page = shown_to(ada)
    assert "/us/invite/" in page
    assert "/us/code/" in page


def test_an_inviter_sees_that_it_is_open(ada: Person) -> None:
    actions.invite(by=ada, at=clock.now())
    assert "Your invitation is open" in shown_to(ada)


def test_an_inviter_sees_who_came_by_name_and_address(ada: Person, ben: Person) -> None:
    walk.somebody_came(ada, ben)
    page = shown_to(ada)
    assert "<bdi>Ben</bdi> accepted. Is this the person you invited?" in page
    assert "<bdi>ben@example.org</bdi>" in page


def test_the_invited_waits_and_sees_no_address(ada: Person, ben: Person) -> None:
    walk.somebody_came(ada, ben)
    page = shown_to(ben)
    assert "Waiting for <bdi>Ada</bdi> to confirm" in page
    assert ada.email not in page


def test_a_pair_sees_both_by_colour_and_name(ada: Person, ben: Person, space: Space) -> None:
    for one in (ada, ben):
        page = render_to_string("spaces/pair.html", {"tie": actions.tie_of(one)})
        assert 'class="answer clay"><p class="person"><bdi>Ada</bdi>' in page
        assert 'class="answer iris"><p class="person"><bdi>Ben</bdi>' in page
        assert "/us/leave/" in page
        assert "@example.org" not in page


def test_the_sentence_after_the_end_has_no_time_and_blames_nobody(ada: Person, ben: Person, space: Space) -> None:
    actions.leave(person=ada, at=clock.now())
    page = shown_to(ben)
    assert "The space that you two shared is closed. What you wrote is still yours." in page
    assert "<time" not in page
    assert " left" not in page
    assert "/us/invite/" in page


def test_an_expired_invitation_is_as_if_it_never_was(ada: Person) -> None:
    before = shown_to(ada)
    actions.invite(by=ada, at=clock.now() - timedelta(days=7))
    assert shown_to(ada) == before


def test_a_stranger_sees_nothing_of_all_this(ada: Person, ben: Person, cleo: Person, space: Space) -> None:
    actions.leave(person=ada, at=clock.now())
    walk.somebody_came(ada, ben)
    assert actions.state_of(cleo, clock.now()) == actions.State()


def test_three_queries_are_enough(ada: Person, ben: Person, cleo: Person) -> None:
    now = clock.now()
    for _ in range(12):
        walk.pair_up(ada, ben, now)
        actions.leave(person=ada, at=now)
    walk.somebody_came(ada, ben, now)
    walk.somebody_came(ben, cleo, now)
    with assertNumQueries(3):
        render_to_string("spaces/us_state.html", {"state": actions.state_of(ben, now)})


def test_a_former_partner_learns_no_later_name(ada: Person, ben: Person, space: Space) -> None:
    actions.leave(person=ada, at=clock.now())
    ada.name = "Evelyn New-Life"
    ada.save()
    assert "Evelyn" not in shown_to(ben)
