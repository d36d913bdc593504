"""Every sentence of the interface has its Spanish, placeholders agree, and the compiled catalogue is current."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from tests.catalogue import COMPILED, SOURCE

ROOT = Path(__file__).resolve().parents[2]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w+[^>]*>")


def live(catalogue: polib.POFile) -> list[polib.POEntry]:
    return [entry for entry in catalogue if not entry.obsolete]


def test_every_sentence_has_its_spanish() -> None:
    waiting = [entry.msgid for entry in live(polib.pofile(str(SOURCE))) if not entry.translated() or entry.fuzzy]
    assert not waiting


def test_placeholders_and_tags_agree() -> None:
    for entry in live(polib.pofile(str(SOURCE))):
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            if text:
                wanted = {*PLACEHOLDER.findall(entry.msgid), *PLACEHOLDER.findall(entry.msgid_plural)}
                assert set(PLACEHOLDER.findall(text)) <= wanted, entry.msgid


def test_the_compiled_catalogue_is_the_current_one() -> None:
    compiled = {(e.msgctxt, e.msgid, e.msgstr) for e in polib.mofile(str(COMPILED))}
    assert compiled == {(e.msgctxt, e.msgid, e.msgstr) for e in live(polib.pofile(str(SOURCE)))}


@pytest.mark.skipif(
    not shutil.which("xgettext") and os.environ.get("CI") != "true", reason="gathering sentences needs gettext"
)
def test_no_sentence_of_the_interface_is_missing_from_the_catalogue(tmp_path: Path) -> None:
    for part in ("intima", "reflections", "exercises", "templates", "static", "manage.py"):
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, tmp_path / part)
    gathered = tmp_path / SOURCE.relative_to(ROOT)
    command = [sys.executable, "manage.py", "makemessages", "--locale", "es", "--no-location", "--no-wrap"]
    environment = {**os.environ, "INTIMA_DEMO": "1", "INTIMA_VAR": str(tmp_path / "var")}
    environment["DJANGO_SETTINGS_MODULE"] = "intima.settings"
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    now = {entry.msgid for entry in live(polib.pofile(str(gathered)))}
    assert now == {entry.msgid for entry in live(polib.pofile(str(SOURCE)))}
