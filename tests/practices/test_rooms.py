"""An exercise that is done in a room of its own: listed like the others, and its page leads there."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from exercises.practices.actions import runs
from exercises.practices.models import Run
from exercises.practices.rooms import unknown_rooms
from intima.accounts.models import Person
from intima.content import kinds
from intima.content.exercises import Exercise
from tests.cast import EVENING
from tests.content.folder import Folder

Open = Callable[[Person | None], Client]

ELSEWHERE = """\
slug: two-doors
part: M
title: Two doors
minutes: 3
teaches: [M1]
sees: Nobody sees it.
intro: Open one.
room: /pause/
"""


@pytest.fixture(autouse=True)
def _an_exercise_done_elsewhere(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Folder(tmp_path, monkeypatch)
    kinds.kinds.clear()
    kinds.register("exercise", schema=Exercise, folder=tmp_path / "exercises", check=unknown_rooms)
    folder.write("exercises/en/two-doors.yaml", ELSEWHERE)
    folder.write("exercises/es/two-doors.yaml", ELSEWHERE)
    folder.load()


def test_it_stands_in_the_list_and_its_page_leads_to_the_room(ada: Person, browser_of: Open) -> None:
    client = browser_of(ada)
    assert 'href="/practice/two-doors/"' in client.get("/practice/").content.decode()
    page = client.get("/practice/two-doors/").content.decode()
    assert 'href="/pause/">Go there' in page
    assert "/practice/two-doors/begin/" not in page


def test_there_is_nothing_to_play(ada: Person, browser_of: Open) -> None:
    assert browser_of(ada).post("/practice/two-doors/begin/").headers["Location"] == "/pause/"
    with pytest.raises(runs.DoneElsewhere):
        runs.begin(person=ada, slug="two-doors", at=EVENING)
    assert not Run.objects.exists()
