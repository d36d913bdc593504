"""The doors table: every URL of the site, for every role, plain and through htmx. A URL that is not in it fails.

HEAD is answered as GET is, and with nothing in it.
"""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from intima.kit.checks import of_library
from tests import world
from tests.table import DOORS, expected
from tests.world import Door


def names(resolver: URLResolver, prefix: str = "") -> set[str]:
    """The names of every URL below a resolver, but for the staff admin, whose branch has a test of its own."""
    found: set[str] = set()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            found.add(f"{prefix}{entry.name}")
        elif entry.app_name != "admin":
            found |= names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
    return found


def test_every_url_is_in_the_table_once() -> None:
    listed = [door.url for door in DOORS]
    assert sorted(listed) == sorted(set(listed))
    assert set(listed) == names(get_resolver())


@pytest.mark.tables
@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.url)
def test_the_door_opens_for_those_it_should_and_nobody_else(
    door: Door, here: world.World, client_of: Callable[..., Client]
) -> None:
    url = reverse(door.url, kwargs=door.args(here))
    data = door.data(here)
    wrong = []
    for number, role in enumerate(world.ROLES):
        cache.clear()  # the library counts a HEAD as a try to sign in; the roles of a test share one address
        for headers in ({}, {"HX-Request": "true"}):
            tried = [("get", door.get), ("post", door.post)]
            for method, statuses in tried if headers else [*tried, ("head", door.get)]:
                client = client_of(role, headers={"host": "localhost", **headers})
                with transaction.atomic():
                    answer = getattr(client, method)(url, data if method == "post" else None)
                    transaction.set_rollback(True)
                got = 302 if "HX-Redirect" in answer.headers or answer.status_code in {301, 303} else answer.status_code
                if got == 204 and headers:  # a fragment that has nothing new to say
                    got = 200
                if method == "head" and answer.content:
                    wrong.append(f"{role} head: not empty")
                if got != expected(statuses, number):
                    wrong.append(f"{role} {method} {headers or 'plain'}: {got}, not {expected(statuses, number)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_the_staff_admin_is_closed_to_everybody_but_staff(here: world.World) -> None:
    admin = next(entry for entry in get_resolver().url_patterns if getattr(entry, "app_name", "") == "admin")
    assert of_library(admin)
    urls = [
        reverse("admin:index"),
        reverse("admin:accounts_person_changelist"),
        reverse("admin:mail_letter_changelist"),
    ]
    for role in world.ROLES:
        client = Client(headers={"host": "localhost"})
        if person := here.who(role):
            client.force_login(person)
        for url in urls:
            status = client.get(url).status_code
            if role == "staff":
                assert status == 302, url  # led to set up a second factor first; tests/accounts/test_staff.py goes on
            else:
                assert status == 404, (role, url)
