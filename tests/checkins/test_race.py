"""What is done twice at the same moment, on a database with real concurrent connections."""

import pytest

from intima.accounts.models import Person
from reflections.checkins import actions
from reflections.checkins.actions import sharing, weekly
from reflections.checkins.actions.sharing import Part
from reflections.checkins.models import CheckIn, SharedDay, SharedTrends
from reflections.journal.actions import sharing as everything
from reflections.shares.actions import PreviewOutdated
from reflections.shares.models import Share
from tests import cast
from tests.at_once import ON_REAL_CONNECTIONS, at_once
from tests.cast import EVENING
from tests.checkins import acts

pytestmark = ON_REAL_CONNECTIONS


def test_eight_presses_at_once_leave_one_checkin() -> None:
    ada: Person = cast.person("Ada")

    def press(number: int) -> None:
        actions.keep(person=ada, at=EVENING, closeness=number, line=f"press {number}")

    at_once(*(lambda number=number: press(number) for number in range(8)))
    row = CheckIn.objects.get()
    assert row.line == f"press {row.closeness}"
    assert row.revision == 8


@pytest.mark.parametrize("_again", range(5))
def test_sharing_beside_taking_back_leaves_a_copy_exactly_where_there_is_a_share(_again: int) -> None:
    ada, ben = cast.person("Ada"), cast.person("Ben")
    cast.pair(ada, ben)
    checkin = acts.keep(ada, closeness=7, line="The toast.")
    acts.share(checkin)
    tie = acts.tie(ada)
    at_once(
        lambda: acts.share(checkin, Part.LINE),
        lambda: sharing.take_back(author=ada, pk=checkin.pk),
        lambda: everything.take_everything_back(tie=tie, at=EVENING),
        lambda: acts.share(checkin),
        refusing=(PreviewOutdated,),
    )
    assert SharedDay.objects.count() == Share.objects.count() <= 1
    assert [row.share_id for row in SharedDay.objects.all()] == [share.pk for share in Share.objects.all()]


@pytest.mark.parametrize("_again", range(5))
def test_a_day_changed_while_it_is_shared_is_shared_as_previewed_or_not_at_all(_again: int) -> None:
    ada, ben = cast.person("Ada"), cast.person("Ben")
    cast.pair(ada, ben)
    checkin = acts.keep(ada, line="Before.")
    at_once(
        lambda: acts.share(checkin),
        lambda: acts.keep(ada, line="After."),
        refusing=(PreviewOutdated,),
    )
    for row in SharedDay.objects.select_related("share"):
        assert row.line == {1: "Before.", 2: "After."}[row.share.version]


def test_two_windows_that_share_trends_make_one_choice() -> None:
    ada, ben = cast.person("Ada"), cast.person("Ben")
    cast.pair(ada, ben)
    for ago in range(4, 18):
        acts.keep(ada, ago=ago, closeness=6, tension=6)
    deeds = [lambda: acts.share_trends(ada, "closeness"), lambda: acts.share_trends(ada, "tension")]
    at_once(*deeds * 3, lambda: weekly.take_back(author=ada))
    assert SharedTrends.objects.count() == Share.objects.count() <= 1
