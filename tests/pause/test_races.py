"""Stepping away more than once at the same moment, on real concurrent connections."""

from datetime import timedelta

from exercises.pause import actions
from exercises.pause.models import Pause
from intima.kit import clock
from reflections.notes.models import Note
from reflections.spaces.actions import tie_of
from tests import cast
from tests.at_once import ON_REAL_CONNECTIONS, at_once

pytestmark = ON_REAL_CONNECTIONS
MINUTE = timedelta(minutes=1)
ROUNDS = 4


def test_eight_presses_at_once_begin_one_pause_and_send_its_words_once() -> None:
    ada, ben = cast.person("Ada"), cast.person("Ben")
    cast.pair(ada, ben)
    tie, at = tie_of(ada), clock.now()
    begun = at_once(
        *(
            lambda n=n: actions.start(asker=ada, tie=tie, words="Some air.", back_at=at + (20 + n) * MINUTE, at=at)
            for n in range(8)
        )
    )
    assert set(begun) == {Pause.objects.get().pk}
    assert Note.objects.get().text == "Some air."


def test_both_who_step_away_at_once_have_a_clock_each() -> None:
    people = [cast.person("Ada"), cast.person("Ben")]
    cast.pair(*people)
    ties, at = [tie for person in people if (tie := tie_of(person))], clock.now()
    for _ in range(ROUNDS):
        Pause.objects.all().delete()
        at_once(
            *(
                lambda tie=tie: actions.start(asker=tie.mine.person, tie=tie, words="", back_at=at + 20 * MINUTE, at=at)
                for tie in ties
            )
        )
        for person in people:
            standing = actions.standing(person, at)
            assert standing.mine
            assert standing.theirs


def test_a_pause_that_is_moved_at_the_moment_of_its_end_stays_ended() -> None:
    ada, at = cast.person("Ada"), clock.now()
    for _ in range(ROUNDS):
        pk = actions.start(asker=ada, tie=None, words="", back_at=at + 20 * MINUTE, at=at)
        at_once(
            lambda pk=pk: actions.move(asker=ada, pk=pk, back_at=at + 60 * MINUTE, at=at),
            lambda pk=pk: actions.end(asker=ada, pk=pk, at=at),
            refusing=(Pause.DoesNotExist,),
        )
        assert actions.standing(ada, at).clock is None
