"""`python -m tests.bench.docs`: what `python -m tests.bench reminders` found last, written into docs/reminders.md.

So no figure there is written by hand. The table and the plans stand between marks of their own.
"""

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.__main__ import FILE
from tests.bench.reminders import PLANS
from tests.site import ROOT

DOCS = ROOT / "docs" / "reminders.md"


def table(rows: list[dict[str, Any]], at: datetime) -> str:
    """The rows as Markdown, with the day and the machine they were measured on."""
    lines = ["| what | value | reference | ratio | reach | |", "|---|--:|--:|--:|--:|---|"]
    for row in rows:
        value, reference = (_rounded(row[name]) + f" {row['unit']}" for name in ("value", "reference"))
        verdict = "in reach" if row["ok"] else "out of reach"
        lines.append(f"| {row['name']} | {value} | {reference} | {row['ratio']:.2f} | {row['wanted']} | {verdict} |")
    machine = f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}"
    return "\n".join([*lines, "", f"Measured on {at.day} {at:%B %Y}, {machine}, everything on one machine."])


def _rounded(figure: float) -> str:
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.3g}"


def write(docs: Path, figures: Path, plans: Path) -> None:
    """Put the figures of the reminders, whatever else was measured with them, and the plans in their places."""
    rows = [row for row in json.loads(figures.read_text()) if row["part"] == "reminders"]
    at = datetime.fromtimestamp(figures.stat().st_mtime, tz=UTC)
    parts = {"figures": table(rows, at), "plans": f"```\n{plans.read_text().strip()}\n```"}
    page = docs.read_text()
    for name, part in parts.items():
        before, begin, rest = page.partition(f"<!-- {name} -->\n")
        _old, end, after = rest.partition(f"<!-- end of {name} -->")
        page = before + begin + part + "\n" + end + after
    docs.write_text(page)


if __name__ == "__main__":
    write(DOCS, FILE, PLANS)
