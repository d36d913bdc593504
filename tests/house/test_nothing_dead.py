"""What nothing uses is not there."""

import re
from pathlib import Path

from intima.kit import errors

ROOT = Path(__file__).resolve().parents[2]


def read(*patterns: str) -> str:
    return "".join(path.read_text() for pattern in patterns for path in ROOT.glob(pattern))


def test_every_error_page_is_one_that_the_site_answers_with() -> None:
    site = read("intima/**/*.py", "reflections/**/*.py", "exercises/**/*.py")
    made = [name for name, it in vars(errors).items() if not name.startswith("_") and it.__module__ == errors.__name__]
    assert made
    assert not [name for name in made if f"errors.{name}" not in site]
    pages = {path.name for path in ROOT.glob("templates/4*.html")} | {"500.html"}
    assert not [page for page in pages if f'"{page}"' not in read("intima/kit/errors.py")]


def test_every_property_of_the_stylesheets_is_read_somewhere() -> None:
    sheets = read("static/css/*.css")
    made = set(re.findall(r"(--[\w-]+)\s*:", sheets))
    assert made
    assert made - set(re.findall(r"var\((--[\w-]+)", sheets)) == set()
