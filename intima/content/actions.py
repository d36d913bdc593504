"""Loading the content of all rooms, and finding what is current."""

import hashlib
import json
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction

from intima.content.kinds import kinds
from intima.content.models import Shelf, Version
from intima.content.reading import Found, Refused, Wrong, read
from intima.content.schema import Item

Shelves = dict[str, list[Version]]  # by kind
FALLBACK = settings.LANGUAGE_CODE  # what a language lacks is read in this one


def current(kind: str, language: str) -> list[Version]:
    """Every current piece of this kind, in the order of the files; in English where `language` has none."""
    return shelves([kind], language)[kind]


def shelves(wanted: Collection[str], language: str) -> Shelves:
    """The same of several kinds, by kind, in one query."""
    found: dict[str, dict[str, Version]] = {kind: {} for kind in wanted}
    for version in Version.objects.current(*wanted).filter(language__in={language, FALLBACK}):
        pieces = found[version.kind]
        if version.slug not in pieces or version.language == language:
            pieces[version.slug] = version
    return {kind: list(pieces.values()) for kind, pieces in found.items()}


def latest(kind: str, slug: str, language: str) -> Version | None:
    """The current version of one piece, in English where `language` has none; None where there is no such piece."""
    versions = Version.objects.current(kind).filter(slug=slug, language__in={language, FALLBACK})
    return min(versions, key=lambda version: version.language != language, default=None)


def named(names: Collection[tuple[str, str]], language: str) -> dict[tuple[str, str], Version]:
    """The current pieces of these (kind, slug), in English where `language` has none. What is not there is absent."""
    rows = Version.objects.filter(
        shelf__isnull=False,
        kind__in={kind for kind, _slug in names},
        slug__in={slug for _kind, slug in names},
        language__in={language, FALLBACK},
    )
    found = {(row.kind, row.slug): row for row in sorted(rows, key=lambda row: row.language == language)}
    return {name: found[name] for name in names if name in found}


def missing() -> str:
    """What /readyz says of content: "" when each kind has something to read, else what is not loaded."""
    there = set(Shelf.objects.values_list("kind", flat=True).distinct())
    empty = [kind for kind in kinds if kind not in there]
    return f"no {', no '.join(empty)}; run manage.py load_content" if empty else ""


@transaction.atomic
def publish(*, author: uuid.UUID, kind: str, item: Item, language: str, at: datetime) -> Version:
    """A further version of somebody's own piece, its words sealed. On no shelf: a room above says who reads it."""
    number = Version.objects.filter(kind=kind, slug=item.slug, language=language).count() + 1
    words = item.model_dump_json(exclude_defaults=True)
    name = dict(zip(_NAME, (kind, item.slug, language, str(number)), strict=True))
    return Version.objects.create(**name, author_id=author, words=words, loaded_at=at)


@transaction.atomic
def leave_behind(*, author: uuid.UUID, in_use: Collection[uuid.UUID], instead: Callable[[Version], Item]) -> None:
    """Somebody's account goes: what of theirs is in use outlives it, sealed under the site's key; the rest is gone.

    `instead` makes what stands in the place of a version that cannot be opened.
    """
    mine = Version.objects.filter(author_id=author)
    mine.exclude(pk__in=in_use).delete()
    for version in mine:
        version.outlive_author(instead=instead)


# --- Loading --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Loaded:
    """What a load did: versions that are new, pieces that were there already, and pieces whose file has gone."""

    new: int
    same: int
    gone: int


def load(*, at: datetime, each: Callable[[list[Path]], Iterable[Path]] = iter) -> Loaded:
    """Bring the database to what the files say, all of them or none. Raises Refused; doing it again changes nothing.

    `each` is handed every list of files and gives them back one by one, so that a caller can show progress.
    """
    found = read(kinds.values(), each)
    try:
        return _keep(found, at)
    except IntegrityError:  # two servers started at once, and the other one was first
        return _keep(found, at)


@transaction.atomic
def _keep(found: list[Found], at: datetime) -> Loaded:
    before = list(Version.objects.filter(kind__in=kinds, author_id=None).order_by("loaded_at"))
    wrong = [*_slugs_twice(found), *_translations_apart(found), *_keys_lost(found, before)]
    if wrong:
        raise Refused(wrong)

    known = {(row.kind, row.slug, row.language, row.version): row for row in before}
    rows = []
    for piece in found:
        body = piece.item.model_dump(mode="json", exclude_defaults=True)
        name = (piece.kind.name, piece.item.slug, piece.language, _hash(body))
        rows.append(known.get(name) or Version(**dict(zip(_NAME, name, strict=True)), body=body, loaded_at=at))
    fresh = [row for row in rows if row._state.adding]
    Version.objects.bulk_create(fresh)

    shelf = Shelf.objects.filter(kind__in=kinds)
    names = {(row.kind, row.slug, row.language) for row in rows}
    gone = [old.pk for old in shelf if (old.kind, old.slug, old.language) not in names]
    Shelf.objects.filter(pk__in=gone).delete()
    Shelf.objects.bulk_create(
        [
            Shelf(kind=row.kind, slug=row.slug, language=row.language, place=place, version=row)
            for place, row in enumerate(rows)
        ],
        update_conflicts=True,
        unique_fields=["kind", "slug", "language"],
        update_fields=["place", "version"],
    )
    return Loaded(new=len(fresh), same=len(rows) - len(fresh), gone=len(gone))


_NAME = ("kind", "slug", "language", "version")


def _hash(body: object) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _slugs_twice(found: list[Found]) -> Iterator[Wrong]:
    first: dict[tuple[str, str, str], Found] = {}
    for piece in found:
        other = first.setdefault((piece.kind.name, piece.language, piece.item.slug), piece)
        if other is not piece:
            yield piece.wrong(("slug",), f"{piece.item.slug} is taken by {other.file}; allowed is each slug once")


def _translations_apart(found: list[Found]) -> Iterator[Wrong]:
    """What differs between a translation and the English: pieces that one of them lacks, and other steps."""
    by_language: dict[str, dict[str, dict[str, Found]]] = defaultdict(lambda: defaultdict(dict))
    for piece in found:
        by_language[piece.kind.name][piece.language][piece.item.slug] = piece
    for languages in by_language.values():
        english = languages.pop(FALLBACK, {})
        for language, pieces in languages.items():
            for slug in english.keys() - pieces.keys():
                yield english[slug].wrong(("slug",), f"{slug} is not there in {language}; each language has the same")
            for slug, piece in pieces.items():
                if slug not in english:
                    yield piece.wrong(("slug",), f"{slug} is not there in {FALLBACK}; each language has the same")
                elif (says := _apart(english[slug].item, piece.item)) is not None:
                    yield piece.wrong(*says)


def _apart(english: Item, other: Item) -> tuple[tuple[str], str] | None:
    theirs = other.structure()
    for name, value in english.structure().items():
        if theirs[name] != value:
            return (name,), f"this differs from the {FALLBACK} file; allowed: {json.dumps(value)}"
    return None


def _keys_lost(found: list[Found], before: list[Version]) -> Iterator[Wrong]:
    """Keys that the last version had and a file has no more: people's places point at them."""
    earlier = {(row.kind, row.slug, row.language): row for row in before}
    for piece in found:
        row = earlier.get((piece.kind.name, piece.item.slug, piece.language))
        now = piece.item.keys()
        for key in row.parsed.keys() if row else ():
            if key not in now:
                says = f"the key {key} was loaded before and is gone; keep it, or give the new text a slug of its own"
                yield piece.wrong(("steps",), says)
