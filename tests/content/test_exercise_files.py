"""What an exercise file must not hold, and the line, field and words of each refusal."""

from pathlib import Path
from typing import Any

import pytest

from exercises.practices.rooms import unknown_rooms
from intima.content import kinds
from intima.content.exercises import Exercise
from intima.content.reading import Refused
from tests.content.folder import Folder

GOOD = """\
slug: two-cups
part: W
title: Two cups
minutes: 3
teaches: [W1]
sees: Nobody sees it.
intro: Take a cup.
steps:
  - key: warm
    kind: slide
    ask: How warm is it?
    low: cold
    high: hot
  - key: which
    kind: choose
    ask: Which?
    options:
      - {key: left, label: The left one}
      - {key: right, label: The right one}
  - key: say
    kind: build
    ask: Say it.
    slots:
      - {key: cup, label: "I take"}
    says: "I take {cup}."
"""

BAD = [
    # what is written, in place of what; then the line, the field, and what the refusal says
    ("kind: slyde", "kind: slide", 9, "steps[0]", "'read', 'write'"),
    ("", "    kind: choose\n", 14, "steps[1]", "kind is missing"),
    ("", "    low: cold\n", 9, "steps[0].low", "missing"),
    ("    askt: Which?\n    ask: Which?", "    ask: Which?", 16, "steps[1].askt", "allowed: key, text, example, ask"),
    ("{key: left, label: The right one}", "{key: right, label: The right one}", 17, "steps[1].options", "two options"),
    ("key: warm", "key: which", 8, "steps", "two steps have the same key"),
    ("I take {mug}.", "I take {cup}.", 20, "steps[2]", "a gap mug that is described nowhere; allowed: cup"),
    ("before: later\n    low: cold", "low: cold", 8, "steps", "before names no earlier slide"),
    ("key: done", "key: warm", 8, "steps", "done is a page of the player"),
    ("intro: Take a cup.\nroom: /pause/", "intro: Take a cup.", 1, "", "steps, or a room where it is done"),
    ("steps: []", GOOD[GOOD.index("steps:") :], 1, "", "steps, or a room where it is done"),
    ("room: //example.org/", GOOD[GOOD.index("steps:") :], 8, "room", "allowed is the path of a page, such as /pause/"),
    ("room: /nowhere/", GOOD[GOOD.index("steps:") :], 8, "room", "there is no page /nowhere/"),
    ("teaches: [W1, X1]", "teaches: [W1]", 5, "teaches[1]", "'W1', 'W2'"),
]


@pytest.fixture
def exercises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    folder = Folder(tmp_path, monkeypatch)
    kinds.kinds.clear()
    kinds.register("exercise", schema=Exercise, folder=tmp_path / "exercises", check=unknown_rooms)
    return folder


@pytest.mark.django_db
@pytest.mark.parametrize(("written", "instead_of", "line", "field", "says"), BAD, ids=range(len(BAD)))
def test_it_is_refused_with_line_and_field(
    exercises: Folder, written: str, instead_of: str, line: int, field: str, says: str
) -> None:
    text = GOOD.replace(instead_of, written, 1)
    exercises.write("exercises/en/a.yaml", text)
    with pytest.raises(Refused) as refused:
        exercises.load()
    wrong = refused.value.wrong[0]
    assert (wrong.line, wrong.field) == (line, field), str(wrong)
    assert says in wrong.says


ENDS = (
    GOOD
    + """\
advice:
  - {slide: warm, least: 7, say: Let it stand.}
  - {say: Drink it.}
send:
  - {key: tea, text: Tea at …}
"""
)

BAD_ENDS = [
    ("slide: cold", "slide: warm", 1, "", "advice names the slide cold; allowed: warm"),
    ("least: 11", "least: 7", 27, "advice[0].least", "10"),
    ("least: 7, most: 3", "least: 7", 27, "advice[0]", "least is 7"),
    ("send:\n  - {key: tea, text: Soon.}", "send:", 1, "", "two send"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("written", "instead_of", "line", "field", "says"), BAD_ENDS, ids=range(len(BAD_ENDS)))
def test_an_end_is_refused_with_line_and_field(
    exercises: Folder, written: str, instead_of: str, line: int, field: str, says: str
) -> None:
    exercises.write("exercises/en/a.yaml", ENDS.replace(instead_of, written, 1))
    with pytest.raises(Refused) as refused:
        exercises.load()
    wrong = refused.value.wrong[0]
    assert (wrong.line, wrong.field) == (line, field), str(wrong)
    assert says in wrong.says


@pytest.mark.django_db
def test_the_good_one_is_taken(exercises: Folder) -> None:
    exercises.write("exercises/en/a.yaml", ENDS)
    exercises.write("exercises/es/a.yaml", ENDS)
    assert exercises.load().new == 2


TRANSLATED: list[tuple[Any, Any]] = [
    ("kind: slide\n    ask: How warm is it?\n    low: cold\n    high: hot", "kind: write\n    ask: How warm is it?"),
    ("{key: left,", "{key: links,"),
    ('{key: cup, label: "I take"}', '{key: cup, label: "I take", required: true}'),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("english", "other"), TRANSLATED, ids=range(len(TRANSLATED)))
def test_a_translation_with_other_steps_is_refused(exercises: Folder, english: str, other: str) -> None:
    exercises.write("exercises/en/a.yaml", GOOD)
    exercises.write("exercises/es/a.yaml", GOOD.replace(english, other))
    with pytest.raises(Refused, match="this differs from the en file"):
        exercises.load()
