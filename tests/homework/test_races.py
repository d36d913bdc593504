"""Several windows at the same moment, on real concurrent connections."""

import uuid

from exercises.homework.actions import giving, telling
from exercises.homework.actions.giving import Part
from exercises.homework.models import Assignment, Half, Report
from intima.content import actions as content
from reflections.releases.models import Released
from reflections.shares.actions import PreviewOutdated
from reflections.shares.models import Share
from tests import cast
from tests.at_once import ON_REAL_CONNECTIONS, at_once
from tests.cast import EVENING
from tests.homework import acts

pytestmark = ON_REAL_CONNECTIONS


def a_half() -> Half:
    content.load(at=EVENING)
    link = cast.care(cast.person("Ada"), cast.therapist("Dr Dee"))
    return acts.give((link, acts.STAY))[0]


def test_pressed_in_eight_windows_at_once_it_is_given_once() -> None:
    link, key = cast.care(cast.person("Ada"), cast.therapist("Dr Dee")), uuid.uuid4()

    def give() -> None:
        giving.give(
            therapist=link.therapist,
            key=key,
            parts=[Part(link.pk, acts.STAY)],
            every="",
            due_on=None,
            at=EVENING,
            **acts.SAID,
        )

    at_once(*(give for _ in range(8)))
    assert (Assignment.objects.count(), Half.objects.count()) == (1, 1)


def test_eight_windows_that_tell_at_once_leave_one_report_of_the_round() -> None:
    half = a_half()
    at_once(*(lambda: acts.tell(half, "part", bring="Why?") for _ in range(8)))
    assert Report.objects.count() == 1


def test_showing_beside_taking_back_leaves_a_share_exactly_where_there_is_a_copy() -> None:
    report = acts.tell(a_half(), bring="Why?")
    for _again in range(3):
        at_once(
            lambda: acts.release(report, "to-bring"),
            lambda: telling.take_back(client=report.author, pk=report.pk),
            refusing=(PreviewOutdated,),
        )
        assert Released.objects.count() == Share.objects.count()
