"""A query made once answers as the queryset that it was made from, each time for other values."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, models
from pytest_django import DjangoAssertNumQueries

from exercises.pause import actions
from exercises.pause.models import Pause
from intima.accounts.models import Person
from intima.kit import compiled
from intima.kit.compiled import Blank, Compiled, CompiledUpdate
from reflections.spaces.actions import tie_of
from tests import cast
from tests.cast import EVENING

pytestmark = pytest.mark.django_db


def test_each_time_for_other_values(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ada, ben = cast.person("Ada"), cast.person("Ben")
    named = Compiled(lambda: Person.objects.filter(pk=Blank("who", models.UUIDField())), "id", "name", "joined_at")
    for person in (ada, ben, ada):
        with django_assert_num_queries(1):
            (row,) = named.rows(who=person.pk)
            assert (row.pk, row.name, row.joined_at) == (person.pk, person.name, person.joined_at)


def test_a_field_that_it_does_not_hold_is_fetched_when_it_is_read() -> None:
    ada = cast.person("Ada")
    (row,) = Compiled(lambda: Person.objects.filter(pk=Blank("who", models.UUIDField())), "id").rows(who=ada.pk)
    assert row.get_deferred_fields() >= {"name", "email"}
    assert row.email == ada.email


NAMED = CompiledUpdate(
    lambda: Person.objects.filter(pk__in=[Blank("first", models.UUIDField()), Blank("second", models.UUIDField())]),
    name=Blank("name", models.CharField()),
)


def test_updates_are_made_once_and_each_tells_how_many_rows_it_changed() -> None:
    ada, ben, cleo = [cast.person(name) for name in ("Ada", "Ben", "Cleo")]
    two = NAMED.filled(first=ada.pk, second=ben.pk, name="Two")
    one = NAMED.filled(first=cleo.pk, second=cleo.pk, name="One")
    assert compiled.run() == []
    assert compiled.run(two, one) == [2, 1]
    assert sorted(Person.objects.values_list("name", flat=True)) == ["One", "Two", "Two"]


@pytest.mark.django_db(transaction=True)
def test_of_updates_done_together_none_is_done_when_one_fails() -> None:
    ada = cast.person("Ada")
    good = NAMED.filled(first=ada.pk, second=ada.pk, name="Else")
    with pytest.raises(DatabaseError):
        compiled.run(good, ("UPDATE accounts_person SET name = NULL", []))
    ada.refresh_from_db()
    assert ada.name == "Ada"


def test_the_mark_of_an_open_page_is_that_of_the_whole_standing_for_whoever_asks() -> None:
    people = ada, ben, cleo = [cast.person(name) for name in ("Ada", "Ben", "Cleo")]
    cast.pair(ada, ben)
    at = EVENING
    actions.start(asker=ada, tie=tie_of(ada), words="Some air.", back_at=at + timedelta(minutes=20), at=at)
    actions.start(asker=cleo, tie=None, words="A walk.", back_at=at + timedelta(minutes=30), at=at)
    for later in (timedelta(), timedelta(minutes=20), timedelta(hours=24)):
        for person in people:
            assert actions.mark(person, at + later) == actions.standing(person, at + later).seen
    assert actions.mark(ada, at) == actions.mark(ben, at) != actions.mark(cleo, at)
    actions.put_away(person=ben, pk=Pause.objects.get(asker=ada).pk, at=at)
    assert actions.mark(ben, at) == "none" != actions.mark(ada, at)
