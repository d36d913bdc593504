"""Somebody's own things as Markdown, to be read without any program of ours."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import pgettext

from intima.accounts.models import Person
from intima.kit import seal
from intima.kit.keeping import TORN, Kept, Said
from intima.own.rows import rows

# What a reading program could take for a picture to fetch, for markup or for a fence. Some of the words are others'.
_MARKUP = re.compile(r"([\\`<\[\]*_])")


def file_name(kept: Kept) -> str:
    """What the file of a kind is called, by the first of its name, in the language of the person."""
    return f"{slugify(re.split('[,:]', str(kept.name))[0])}.md"


def pages(kept: Kept, person: Person) -> Iterator[str]:
    """The file of one kind, piece by piece; nothing at all where there is nothing of it."""
    if kept.said is None:
        return
    for number, (row, told) in enumerate(rows(kept, person)):
        if number == 0:
            yield f"# {kept.name}\n"
        try:
            said = kept.said(person, row, told)
        except seal.Broken:  # altered
            said = Said("", [("", str(TORN))])
        yield _thing(said, _when(kept, row))


def _thing(said: Said, when: str) -> str:
    lines = [f"\n## {' · '.join(_plain(each) for each in (when, said.heading) if each)}\n"]
    lines += [f"{_plain(about)}\n" for about in said.about]
    for label, words in said.words:
        if label:
            lines.append(f"**{_plain(label)}**\n")
        lines.append("\n".join(f"> {_escaped(line)}  " for line in words.splitlines()) + "\n")
    return "\n".join(lines)


def _plain(text: str) -> str:
    return _escaped(" ".join(text.split()))


def _escaped(text: str) -> str:
    """As it was written, and nothing else, whatever a reading program makes of Markdown."""
    return re.sub(r"^(\s*)([#>+=~-]|\d+[.)])", r"\1\\\2", _MARKUP.sub(r"\\\1", text))


def _when(kept: Kept, row: Any) -> str:
    """The first day or time among the thing's fields."""
    field = next((each for each in kept.fields if isinstance(each, models.DateField)), None)  # of days and of times
    value = getattr(row, field.name) if field else None
    if value is None:
        return ""
    here = timezone.localtime(value) if isinstance(value, datetime) else value
    day = date_format(here, pgettext("a day's date, in Django's letters", "l j F Y"))
    return f"{day}, {here:%H:%M}" if isinstance(here, datetime) else day
