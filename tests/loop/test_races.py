"""Two who press at the same moment, on real concurrent connections."""

import uuid

import pytest

from exercises.loop.actions import cards, names, sharing
from exercises.loop.models import Card, Name, SharedCard
from exercises.loop.words import CardWords
from reflections.shares.models import Share
from tests import cast
from tests.at_once import ON_REAL_CONNECTIONS, at_once
from tests.cast import EVENING
from tests.loop import acts

pytestmark = ON_REAL_CONNECTIONS


@pytest.mark.parametrize("_again", range(5))
def test_of_two_who_propose_at_once_one_waits_and_the_other_is_shown_it(_again: int) -> None:
    ada, ben = cast.person("Ada"), cast.person("Ben")
    cast.pair(ada, ben)
    met = at_once(
        lambda: acts.propose(ada, "The Sunday Spin"),
        lambda: acts.propose(ben, "The roundabout"),
        refusing=(names.ProposedMeanwhile,),
    )
    assert sum(isinstance(each, names.ProposedMeanwhile) for each in met) == 1
    name = Name.objects.get()
    assert name.pk in met
    assert Share.objects.count() == 1


@pytest.mark.parametrize("_again", range(5))
def test_agreeing_while_it_is_taken_back_leaves_no_name_or_an_agreed_one(_again: int) -> None:
    ada, ben = cast.person("Ada"), cast.person("Ben")
    cast.pair(ada, ben)
    pk = acts.propose(ada, "The Sunday Spin")
    agreed, _ = at_once(
        lambda: names.agree(tie=acts.tie(ben), pk=pk, at=EVENING),
        lambda: names.let_go(tie=acts.tie(ada), pk=pk),
        refusing=(names.NoSuchName,),
    )
    assert agreed is None or isinstance(agreed, names.NoSuchName)
    assert not Name.objects.exists()
    assert not Share.objects.exists()


def test_eight_first_cards_at_once_leave_one() -> None:
    ada = cast.person("Ada")
    page = uuid.uuid4()
    words = CardWords(does="asks")
    at_once(*(lambda: cards.keep(author=ada, words=words, base=0, page=page, at=EVENING) for _ in range(8)))
    assert Card.objects.get().revision == 1


@pytest.mark.parametrize("_again", range(5))
def test_sharing_beside_taking_back_leaves_a_copy_exactly_where_there_is_a_share(_again: int) -> None:
    ada, ben = cast.person("Ada"), cast.person("Ben")
    cast.pair(ada, ben)
    acts.keep(ada, acts.ADAS)
    at_once(lambda: acts.share(ada), lambda: sharing.take_back(author=ada))
    assert SharedCard.objects.count() == Share.objects.count()
