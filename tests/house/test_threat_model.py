"""Each of the forty situations of the threat model names tests, and each of these exists."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODEL = (ROOT / "docs" / "threat-model.md").read_text()
SITUATIONS = re.findall(r"^\| (\d+)\. (.+?) \| (.+?) \| (.*) \|$", MODEL, re.MULTILINE)


@cache
def names_in(path: str) -> set[str]:
    """The names of a file's tests; none for a file that is not there."""
    file = ROOT / path
    tree = ast.parse(file.read_text()) if file.is_file() else ast.Module([], [])
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_the_forty_situations_are_there_in_their_order() -> None:
    assert [int(number) for number, *_rest in SITUATIONS] == list(range(1, 41))


def test_each_situation_says_what_is_right_and_names_tests_that_exist() -> None:
    wrong = []
    for number, _what, right, cell in SITUATIONS:
        named = re.findall(r"`([\w/]+\.py)::(test_\w+)`", cell)
        if not right.strip() or not named or cell.count("`") != 2 * len(named):
            wrong.append(f"{number}: no test, or what is none: {cell}")
        wrong += [f"{number}: {path}::{name}" for path, name in named if name not in names_in(path)]
    assert not wrong, "\n".join(wrong)


def test_every_file_that_a_proof_names_exists() -> None:
    proofs = MODEL.partition("## The six proofs")[2].partition("## Forty")[0]
    named = re.findall(r"`(tests/[\w/]+\.py)`", proofs)
    assert len(named) > 6
    for path in named:
        assert (ROOT / path).is_file(), path
    rooms = re.search(r"`test_races\.py` of ((?:`\w+`(?:, )?)+)", proofs)
    assert rooms
    assert sorted(re.findall(r"\w+", rooms[1])) == sorted(
        file.parent.name for file in ROOT.glob("tests/*/test_races.py")
    )
