"""Master keys, from the environment or a file: what is wrong with them is told before the site starts."""

import base64
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from intima import environment

NEW, OLD = b"n" * 32, b"o" * 32
IN_BASE64 = {key: base64.b64encode(key).decode() for key in (NEW, OLD)}


def read(file: Path | str = "") -> list[bytes]:
    return environment.keys("MASTER_KEYS", file=str(file), kept_in=None)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that only its owner may read, and no variable."""
    monkeypatch.delenv("MASTER_KEYS", raising=False)
    made = tmp_path / "keys"
    made.touch(mode=0o600)
    return made


def test_several_stand_in_the_variable_the_newest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASTER_KEYS", f"{IN_BASE64[NEW]}, {IN_BASE64[OLD]}")
    assert read() == [NEW, OLD]


def test_or_in_a_file_a_line_each_between_comments(file: Path) -> None:
    file.write_text(f"# Since the spring\n{IN_BASE64[NEW]}\n\n  {IN_BASE64[OLD]}  # until then\n")
    assert read(file) == [NEW, OLD]
    file.chmod(0o640)  # a group of its own is how containers are given one
    assert read(file) == [NEW, OLD]


@pytest.mark.parametrize(
    ("held", "says"),
    [
        ("", "MASTER_KEYS_FILE holds no key"),
        ("# none yet\n", "MASTER_KEYS_FILE holds no key"),
        (f"{IN_BASE64[NEW]}\nc2hvcnQ=\n", "Line 2 of MASTER_KEYS_FILE must be 32 bytes in base64"),
        ("schlüssel\n", "Line 1 of MASTER_KEYS_FILE must be"),
        (f"{IN_BASE64[NEW]},{IN_BASE64[OLD]}\n", "one a line"),
    ],
)
def test_a_file_that_holds_something_else_is_refused(file: Path, held: str, says: str) -> None:
    file.write_text(held)
    with pytest.raises(ImproperlyConfigured, match=says) as refused:
        read(file)
    assert "c2hvcnQ" not in str(refused.value)


@pytest.mark.parametrize("mode", [0o604, 0o602, 0o644])
def test_a_file_that_others_may_read_is_refused_and_how_to_mend_it_is_told(file: Path, mode: int) -> None:
    file.write_text(IN_BASE64[NEW])
    file.chmod(mode)
    with pytest.raises(ImproperlyConfigured, match=rf"chmod o-rwx {file}"):
        read(file)


def test_a_file_that_is_not_there_or_none_is_told(file: Path, tmp_path: Path) -> None:
    for wrong, says in ((tmp_path / "away", "No such file"), (tmp_path, "Is a directory")):
        with pytest.raises(ImproperlyConfigured, match=f"MASTER_KEYS_FILE cannot be read: {says}"):
            read(wrong)


def test_both_at_once_are_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASTER_KEYS", IN_BASE64[OLD])
    file.write_text(IN_BASE64[NEW])
    with pytest.raises(ImproperlyConfigured, match="not both"):
        read(file)


def test_without_either_it_is_told_how_to_make_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MASTER_KEYS", raising=False)
    with pytest.raises(ImproperlyConfigured, match="MASTER_KEYS is missing"):
        read()
