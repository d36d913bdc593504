"""Who answers the phone, by country: read from help_lines.yaml, which says when and where each number was checked."""

from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import yaml
from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict, HttpUrl, StringConstraints

FILE = Path(__file__).with_name("help_lines.yaml")


class Kind(StrEnum):
    VIOLENCE = "violence"
    CRISIS = "crisis"
    FRIGHTEN = "frighten"


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Strict):
    en: str
    es: str

    def __str__(self) -> str:
        """In the reader's language."""
        return self.es if (get_language() or "en").startswith("es") else self.en


class Line(Strict):
    name: str
    kind: Kind
    call: Annotated[str, StringConstraints(pattern=r"^[0-9][0-9 -]*$")]
    note: Text
    checked: date
    source: HttpUrl

    @property
    def digits(self) -> str:
        """What a phone dials."""
        return self.call.replace(" ", "").replace("-", "")

    @property
    def host(self) -> str:
        """Where the number was read, for the eye."""
        return (urlsplit(str(self.source)).hostname or "").removeprefix("www.")


class Country(Strict):
    code: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    name: Text
    emergency: Annotated[str, StringConstraints(pattern=r"^[0-9]{3}$")]
    lines: tuple[Line, ...]

    @property
    def without(self) -> list[Kind]:
        """The kinds for which no line of the whole country is listed."""
        return [kind for kind in Kind if kind not in {line.kind for line in self.lines}]


class HelpLines(Strict):
    countries: tuple[Country, ...]


@lru_cache(maxsize=1)
def countries() -> tuple[Country, ...]:
    """Every country of the file, in its order. Raises pydantic's ValidationError for a file of another form."""
    return HelpLines.model_validate(yaml.safe_load(FILE.read_text())).countries
