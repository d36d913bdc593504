"""`make bench`: what the site costs, measured on this machine; a table, and the same as a list in var/bench.json.

`python -m tests.bench pause` measures one part. What is out of reach is told and fails nothing, since it depends on the
machine.
"""

import json
import sys
from collections.abc import Callable, Iterator

from tests.bench import accounts, pause
from tests.bench.measured import Measured
from tests.site import ROOT

PARTS: dict[str, Callable[[], Iterator[Measured]]] = {"pause": pause.measure, "accounts": accounts.measure}


def main(wanted: list[str]) -> None:
    rows = []
    for part in wanted or PARTS:
        print(f"--- {part}", flush=True)
        rows += list(PARTS[part]())
    file = ROOT / "var" / "bench.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps([row.told() for row in rows], indent=2) + "\n")
    wide = max(len(row.name) for row in rows)
    print(f"\n{'':{wide}}  {'value':>8}  {'reference':>9}  {'ratio':>5}  {'reach':>5}")
    for row in rows:
        print(
            f"{row.name:{wide}}  {row.value:8.3f}  {row.reference:9.3f}  {row.ratio:5.2f}  {row.reach:5.2f}  "
            f"{row.unit}{'' if row.ok else ', out of reach'}"
        )
    print(f"\nKept in {file.relative_to(ROOT)}.")


if __name__ == "__main__":
    main(sys.argv[1:])
