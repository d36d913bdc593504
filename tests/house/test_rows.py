"""What the import linter cannot say: rows that point upward, words in the admin, another room's views and forms."""

import re
import uuid
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models

from intima.accounts.models import Person
from intima.kit import seal
from intima.kit.seal import SealedTextField

ROOT = Path(__file__).resolve().parents[2]
# From the ground up; a row may point only at rows of its own room or of one further down.
FLOORS = [
    "kit",
    "content",
    "mail",
    "accounts",
    "safety",
    "spaces",
    "care",
    "shares",
    "releases",
    "journal",
    "checkins",
    "notes",
    "reminders",
    "lessons",
    "practices",
    "authoring",
    "pause",
    "breath",
    "loop",
    "rituals",
    "guide",
    "homework",
    "caseload",
]


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in FLOORS]


def test_rows_point_only_downward() -> None:
    for model in our_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey) and field.related_model._meta.app_label in FLOORS:
                here, there = (FLOORS.index(m._meta.app_label) for m in (model, field.related_model))
                assert there <= here, f"{model.__name__}.{field.name} points upward"


def test_nothing_points_at_an_entry_or_reaches_one_from_behind() -> None:
    for model in our_models():
        for field in model._meta.get_fields():
            if not isinstance(field, models.ForeignKey):
                continue
            if field.related_model._meta.label == "journal.Entry":
                assert model._meta.app_label == "journal", f"{model.__name__}.{field.name}"
            if model._meta.label == "journal.Entry":
                assert field.remote_field.hidden, f"Entry.{field.name} can be reached from {field.related_model}"


def test_models_are_named_by_import_not_by_string() -> None:
    for package in ("intima", "reflections", "exercises"):
        for file in (ROOT / package).rglob("*.py"):
            if "migrations" not in file.parts:
                assert not re.search(r"\b(apps\.)?get_model\(", file.read_text()), file


SEALED = [field for model in our_models() for field in model._meta.get_fields() if isinstance(field, SealedTextField)]


def test_every_sealed_text_has_a_seal_name_of_its_own() -> None:
    names = [field.seal_name for field in SEALED]
    assert names
    assert len(names) == len(set(names))


@pytest.mark.parametrize("field", SEALED, ids=lambda field: field.seal_name)
def test_words_copied_to_another_row_do_not_open(field: SealedTextField, ada: Person, ben: Person) -> None:
    """Whatever is sealed, in any room: to a row of the same author, to another author's, to another column."""

    def row(author: Person, pk: uuid.UUID) -> models.Model:
        made: models.Model = field.model(pk=pk)
        if field.author:
            # What outlives its author is sealed for its keeper, and that is its author while there is one.
            setattr(made, "author_id" if field.author == "keeper_id" else field.author, author.pk)
        return made

    here, there = uuid.uuid4(), uuid.uuid4()
    if field.author:
        seal.seal("Ben has a key too.", name="any", pk=there, author=ben.pk)
    sealed = seal.seal("A line.", **field.binding(row(ada, here)))
    others = [row(ada, there), *([row(ben, here)] if field.author else [])]
    for each in others:
        setattr(each, field.name, sealed)
        with pytest.raises(seal.Broken):
            getattr(each, field.name)
    for beside in SEALED:
        if beside.model is field.model and beside is not field:
            with pytest.raises(seal.Broken):
                seal.unseal(sealed, **beside.binding(row(ada, here)))
    own = row(ada, here)
    setattr(own, field.name, sealed)
    assert getattr(own, field.name) == "A line."


# What lies in the open: keys and names of our own, names of people and places, addresses, hashes, marks of a list.
IN_THE_OPEN = {
    "accounts.Person": {"email", "name", "password", "time_zone"},
    "care.CareLink": {"ledger_head"},
    "care.Invitation": {"code_hash", "token_hash"},
    "care.Opening": {"hash", "previous_hash", "subject_kind", "words"},  # a mark of the words
    # What a therapist says of themselves to clients.
    "care.Therapist": {"about", "credentials", "known_as", "next_credentials", "next_practice", "practice"},
    "checkins.CheckIn": {"feelings", "rituals"},
    "checkins.SharedDay": {"feelings", "rituals"},
    "content.Shelf": {"kind", "language", "slug"},
    "content.Version": {"body", "kind", "slug", "version"},  # the body of the site's own files
    "homework.Half": {"slug"},
    "journal.Draft": {"prompt"},
    "journal.Entry": {"prompt"},
    "journal.Exchange": {"exercise", "prompt"},
    "kit.DataKey": {"wrapped"},
    "kit.Visit": {"session_data", "session_key", "whose"},  # a box of the site's own
    "lessons.Progress": {"slug", "step_key"},
    "mail.Letter": {"key", "kind", "reason", "refused_by"},
    "mail.Returned": {"mark"},
    "practices.Answer": {"step_key"},
    "practices.Card": {"kind"},
    "practices.Run": {"slug", "step_key"},
    "releases.Released": {"kind"},
    "shares.Share": {"subject_kind"},
    "spaces.Invitation": {"code_hash", "token_hash"},
}


def test_every_other_column_of_text_is_said_to_hold_no_words() -> None:
    """A new one is sealed, or stands above with what it holds; the privacy page says what is not encrypted."""
    texts = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
    found: dict[str, set[str]] = {}
    for model in our_models():
        for field in model._meta.get_fields():
            if isinstance(field, texts) and not isinstance(field, SealedTextField) and not field.choices:
                found.setdefault(model._meta.label, set()).add(field.name)
    assert found == IN_THE_OPEN


def test_the_admin_shows_no_words() -> None:
    rooms = {"releases", "journal", "checkins", "notes", "practices", "loop", "rituals", "pause"}
    rooms |= {"homework", "caseload", "authoring"}
    for model, shown in admin.site._registry.items():
        assert model._meta.app_label not in rooms
        sealed = {field.name for field in model._meta.get_fields() if isinstance(field, SealedTextField)}
        named = {*shown.list_display, *(shown.fields or []), *shown.readonly_fields, *shown.search_fields}
        assert not sealed & named, model


def test_nobody_enters_another_rooms_views_or_forms() -> None:
    graph = grimp.build_graph("intima", "reflections", "exercises", cache_dir=None)
    entered = []
    for module in graph.modules:
        room, _, part = module.rpartition(".")
        if part in {"views", "forms"} and room != "intima.kit":
            inside = {module, *graph.find_descendants(module)}
            importers = {who for each in inside for who in graph.find_modules_that_directly_import(each)}
            entered += [f"{who} -> {module}" for who in importers if not who.startswith(f"{room}.")]
    assert not entered
