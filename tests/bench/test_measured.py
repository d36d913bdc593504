"""What the bench says of its figures: in reach where they are, and each in the table of its own part."""

import json
from pathlib import Path

from tests.bench import docs
from tests.bench.accounts import told_apart
from tests.bench.measured import Measured

FIGURE = Measured("letters", 900.0, "letters/s", 1000.0, 0.8)


def test_times_that_are_near_are_in_reach_and_others_are_out_of_it() -> None:
    assert told_apart("a code", [0.100], [0.101]).ok
    assert not told_apart("a code", [0.100], [0.150]).ok
    assert not told_apart("a code", [0.150], [0.100]).ok


def test_the_page_of_the_reminders_has_the_figures_of_that_part_alone(tmp_path: Path) -> None:
    found, plans, page = tmp_path / "bench.json", tmp_path / "plans.txt", tmp_path / "reminders.md"
    parts = {"pause": "open pages", "reminders": "letters", "accounts": "a wrong password"}
    told = FIGURE.told()
    found.write_text(json.dumps([{**told, "part": part, "name": name} for part, name in parts.items()]))
    plans.write_text("Index Scan\n")
    page.write_text(
        "<!-- figures -->\nold\n<!-- end of figures -->\n<!-- plans -->\nold\n<!-- end of plans -->\nafter\n"
    )
    docs.write(page, found, plans)
    written = page.read_text()
    assert "| letters | 900 letters/s | 1,000 letters/s | 0.90 | ≥ 0.80 | in reach |" in written
    assert [name for name in (*parts.values(), "old") if name in written] == ["letters"]
    assert written.endswith("<!-- plans -->\n```\nIndex Scan\n```\n<!-- end of plans -->\nafter\n")
