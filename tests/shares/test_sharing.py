import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django.asserts import assertNumQueries

from exercises.guide.actions import parts
from exercises.loop.actions import sharing as cards
from exercises.rituals.actions import slips
from intima.accounts.models import Person
from reflections.checkins.actions import sharing as days
from reflections.journal.actions import exchanges
from reflections.journal.actions import sharing as entries
from reflections.journal.models import Entry
from reflections.shares import actions
from reflections.shares.models import Share
from reflections.spaces import actions as spaces
from reflections.spaces.models import Space
from tests import cast
from tests.cast import EVENING
from tests.spaces.walk import pair_up


def entry_of(author: Person) -> Entry:
    return Entry.objects.create(author=author, text="I heard the kettle.", day=EVENING.date(), written_at=EVENING)


def share(entry: Entry, space: Space, version: int = 1) -> Share:
    return actions.share(subject=entry, space=space, version=version, at=EVENING)


def seen_by(person: Person) -> set[uuid.UUID]:
    return set(Entry.objects.visible_to(person).values_list("pk", flat=True))


def test_what_nobody_shared_is_its_authors_alone(ada: Person, ben: Person, cleo: Person, space: Space) -> None:
    entry = entry_of(ada)
    assert seen_by(ada) == {entry.pk}
    assert seen_by(ben) == seen_by(cleo) == set()


def test_ben_sees_what_ada_shares_and_nobody_else_does(ada: Person, ben: Person, cleo: Person, space: Space) -> None:
    shared, private = entry_of(ada), entry_of(ada)
    share(shared, space)
    assert seen_by(ada) == {shared.pk, private.pk}
    assert seen_by(ben) == {shared.pk}
    assert set(Entry.objects.shared_with(ben)) == {shared}
    assert not Entry.objects.shared_with(ada)
    assert seen_by(cleo) == set()


def test_sharing_says_which_version_was_previewed_and_sharing_again_moves_it(ada: Person, space: Space) -> None:
    entry = entry_of(ada)
    share(entry, space, version=1)
    again = actions.share(subject=entry, space=space, version=3, at=EVENING + timedelta(hours=1))
    assert Share.objects.get() == again
    assert (again.version, again.shared_at) == (3, EVENING + timedelta(hours=1))
    assert again.owner == ada


def test_nobody_shares_into_a_space_that_is_not_theirs_now(ada: Person, ben: Person, cleo: Person) -> None:
    theirs = cast.pair(ben, cleo)
    with pytest.raises(actions.NotTheirSpace):
        share(entry_of(ada), theirs)
    old = cast.pair(ada, cast.person("Eve"))
    spaces.leave(person=ada, at=EVENING)
    with pytest.raises(actions.NotTheirSpace):
        share(entry_of(ada), old)
    assert not Share.objects.exists()


def test_taking_back_acts_at_once(ada: Person, ben: Person, space: Space) -> None:
    taken, kept = entry_of(ada), entry_of(ada)
    share(taken, space)
    share(kept, space)
    actions.take_back(subject=taken)
    assert seen_by(ben) == {kept.pk}
    assert not Share.objects.filter(subject_id=taken.pk).exists()
    actions.take_back(subject=taken)  # twice is as good as once


def test_taking_everything_back_leaves_the_others_things_alone(ada: Person, ben: Person, space: Space) -> None:
    for _ in range(3):
        share(entry_of(ada), space)
    his = entry_of(ben)
    share(his, space)
    actions.take_everything_back(owner=ada, space=space)
    assert seen_by(ben) == {his.pk}
    assert his.pk in seen_by(ada)
    assert spaces.tie_of(ada)


@pytest.mark.parametrize("leaver", ["ada", "ben"])
def test_leaving_closes_every_share_for_both(leaver: str, ada: Person, ben: Person, space: Space) -> None:
    hers, his = entry_of(ada), entry_of(ben)
    share(hers, space)
    share(his, space)
    spaces.leave(person=ada if leaver == "ada" else ben, at=EVENING)
    assert seen_by(ada) == {hers.pk}
    assert seen_by(ben) == {his.pk}
    assert actions.shares_of([hers]) == {}


def test_the_same_couple_together_again_sees_nothing_old(ada: Person, ben: Person, space: Space) -> None:
    entry = entry_of(ada)
    share(entry, space)
    spaces.leave(person=ben, at=EVENING)
    anew = pair_up(ada, ben, EVENING)
    assert seen_by(ben) == set()
    assert actions.shares_of([entry]) == {}
    share(entry, anew)
    assert seen_by(ben) == {entry.pk}


def test_a_later_partner_sees_nothing_of_the_earlier_space(
    ada: Person, ben: Person, cleo: Person, space: Space
) -> None:
    share(entry_of(ada), space)
    spaces.leave(person=ada, at=EVENING)
    pair_up(ada, cleo, EVENING)
    assert seen_by(cleo) == set()


def test_a_share_of_another_kind_with_the_same_id_opens_nothing(ada: Person, ben: Person, space: Space) -> None:
    entry = entry_of(ada)
    Share.objects.create(
        subject_kind="journal.other", subject_id=entry.pk, owner=ada, space=space, version=1, shared_at=EVENING
    )
    assert seen_by(ben) == set()
    assert actions.shares_of([entry]) == {}


def test_a_thing_is_shared_once_in_a_space(ada: Person, space: Space) -> None:
    entry = entry_of(ada)
    share(entry, space)
    with pytest.raises(IntegrityError), transaction.atomic():
        Share.objects.create(
            subject_kind=Entry.share_kind, subject_id=entry.pk, owner=ada, space=space, version=1, shared_at=EVENING
        )


def test_shares_of_many_things_cost_one_query(ada: Person, space: Space) -> None:
    entries = [entry_of(ada) for _ in range(30)]
    made = [share(entry, space) for entry in entries[:10]]
    with assertNumQueries(1):
        found = actions.shares_of(entries)
    assert found == {one.subject_id: one for one in made}
    with assertNumQueries(0):
        assert actions.shares_of([]) == {}


def test_a_list_costs_one_query_whatever_is_shared(ada: Person, ben: Person, space: Space) -> None:
    for _ in range(30):
        share(entry_of(ada), space)
    with assertNumQueries(1):
        assert len(Entry.objects.visible_to(ben)) == 30


def test_every_room_refuses_an_outdated_preview_in_the_same_word() -> None:
    rooms = (cards, days, entries, exchanges, parts, slips)
    assert {room.PreviewOutdated for room in rooms} == {actions.PreviewOutdated}
