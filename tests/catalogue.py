"""Compiles the Spanish catalogue, and says how many sentences still want their Spanish."""

import sys
from pathlib import Path

import polib

SOURCE = Path(__file__).resolve().parents[1] / "intima" / "locale" / "es" / "LC_MESSAGES" / "django.po"
COMPILED = SOURCE.with_suffix(".mo")


def main() -> int:
    catalogue = polib.pofile(str(SOURCE))
    catalogue.save_as_mofile(str(COMPILED))
    waiting = [entry.msgid for entry in catalogue if not entry.obsolete and (not entry.translated() or entry.fuzzy)]
    print(f"{len(catalogue.translated_entries())} sentences in Spanish, {len(waiting)} still to translate.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
