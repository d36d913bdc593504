"""Many values in one parameter find what `in` finds."""

import pytest
from pytest_django import DjangoAssertNumQueries

from intima.accounts.models import Person
from reflections.spaces.models import Membership
from tests import cast

pytestmark = pytest.mark.django_db


def test_it_finds_what_in_finds(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ada, ben, cleo = [cast.person(name) for name in ("Ada", "Ben", "Cleo")]
    cast.pair(ada, ben)
    assert set(Person.objects.filter(pk__among={ada.pk, cleo.pk})) == {ada, cleo}
    assert set(Person.objects.filter(name__among=["Ben", 'O"Brien', "It's"])) == {ben}
    assert {seat.person for seat in Membership.objects.filter(person__among=[ada.pk, cleo.pk])} == {ada}
    assert list(Person.objects.filter(pk__among=[])) == []
    with django_assert_num_queries(1):
        list(Person.objects.filter(pk__among=[ada.pk, ben.pk, cleo.pk]))
