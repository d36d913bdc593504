from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from intima.accounts.models import Person
from intima.kit.doors import View
from reflections.spaces import actions
from reflections.spaces.doors import members_only
from reflections.spaces.models import Space
from tests import cast
from tests.cast import EVENING


@pytest.fixture
def ours() -> View:
    @members_only
    def view(request: Any) -> HttpResponse:
        return HttpResponse(request.tie.partner.name)

    return view


def asked_by(person: Any) -> HttpRequest:
    request = RequestFactory().get("/us/something/")
    request.user = person
    return request


def test_a_member_comes_in_with_their_tie(ada: Person, ben: Person, space: Space, ours: View) -> None:
    assert ours(asked_by(ada)).content == b"Ben"  # type: ignore[attr-defined]
    assert ours(asked_by(ben)).content == b"Ada"  # type: ignore[attr-defined]


def test_for_a_stranger_and_a_former_member_it_does_not_exist(
    ada: Person, ben: Person, cleo: Person, space: Space, ours: View
) -> None:
    actions.leave(person=ben, at=EVENING)
    for other in (cleo, ada, ben):
        with pytest.raises(Http404):
            ours(asked_by(other))


def test_the_signed_out_sign_in_and_newcomers_begin_first(db: None, ours: View) -> None:
    assert ours(asked_by(AnonymousUser())).status_code == 302
    assert ours(asked_by(cast.person("New", begun_at=None))).status_code == 302


def test_the_door_has_its_name(ours: View) -> None:
    assert SimpleNamespace(door="members_only").door == ours.door  # type: ignore[attr-defined]
