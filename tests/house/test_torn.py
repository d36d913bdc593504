"""Whatever of what lies sealed was altered: everybody can go, and takes along what can be opened."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import models
from jsonschema import Draft202012Validator

from exercises.practices.actions import runs
from intima.accounts import actions as accounts
from intima.accounts.models import Person
from intima.kit import rotation, seal
from intima.kit.models import DataKey
from intima.own import rows
from intima.own.zipping import stream
from reflections.care.models import CareLink, PrivateNote
from reflections.checkins.models import CheckIn
from tests.cast import EVENING
from tests.homework import acts as homework
from tests.world import World

pytestmark = [pytest.mark.tables, pytest.mark.django_db]
TORN = "This cannot be opened any more."
PEOPLE = ("author", "partner", "former", "therapist", "former_therapist", "stranger", "staff")


def tear_words(here: World) -> None:
    for model, columns in rotation.sealed_columns().items():
        for column in columns:
            rows_with_words = models.QuerySet(model).exclude(**{column.attname: None})
            rows_with_words.update(**{column.attname: seal.Ciphertext(seal.VERSION + b"t" * 60)})


def tear_keys(here: World) -> None:
    keys = DataKey.objects.exclude(owner__in=[seal.SITE, seal.MARKS])
    keys.update(wrapped=bytes(keys.first().wrapped)[:20])  # type: ignore[union-attr]


@pytest.fixture(params=[tear_words, tear_keys], ids=["words", "keys"])
def torn(request: pytest.FixtureRequest, here: World) -> World:
    """The world, torn. The author has begun an exercise of the therapist's, who keeps notes about her."""
    own = here.things["own"]
    link = CareLink.objects.active().get(client=here.author)
    homework.give((link, f"exercise:{own.slug}"))
    runs.begin(person=here.author, slug=own.slug, at=EVENING)
    assert PrivateNote.objects.filter(link=link).exists()
    request.param(here)
    return here


@pytest.mark.parametrize("role", PEOPLE)
def test_everybody_can_go(role: str, torn: World) -> None:
    accounts.delete_account(person=torn.who(role), at=EVENING)
    assert not Person.objects.filter(pk=torn.who(role).pk).exists()


@pytest.mark.parametrize("role", PEOPLE)
def test_everybody_takes_along_what_can_be_opened_and_reads_where_something_cannot(role: str, torn: World) -> None:
    person = torn.who(role)
    zipped = ZipFile(BytesIO(b"".join(stream(person, EVENING))))
    data = json.loads(zipped.read("data.json"))
    Draft202012Validator(rows.schema()).validate(data)
    sealed = [
        row[column.name]
        for kept in rows.taken()
        for column in kept.sealed
        if column in kept.fields
        for row in data["kept"][kept.key]
    ]
    assert {*sealed} <= {TORN, None}
    read = "\n".join(zipped.read(name).decode() for name in zipped.namelist() if name.endswith(".md"))
    assert (TORN in read) == bool(sealed)
    if role == "author":
        days = zipped.read("check-ins.md").decode()
        assert days.count("Closeness: ") == days.count(TORN) == CheckIn.objects.filter(person=person).count()
        assert "The doorway" not in read
