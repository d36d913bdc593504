"""Real connections at the same moment. SQLite lets one writer in at a time, so these say something on PostgreSQL."""

from collections import Counter
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret

from intima.accounts import factors
from intima.accounts.models import Person, Removal
from intima.kit import clock
from tests import cast
from tests.accounts.walk import give_app, recovery_codes, shown_by
from tests.at_once import ON_REAL_CONNECTIONS, at_once

pytestmark = ON_REAL_CONNECTIONS
ROUNDS = 8


@pytest.fixture
def ada(transactional_db: None) -> Person:
    return cast.person("Ada")


def fitted(found: list[Any]) -> Counter[str]:
    return Counter("fits" if isinstance(each, Authenticator) else str(each) for each in found)


def test_a_code_typed_in_four_browsers_at_once_fits_in_one(ada: Person) -> None:
    for _round in range(ROUNDS):
        Authenticator.objects.all().delete()
        at, key = clock.now(), give_app(ada)
        code = shown_by(key)
        found = at_once(*[lambda: factors.use_app_code(person=ada, code=code, at=at)] * 4)  # noqa: B023
        assert fitted(found) == {"fits": 1, "None": 3}


def test_so_does_a_recovery_code(ada: Person) -> None:
    give_app(ada)
    for code in recovery_codes(ada)[:ROUNDS]:
        found = at_once(*[lambda: factors.use_recovery_code(person=ada, code=code, at=clock.now())] * 4)  # noqa: B023
        assert fitted(found) == {"fits": 1, "None": 3}
    assert factors.ways_of(ada).codes_left == 10 - ROUNDS


def test_of_two_factors_removed_at_once_one_stays_for_a_day(ada: Person) -> None:
    for _round in range(ROUNDS):
        Authenticator.objects.all().delete()
        give_app(ada)
        passkey = factors.add_passkey(person=ada, name="Phone", credential={})
        app = Authenticator.objects.get(type="totp")
        Authenticator.objects.update(created_at=clock.now() - Removal.WAIT)
        at_once(*[lambda f=f: factors.remove(person=ada, factor=f, at=clock.now()) for f in (app, passkey)])
        assert ada.has_second_factor
        assert Removal.objects.count() == 1


def test_a_factor_is_kept_or_removed_never_half(ada: Person) -> None:
    for _round in range(ROUNDS):
        Authenticator.objects.all().delete()
        give_app(ada)
        app = Authenticator.objects.get(type="totp")
        factors.remove(person=ada, factor=app, at=clock.now() - Removal.WAIT)
        found = at_once(
            lambda: factors.keep(person=ada),
            lambda: factors.remove_due(at=clock.now()),
            lambda: factors.remove_due(at=clock.now()),
        )
        assert found == [None, None, None]
        assert Authenticator.objects.count() in {0, 2}  # the app and its recovery codes, or neither
        assert not Removal.objects.exists()


def test_two_apps_set_up_at_once_leave_one(ada: Person) -> None:
    for _round in range(ROUNDS):
        Authenticator.objects.all().delete()
        at_once(*[lambda: factors.add_app(person=ada, secret=generate_totp_secret(), step=0)] * 3)
        assert sorted(Authenticator.objects.values_list("type", flat=True)) == ["recovery_codes", "totp"]


def test_the_last_other_way_does_not_go_while_codes_are_switched_off(ada: Person) -> None:
    for _round in range(ROUNDS):
        Authenticator.objects.all().delete()
        Person.objects.update(takes_codes=True)
        passkey = factors.add_passkey(person=ada, name="Phone", credential={})
        factors.remove(person=ada, factor=passkey, at=clock.now() - Removal.WAIT)
        at_once(
            lambda: factors.take_codes(person=ada, on=False),
            lambda: factors.remove_due(at=clock.now()),
            refusing=(factors.NoOtherWay,),
        )
        assert Person.objects.get().takes_codes  # otherwise nothing would let Ada in
