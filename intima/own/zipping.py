"""The file that somebody takes along: one zip, written while it is sent, so its size costs no memory."""

import contextvars
import json
from collections.abc import Generator, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone, translation

from intima.accounts.models import Person
from intima.kit import seal
from intima.kit.pages import names
from intima.own.reading import file_name, pages
from intima.own.rows import FORMAT, rows, schema, taken

PIECE = 32_768  # bytes, about, that are sent at a time


class _Wire:
    """What the zip is written to: a file without a beginning to go back to, emptied as it fills."""

    def __init__(self) -> None:
        self._held = bytearray()

    def write(self, data: bytes, /) -> int:
        self._held += data
        return len(data)

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def taken(self, at_least: int = 1) -> Iterator[bytes]:
        if len(self._held) >= at_least:
            held, self._held = bytes(self._held), bytearray()
            yield held


def stream(person: Person, at: datetime) -> Iterator[bytes]:
    """The person's zip, piece by piece, in their language and time.

    It is written after the answer has begun, so nothing of the request is there any more: each piece is made in a
    context of its own, and the data keys that it fetched end with it.
    """
    context, pieces = contextvars.copy_context(), _in_their_own_way(person, at)
    try:
        while (piece := context.run(next, pieces, None)) is not None:
            yield piece
    finally:
        context.run(pieces.close)


def _in_their_own_way(person: Person, at: datetime) -> Generator[bytes]:
    with translation.override(person.language), timezone.override(person.zone), seal.keyring():
        yield from _zipped(person, at)


def _zipped(person: Person, at: datetime) -> Iterator[bytes]:
    wire = _Wire()
    with ZipFile(wire, "w", ZIP_DEFLATED) as zipped:  # type: ignore[call-overload]  # it asks for no more than this
        for name, texts in _files(person, at):
            first = next(texts, None)
            if first is None:
                continue
            info = ZipInfo(name, timezone.localtime(at).timetuple()[:6])
            info.compress_type, info.external_attr = ZIP_DEFLATED, 0o600 << 16
            with zipped.open(info, "w", force_zip64=True) as file:
                file.write(first.encode())
                for text in texts:
                    file.write(text.encode())
                    yield from wire.taken(PIECE)
            yield from wire.taken()
    yield from wire.taken()


def _files(person: Person, at: datetime) -> Iterator[tuple[str, Iterator[str]]]:
    """Each file's name and its text in pieces. One without a piece is left out."""
    yield "README.txt", iter([render_to_string("own/readme.txt", {**names(), "at": at})])
    yield "data.json", _data(person, at)
    yield "data.schema.json", iter([json.dumps(schema(), indent=2)])
    for kept in taken():
        if kept.said:
            yield file_name(kept), pages(kept, person)
    for kept in taken():
        with suppress(seal.Broken):  # a picture of words that were altered is none
            for name, svg in kept.pictures(person) if kept.pictures else ():
                yield f"pictures/{name}", iter([svg])


def _data(person: Person, at: datetime) -> Iterator[str]:
    yield f'{{"format": {FORMAT}, "made_at": {_json(at)}, "kept": {{'
    for number, kept in enumerate(taken()):
        yield f"{',' if number else ''}\n{_json(kept.key)}: ["
        for place, (_row, told) in enumerate(rows(kept, person)):
            yield f"{',' if place else ''}\n{_json(told)}"
        yield "]"
    yield "}}\n"


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
