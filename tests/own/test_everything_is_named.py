"""What is stored of people is told, and taken along: a model that no room speaks for fails here."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client

from intima.accounts.models import Person
from intima.kit.keeping import Kept, everything
from intima.kit.seal import SealedTextField
from intima.own import rows
from intima.own.wording import sections
from tests import world
from tests.table import furnished

KEPT = {kept.model: kept for kept in everything()}


def points_at_people(model: type[models.Model]) -> list[str]:
    """The fields of a model by which a row is somebody's, also across floors where no foreign key may point up."""
    fields = model._meta.concrete_fields
    ids = [field.name for field in fields if field.name in {"person_id", "author_id", "owner", "whose"}]
    return ids + [field.name for field in fields if field.is_relation and field.related_model is Person]


def test_every_model_is_named_with_how_long_it_stays() -> None:
    assert {model for model in apps.get_models() if model not in KEPT} == set()
    for kept in KEPT.values():
        assert str(kept.name), kept.key
        assert str(kept.until).endswith("."), kept.key


def test_whatever_points_at_people_is_taken_along_or_says_why_not() -> None:
    assert [kept.key for kept in KEPT.values() if bool(kept.of) == bool(kept.why_not)] == []
    stays = {model._meta.label_lower for model, kept in KEPT.items() if points_at_people(model) and not kept.of}
    assert stays == {"kit.datakey", "kit.visit", "admin.logentry", "practices.answer"}


def test_every_field_is_taken_along_or_named_among_those_that_stay() -> None:
    for kept in KEPT.values():
        known = {field.name for field in kept.model._meta.concrete_fields}
        assert kept.leave <= known, kept.key
        assert kept.boxed <= known, kept.key
        assert kept.parsed <= {field.name for field in kept.sealed}, kept.key
    raw = [kept.key for kept in rows.taken() if any(_is_raw(field) for field in kept.fields)]
    assert raw == []


def _is_raw(field: Any) -> bool:
    return isinstance(field, models.BinaryField) and not isinstance(field, SealedTextField)


SECRET = {"token_hash", "code_hash", "password", "data", "payload", "session_data", "wrapped", "kept_name"}
# What one of two did with what the other sent, or would have sent.
OTHERS_DEEDS = {"pause.pause.put_away_at", "rituals.slot.put_away_at", "spaces.membership.ending"}
OTHERS_DEEDS |= {"pause.allowed.called_by", "pause.allowed.called_at", "pause.allowed.last_post_at"}


def test_no_secret_and_nothing_that_the_other_did_leaves() -> None:
    found = [f"{kept.key}.{field.name}" for kept in rows.taken() for field in kept.fields]
    assert [name for name in found if name in OTHERS_DEEDS or name.rpartition(".")[2] in SECRET] == []


@pytest.fixture(scope="module")
def here(django_db_setup: None, django_db_blocker: Any) -> Any:
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield furnished()
        transaction.set_rollback(True)


@pytest.mark.tables
@pytest.mark.django_db
@pytest.mark.parametrize("role", ["author", "partner", "therapist"])
def test_all_of_somebodys_rows_are_among_them(role: str, here: world.World) -> None:
    person = here.who(role)
    assert person
    missing = []
    for kept in rows.taken():
        assert kept.of
        theirs = set(kept.of(person).values_list("pk", flat=True))
        for name in points_at_people(kept.model):
            own = set(kept.model._default_manager.filter(**{name: person.pk}).values_list("pk", flat=True))
            missing += [f"{kept.key}.{name}"] if own - theirs else []
    assert missing == []


def test_the_page_tells_of_every_model_and_is_for_everybody(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        page = Client(headers={"host": "localhost"}).get("/data/kept/").content.decode()
    told = [line for section in sections() for line in section.lines]
    assert len(told) == len(KEPT)
    for line in told:
        assert str(line.name) in page
    assert 'href="/data/kept/"' in Client(headers={"host": "localhost"}).get("/privacy/").content.decode()


def _line(kept: Kept) -> Any:
    return next(line for section in sections() for line in section.lines if line.name == kept.name)


def test_what_is_encrypted_is_read_from_the_fields() -> None:
    for kept in KEPT.values():
        assert _line(kept).words == any(isinstance(each, SealedTextField) for each in kept.model._meta.concrete_fields)
    person = next(kept for kept in KEPT.values() if kept.model is Person)
    assert not _line(person).words
    assert {str(said) for said in _line(person).open} == {"texts", "choices and numbers"}
