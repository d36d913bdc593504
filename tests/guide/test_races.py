"""Two windows of one person at the same moment, on real concurrent connections."""

import pytest

from exercises.guide.actions import parts
from exercises.guide.models import Part
from intima.content import actions as content
from reflections.shares.actions import PreviewOutdated
from reflections.shares.models import Share
from tests import cast
from tests.at_once import ON_REAL_CONNECTIONS, at_once
from tests.cast import EVENING
from tests.guide import acts

pytestmark = ON_REAL_CONNECTIONS


@pytest.mark.parametrize("_again", range(3))
def test_putting_in_beside_taking_out_leaves_a_share_exactly_where_there_is_a_part(_again: int) -> None:
    content.load(at=EVENING)
    ada, ben = cast.person("Ada"), cast.person("Ben")
    cast.pair(ada, ben)
    acts.choose_rituals(ada)
    at_once(
        lambda: acts.put_in(ada, acts.KIND.RITUALS),
        lambda: parts.take_out(author=ada, kind="rituals"),
        refusing=(PreviewOutdated,),
    )
    assert Part.objects.count() == Share.objects.count()


def test_eight_windows_that_choose_at_once_leave_one_choice() -> None:
    ada = cast.person("Ada")
    at_once(*(lambda: acts.choose_rituals(ada) for _ in range(8)))
    assert Part.objects.count() == 1
