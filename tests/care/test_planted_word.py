"""A word in a therapist's own note is found by nobody else, on no page and in no table."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from intima.accounts.models import Person
from reflections.care.actions import notes
from tests import world
from tests.spaces.walk import dump
from tests.table import DOORS, NO_PAGE, expected, furnished

pytestmark = [pytest.mark.tables, pytest.mark.django_db]

MARK = "quincemarmalade"


def test_a_note_is_its_therapists_alone(browser_of: Callable[[Person | None], Client]) -> None:
    here = furnished()
    link = here.things["care"]
    notes.keep(therapist=link.therapist, link=link, key=uuid.uuid4(), text=MARK, at=link.asked_at)
    assert MARK in browser_of(here.therapist).get(reverse("care:notes", args=[link.pk])).content.decode()
    assert MARK not in dump()
    for role in ("author", "partner", "former_therapist", "staff"):
        browser, number = browser_of(here.who(role)), world.ROLES.index(role)
        for door in DOORS:
            if expected(door.get, number) == 200 and door.url not in NO_PAGE:
                page = browser.get(reverse(door.url, kwargs=door.args(here)))
                assert MARK not in page.content.decode(), (door.url, role)
