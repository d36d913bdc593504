"""A short run of `make faults`: every kind of fault once, and no letter lost or doubled."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import services
from tests.site import ROOT

pytestmark = pytest.mark.processes


def test_no_letter_is_lost_or_comes_twice_whatever_breaks(tmp_path: Path) -> None:
    for program in ("redis-server", "initdb"):
        services.needed(shutil.which(program, path=services.PROGRAMS) or "", program)
    ran = subprocess.run(
        [sys.executable, "-m", "tests.faults", "--letters", "1500", "--minutes", "0.5"],
        cwd=ROOT,
        env={**os.environ, "INTIMA_VAR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    told = json.loads((tmp_path / "faults.json").read_text())
    assert [proof["name"] for proof in told if not proof["ok"]] == []
