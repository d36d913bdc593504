"""Somebody half-way through a lesson finishes the words that they began with."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.test import Client

from exercises.lessons.models import Progress
from intima.accounts.models import Person
from intima.content import actions as content
from intima.content import kinds
from intima.content.models import Version
from tests.cast import EVENING

pytestmark = pytest.mark.django_db

Open = Callable[[Person | None], Client]
W = "/learn/two-alarms/"


@pytest.fixture
def rewritten(tmp_path: Path) -> Iterator[Callable[[], None]]:
    """A call that loads a newer 'Two alarms', in both languages, with other headings and one more step."""
    kind = kinds.kinds["lesson"]

    def rewrite() -> None:
        for file in kind.folder.glob("*/*.yaml"):
            data = yaml.safe_load(file.read_text())
            if data["slug"] == "two-alarms":
                for step in data["steps"]:
                    step["title"] += " (new)"
                data["steps"].insert(0, {"key": "before", "title": "Before (new)", "text": "New."})
            copy = tmp_path / file.relative_to(kind.folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(yaml.safe_dump(data, allow_unicode=True))
        kinds.register("lesson", schema=kind.schema, folder=tmp_path, check=kind.check)
        content.load(at=EVENING + timedelta(days=1))

    yield rewrite
    kinds.kinds["lesson"] = kind


def heading(client: Client, url: str) -> str:
    page = client.get(url).content.decode()
    return page.partition("<h1>")[2].partition("</h1>")[0]


def test_half_way_through_the_old_words_stay(ada: Person, browser_of: Open, rewritten: Callable[[], None]) -> None:
    client = browser_of(ada)
    client.post(f"{W}sigh/")
    rewritten()
    assert heading(client, f"{W}two/") == "Two bells on one beam"
    assert client.get(f"{W}before/").status_code == 404
    assert "Step 2 of 5" in client.get(f"{W}two/").content.decode()
    client.post(f"{W}two/")
    assert heading(client, f"{W}under/") == "Under the words"


def test_once_it_is_read_the_new_words_are_there(ada: Person, browser_of: Open, rewritten: Callable[[], None]) -> None:
    client = browser_of(ada)
    client.post(f"{W}sigh/")
    rewritten()
    client.post(f"{W}keep/")
    assert client.get(W).headers["Location"] == f"{W}before/"
    assert heading(client, f"{W}two/") == "Two bells on one beam (new)"


def test_whoever_begins_later_begins_with_the_new_words(
    ada: Person, ben: Person, browser_of: Open, rewritten: Callable[[], None]
) -> None:
    browser_of(ada).post(f"{W}sigh/")
    rewritten()
    for person in (ben, None):
        assert heading(browser_of(person), f"{W}two/") == "Two bells on one beam (new)"


def test_another_language_is_read_at_the_same_step(ada: Person, browser_of: Open) -> None:
    client = browser_of(ada)
    client.post(f"{W}sigh/")
    ada.language = "es"
    ada.save()
    assert client.get(W).headers["Location"] == f"{W}two/"
    assert heading(client, f"{W}two/") == "Dos campanas en una viga"


def test_a_version_that_somebody_reads_cannot_be_deleted(ada: Person, browser_of: Open) -> None:
    browser_of(ada).post(f"{W}sigh/")
    with pytest.raises(ProtectedError):
        Version.objects.filter(slug="two-alarms").delete()


def test_the_database_holds_one_place_a_lesson(ada: Person, browser_of: Open) -> None:
    browser_of(ada).post(f"{W}sigh/")
    kept = Progress.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Progress.objects.create(person=ada, slug=kept.slug, version=kept.version, read_at=EVENING)


def test_the_real_files_are_the_ones_of_the_room() -> None:
    assert kinds.kinds["lesson"].folder == settings.BASE_DIR / "exercises/lessons/content"
