"""Every page of the staff admin, for whoever may do most there and with rows in place: no word of anybody."""

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from intima.accounts.models import Person
from intima.kit.models import Visit
from tests.accounts.walk import staff
from tests.sealed import words
from tests.world import World

pytestmark = [pytest.mark.tables, pytest.mark.django_db]


def addresses(resolver: URLResolver) -> Iterator[str]:
    """Every address of the admin, those of a row for each row that there is."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry)
        elif isinstance(entry, URLPattern) and entry.name and "object_id" not in entry.pattern.regex.groupindex:
            named = {"app_label": "accounts"} if entry.name == "app_list" else {}
            yield reverse(f"admin:{entry.name}", kwargs=named or None, args=None if named else the_rest(entry))
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for page in ("change", "history", "delete"):
            yield from (reverse(f"{name}_{page}", args=[row.pk]) for row in model._default_manager.all())
        yield f"{reverse(f'{name}_changelist')}?q=a"


def the_rest(entry: URLPattern) -> list[str]:
    """What stands in for the arguments of an address that names no row."""
    return ["1"] * entry.pattern.regex.groups


@pytest.fixture
def boss(here: World) -> Client:
    return staff("Boss", is_superuser=True)


def test_no_page_of_the_admin_shows_a_word_a_secret_or_a_visit(here: World, boss: Client) -> None:
    inside = next(entry for entry in get_resolver().url_patterns if getattr(entry, "app_name", "") == "admin")
    hidden = words() | {person.password for person in Person.objects.all()}
    hidden |= {visit.session_key for visit in Visit.objects.all()}
    hidden |= {str(factor.data["secret"]) for factor in Authenticator.objects.filter(type="totp")}
    assert len(hidden) > 30
    read, found = [], []
    for url in addresses(inside):
        answer = boss.get(url)
        assert answer.status_code < 500, url
        read += [url] if answer.status_code == 200 else []
        found += [(url, word) for word in hidden if word in answer.content.decode()]
    assert len(read) > 20
    assert not found


def test_it_knows_no_rows_but_people_letters_and_therapists() -> None:
    names = {model._meta.label for model in admin.site._registry}
    assert names == {"accounts.Person", "mail.Letter", "care.Therapist"}
