"""Two who press at the same moment, on real concurrent connections."""

import pytest

from exercises.practices.models import Judgement
from intima.content import actions as content
from intima.kit import clock
from reflections.journal.actions import Part, exchanges
from reflections.journal.models import Answer, Exchange
from reflections.shares.actions import PreviewOutdated
from reflections.spaces.actions import tie_of
from tests import cast
from tests.at_once import ON_REAL_CONNECTIONS, at_once
from tests.practices import acts

pytestmark = ON_REAL_CONNECTIONS


@pytest.fixture
def two() -> list[cast.Person]:
    content.load(at=cast.EVENING)
    people = [cast.person("Ada"), cast.person("Ben")]
    cast.pair(*people)
    return people


@pytest.mark.parametrize("_again", range(5))
def test_two_who_confirm_at_once_open_it_once(_again: int, two: list[cast.Person]) -> None:
    exchange = acts.put(two[0])
    for person in two:
        acts.hand_in(exchange, person, confirmed=False)
    at = clock.now()
    at_once(
        *(lambda person=person: exchanges.confirm(author=person, pk=exchange.pk, revision=1, at=at) for person in two)
    )
    exchange.refresh_from_db()
    assert exchange.opened_at == at
    assert {answer.state for answer in Answer.objects.all()} == {Answer.State.CONFIRMED}


@pytest.mark.parametrize("_again", range(3))
def test_what_is_handed_in_anew_while_it_is_confirmed_opens_as_previewed_or_not_at_all(
    _again: int, two: list[cast.Person]
) -> None:
    exchange = acts.put(two[0])
    acts.hand_in(exchange, two[0], confirmed=False)
    acts.hand_in(exchange, two[1])
    previewed, at = Answer.objects.get(author=two[0]).text, clock.now()
    other = [Part(key="wish", heading="", lines=("Nothing any more.",))]
    at_once(
        lambda: exchanges.confirm(author=two[0], pk=exchange.pk, revision=1, at=at),
        lambda: exchanges.hand_in(author=two[0], pk=exchange.pk, parts=other, at=at),
        refusing=(PreviewOutdated, exchanges.AnswerStands, exchanges.NothingToAnswer),
    )
    exchange.refresh_from_db()
    opened = exchange.opened_at is not None
    assert (Answer.objects.get(author=two[0]).text == previewed) == opened


def test_two_who_put_the_same_exercise_at_once_put_one(two: list[cast.Person]) -> None:
    ties = [tie_of(person) for person in two] * 4
    assert all(ties)
    at_once(*(lambda person=person: acts.put(person) for person in two * 4))
    assert Exchange.objects.count() == 1


def test_marks_sent_in_several_windows_are_sent_once(two: list[cast.Person]) -> None:
    from exercises.practices.actions.together import AlreadySent

    exchange = acts.opened(*two)
    sent = at_once(*(lambda: acts.judge(exchange, two[1], "yes", "new") for _ in range(4)), refusing=(AlreadySent,))
    assert sent.count(None) == 1
    assert Judgement.objects.count() == 1
