"""Every command that the README gives is run by a test; every variable and path that it names exists."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests import services

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(r"^ *```sh\n(.*?)^ *```", README, re.DOTALL | re.MULTILINE)
COMMANDS = [line.split("#")[0].strip() for block in BLOCKS for line in block.splitlines()]

# `make run` is started by tests/house/test_run.py; `make test` and `make proofs` run these very tests.
RUN_ELSEWHERE = {"make run", "make test", "make proofs", "make check"}
NEEDS = {
    "make catalogue": ("xgettext",),
    "make faults": ("redis-server", "initdb"),
}
TAKES_LONG = {"make shots", "make bench", "make faults"}
CHANGES_NOTHING = {"make format", "make catalogue"}  # in a checkout that is as it should be


def test_the_two_commands_come_first() -> None:
    assert COMMANDS[:2] == ["make run", "make test"]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh clone that borrows the installed packages of this checkout."""
    where = tmp_path_factory.mktemp("readme") / "clone"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(where)], check=True)
    (where / ".venv").symlink_to(ROOT / ".venv")
    return where


@pytest.mark.processes
@pytest.mark.parametrize(
    "command",
    [
        pytest.param(command, marks=pytest.mark.long if command in TAKES_LONG else ())
        for command in sorted(set(COMMANDS) - RUN_ELSEWHERE)
    ],
)
def test_each_command_of_the_readme_does_its_work(command: str, clone: Path) -> None:
    for tool in NEEDS.get(command, ()):
        services.needed(shutil.which(tool, path=services.PROGRAMS) or "", tool)
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("INTIMA_", "DJANGO_"))}
    ran = subprocess.run(command, shell=True, cwd=clone, env=plain, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    if command in CHANGES_NOTHING:
        assert subprocess.check_output(["git", "status", "--porcelain"], cwd=clone, text=True) == ""
    subprocess.run(["git", "checkout", "--quiet", "."], cwd=clone, check=True)


def test_the_table_names_exactly_the_variables_that_are_read() -> None:
    settings = (ROOT / "intima" / "settings.py").read_text()
    read = set(re.findall(r'read\.\w+\("([A-Z_]+)"', settings)) | set(
        re.findall(r'number\("([A-Z_]+)"', settings.replace("'", '"'))
    )
    rows = re.findall(r"^\| (`[A-Z][^|]*) \|", README, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert named - {"GRANIAN_WORKERS"} == read - {"INTIMA_DEMO"}  # granian reads its own; make run sets the other


def test_the_floors_stand_in_the_order_that_the_contract_holds() -> None:
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    floors = [set(re.findall(r"[\w.]+", layer)) for layer in contract["layers"][1:]]  # above the rooms: the map itself
    table = README.partition("| floor | rooms |")[2].partition("\n\n")[0]
    rooms = [room.replace("/", ".") for room in re.findall(r"`((?:intima|reflections|exercises)/\w+)`", table)]
    assert sorted(rooms) == sorted(set().union(*floors))
    numbers = [next(number for number, floor in enumerate(floors) if room in floor) for room in rooms]
    assert numbers == sorted(numbers)


def test_the_version_is_the_newest_that_the_changes_give_a_day() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text()
    released = re.findall(r"^## (\S+) \(\d{4}-\d\d-\d\d\)$", changes, re.MULTILINE)
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == released[0]


def test_every_path_that_the_readme_names_exists() -> None:
    named = re.findall(r"`((?:intima|reflections|exercises|docs)/[\w/.]+)`", README)
    linked = re.findall(r"\]\(([a-zA-Z][\w/.]+)\)", README)
    assert named
    for path in [*named, *linked]:
        assert (ROOT / path).exists(), path
