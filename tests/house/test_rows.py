"""What the import linter cannot say: rows that point upward, words in the admin, another room's views and forms."""

import re
from pathlib import Path

import grimp
from django.apps import apps
from django.contrib import admin
from django.db import models

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


def test_every_sealed_text_has_a_seal_name_of_its_own() -> None:
    names = [
        field.seal_name
        for model in our_models()
        for field in model._meta.get_fields()
        if isinstance(field, SealedTextField)
    ]
    assert names
    assert len(names) == len(set(names))


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
