from datetime import timedelta

import pytest

from exercises.pause import actions, letters
from intima.accounts.models import Person
from intima.mail import outbox, writing
from intima.mail.kinds import NotWanted
from intima.mail.models import Letter, State
from reflections.spaces.actions import leave, tie_of
from reflections.spaces.models import Space
from tests.cast import EVENING
from tests.mail.telling import TELLING

BACK = EVENING + timedelta(minutes=70)


@pytest.fixture
def called(ada: Person, ben: Person, space: Space) -> Letter:
    """The letter that calls Ben back from Ada's pause."""
    actions.allow_letters(person=ben, on=True)
    actions.start(asker=ada, tie=tie_of(ada), words="Some air.", back_at=BACK, at=EVENING)
    return Letter.objects.get(key__contains=":back:")


def gathered(letter: Letter) -> Letter:
    letter.gathered = letters.gather([letter], BACK).get(letter.pk)
    return letter


def test_the_letter_is_neutral_and_leads_to_the_clock(called: Letter) -> None:
    letters.still_wanted(gathered(called), BACK)
    filled = letters.fill(called)
    assert filled.to == "ben@example.org"
    assert "/pause/" in filled.text
    for said in (filled.subject, filled.text, filled.html):
        assert not TELLING.search(said)
        assert "air" not in said


@pytest.mark.parametrize("complained", [False, True])
def test_where_letters_rest_nobody_elses_act_brings_one(called: Letter, complained: bool) -> None:
    outbox.came_back("ben@example.org", complained=complained, returned_at=EVENING, at=EVENING)
    written, outcomes = writing.write([called], at=BACK)
    assert (written, [one.state for one in outcomes]) == ([], [State.DROPPED])


@pytest.mark.parametrize("why", ["moved", "ended", "forbidden", "late", "put away", "left"])
def test_a_letter_that_is_not_wanted_any_more_is_not_sent(called: Letter, ada: Person, ben: Person, why: str) -> None:
    pk = actions.standing(ada, EVENING).mine.id  # type: ignore[union-attr]
    at = BACK
    if why == "moved":
        actions.move(asker=ada, pk=pk, back_at=BACK + timedelta(minutes=20), at=EVENING)
    elif why == "ended":
        actions.end(asker=ada, pk=pk, at=EVENING)
    elif why == "forbidden":
        actions.allow_letters(person=ben, on=False)
    elif why == "put away":
        actions.put_away(person=ben, pk=pk, at=EVENING)
    elif why == "left":
        leave(person=ada, at=EVENING)
    else:
        at = BACK + letters.STALE + timedelta(seconds=1)
    with pytest.raises(NotWanted):
        letters.still_wanted(gathered(called), at)
