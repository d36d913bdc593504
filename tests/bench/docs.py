"""`python -m tests.bench.docs`: what `python -m tests.bench reminders` found last, written into docs/reminders.md.

So no figure there is written by hand. The table and the plans stand between marks of their own.
"""

import json
import os
import platform
import re
from datetime import UTC, datetime

from tests.bench.__main__ import FILE
from tests.bench.measured import Measured
from tests.bench.reminders import PLANS
from tests.site import ROOT

DOCS = ROOT / "docs" / "reminders.md"


def table(rows: list[Measured], at: datetime) -> str:
    """The rows as Markdown, with the day and the machine they were measured on."""
    lines = ["| what | value | reference | ratio | reach | |", "|---|--:|--:|--:|--:|---|"]
    lines += [
        f"| {row.name} | {row.value:,.3g} {row.unit} | {row.reference:,.3g} {row.unit} | {row.ratio:.2f} "
        f"| {row.wanted} | {'in reach' if row.ok else 'out of reach'} |"
        if row.value < 100
        else f"| {row.name} | {row.value:,.0f} {row.unit} | {row.reference:,.0f} {row.unit} | {row.ratio:.2f} "
        f"| {row.wanted} | {'in reach' if row.ok else 'out of reach'} |"
        for row in rows
    ]
    machine = f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}"
    return "\n".join([*lines, "", f"Measured on {at:%-d %B %Y}, {machine}, everything on one machine."])


def main() -> None:
    told = [
        Measured(**{k: v for k, v in row.items() if k not in {"ratio", "ok"}}) for row in json.loads(FILE.read_text())
    ]
    rows = [row for row in told if not row.name.startswith("pause")]
    at = datetime.fromtimestamp(FILE.stat().st_mtime, tz=UTC)
    parts = {"figures": table(rows, at), "plans": f"```\n{PLANS.read_text().strip()}\n```"}
    page = DOCS.read_text()
    for name, part in parts.items():
        page = re.sub(
            f"(<!-- {name} -->\n).*(<!-- end of {name} -->)",
            lambda found, part=part: f"{found[1]}{part}\n{found[2]}",  # type: ignore[misc]
            page,
            flags=re.DOTALL,
        )
    DOCS.write_text(page)


if __name__ == "__main__":
    main()
