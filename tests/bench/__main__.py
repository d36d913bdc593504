"""`make bench`: what the site costs, measured on this machine; a table, and the same as a list in var/bench.json.

`python -m tests.bench pause` measures one part; `--full` takes the largest sizes and most of an hour. What is out of
reach is told and fails nothing, since it depends on the machine.
"""

import argparse
import json
import os
from collections.abc import Callable, Iterator
from typing import Any

from tests.bench import accounts, pause, reminders
from tests.bench.measured import Measured
from tests.site import ROOT

PARTS: dict[str, Callable[[bool], Iterator[Measured]]] = {
    "pause": lambda full: pause.measure(),
    "reminders": reminders.measure,
    "accounts": lambda full: accounts.measure(),
}
FILE = ROOT / "var" / "bench.json"


def main(wanted: list[str], full: bool) -> None:
    rows: list[Measured] = []
    told: list[dict[str, Any]] = []
    FILE.parent.mkdir(exist_ok=True)
    for part in wanted or PARTS:
        print(f"--- {part} (load {os.getloadavg()[0]:.1f})", flush=True)
        for row in PARTS[part](full):
            rows.append(row)
            told.append({"part": part, **row.told()})
            FILE.write_text(json.dumps(told, indent=2) + "\n")
    wide = max((len(row.name) for row in rows), default=0)
    print(f"\n{'':{wide}}  {'value':>9}  {'reference':>9}  {'ratio':>6}  {'reach':>6}")
    for row in rows:
        print(
            f"{row.name:{wide}}  {row.value:9.3f}  {row.reference:9.3f}  {row.ratio:6.2f}  {row.wanted:>6}  "
            f"{row.unit}{'' if row.ok else ', out of reach'}"
        )
    print(f"\nLoad {os.getloadavg()[0]:.1f} at the end. Kept in {FILE.relative_to(ROOT)}.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("part", nargs="*", choices=[*PARTS, []])
    parser.add_argument("--full", action="store_true", help="the largest sizes")
    given = parser.parse_args()
    main(given.part, given.full)
