"""Changing keys beside the live site: master keys, data keys, and whatever lies under either. See docs/keys.md.

Each of these may be killed at any moment and begun anew, and two may run at once: what was done is skipped, a value is
put only where the one that it was made from still lies, and nothing waits for a lock while it holds one.
"""

import logging
import secrets
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cryptography.fernet import InvalidToken
from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, Max, OuterRef

from intima.kit import seal
from intima.kit.box import boxed
from intima.kit.models import MASTER, DataKey

log = logging.getLogger(__name__)

BATCH = 500  # rows that are held together, for a tenth of a second or so
# No request lasts as long. One that began before its author's new key was made may write under the old one; one that
# read a row just before it was sealed anew has yet to open it.
GRACE = timedelta(hours=1)

Step = Callable[[int], object]  # told how many rows were gone through, for a progress bar
Change = tuple[Any, Any, Any]  # pk, the value that was read, the value to put in its place


@dataclass
class Walked:
    """One walk through everything. One that moved nothing saw nothing that could be moved."""

    moved: int = 0
    broken: Counter[str] = field(default_factory=Counter)  # column -> values that open under no key, left as they are
    held: set[uuid.UUID] = field(default_factory=set)  # the old data keys under which something lay


@dataclass(frozen=True)
class Retired:
    """What became of the old data keys: so many destroyed, or how long they stay at least."""

    destroyed: int = 0
    until: datetime | None = None


def missing_masters() -> str:
    """What to do about data keys whose master key is not given; "" when every one is. One query."""
    found = DataKey.objects.unopened().values(master=MASTER).annotate(keys=models.Count("pk")).order_by("master")
    if not found:
        return ""
    named = ", ".join(f"{bytes(row['master']).hex()} ({row['keys']} data keys)" for row in found)
    return (
        f"What is encrypted in this database needs a master key that is not given: {named}. Put it back into "
        "MASTER_KEYS or MASTER_KEYS_FILE, after the newest. Without it these words are gone."
    )


# --- Under the newest master key ----------------------------------------------------------------


def rewrap(step: Step) -> Walked:
    """Wrap every data key under the newest master key. Those that lie there are opened too: an altered one is told."""
    walked, newest = Walked(), seal.master_id(settings.MASTER_KEYS[0])
    for page in _pages(DataKey.objects.all(), "owner", "wrapped"):
        changes: list[Change] = []
        for pk, owner, wrapped in page:
            old = bytes(wrapped)
            try:
                key = seal.unwrap(old, owner)
            except seal.Broken:
                log.error("This data key cannot be opened: %s", pk)
                walked.broken["kit.DataKey.wrapped"] += 1
            else:
                if not old.startswith(newest):
                    changes.append((pk, old, seal.wrap(key, owner)))
        walked.moved += _swap(DataKey, "wrapped", changes)
        step(len(page))
    return walked


def renew_boxes(step: Step) -> Walked:
    """Encrypt every box under the newest master key."""
    walked = Walked()
    for each in boxed:
        for page in _pages(each.model._base_manager.all(), each.column):
            changes: list[Change] = []
            for pk, old in page:
                try:
                    changes.append((pk, old, each.renew(old)))
                except InvalidToken:
                    walked.broken[f"{each.model._meta.label}.{each.column}"] += 1
            walked.moved += _swap(each.model, each.column, [(pk, old, new) for pk, old, new in changes if new != old])
            step(len(page))
    return walked


# --- Under new data keys ------------------------------------------------------------------------


def begin() -> None:
    """Begin a round of new data keys with the site's own; if one is on, it is gone on with instead."""
    number = DataKey.objects.round()
    site = DataKey.objects.filter(owner=seal.SITE)
    if site.count() < 2:
        for each in (number, number + 1):
            DataKey.objects.get_or_create(owner=seal.SITE, round=each, defaults={"wrapped": _new_key(seal.SITE)})


def lacking() -> models.QuerySet[DataKey]:
    """The data keys of those who have none of this round yet; the key of the marks stays for good."""
    number = DataKey.objects.round()
    has_one = DataKey.objects.filter(owner=OuterRef("owner"), round__gte=number)
    return DataKey.objects.exclude(owner=seal.MARKS).exclude(Exists(has_one))


def give_new_keys(step: Step) -> None:
    """Give everybody a data key of this round: from now on it seals what they write."""
    number = DataKey.objects.round()
    for page in _pages(lacking()):
        with transaction.atomic():
            # Whoever deletes an account meanwhile waits here, or is waited for: see DataKeyQuerySet.destroy.
            held = DataKey.objects.select_for_update().filter(pk__in=[pk for (pk,) in page]).order_by("pk")
            owners = set(held.values_list("owner", flat=True))
            made = [DataKey(owner=owner, round=number, wrapped=_new_key(owner)) for owner in owners]
            DataKey.objects.bulk_create(made, ignore_conflicts=True)
        step(len(page))


def _new_key(owner: uuid.UUID) -> bytes:
    return seal.wrap(secrets.token_bytes(32), owner)


def sealed_columns() -> dict[type[models.Model], list[seal.SealedTextField]]:
    """Every sealed text of every room, by its model."""
    found: dict[type[models.Model], list[seal.SealedTextField]] = defaultdict(list)
    for model in apps.get_models():
        for column in model._meta.local_fields:
            if isinstance(column, seal.SealedTextField) and not model._meta.proxy:
                found[model].append(column)
    return found


def seal_words_anew(step: Step) -> Walked:
    """Seal every sealed text under its author's newest data key."""
    walked = Walked()
    for model, columns in sealed_columns().items():
        for page in _pages(model._base_manager.all()):
            rows = list(model._base_manager.filter(pk__in=[pk for (pk,) in page]).order_by("pk"))
            with seal.keyring():
                seal.fetch({column.binding(row)["author"] for row in rows for column in columns} - {None})
                for column in columns:
                    changes = list(_sealed_anew(column, rows, walked))
                    walked.moved += _swap(model, column.attname, changes)
            step(len(page))
    return walked


def _sealed_anew(column: seal.SealedTextField, rows: list[models.Model], walked: Walked) -> Iterator[Change]:
    for row in rows:
        old = row.__dict__[column.attname]  # the sealed value: asked for as an attribute it would be opened
        if old is None:
            continue
        try:
            new = seal.reseal(old, **column.binding(row))
        except seal.Broken:
            walked.broken[f"{column.model._meta.label}.{column.name}"] += 1
        else:
            if new is old:
                continue
            yield row.pk, old, new
        with suppress(seal.Broken):  # too short to name a key
            walked.held.add(seal.key_id_of(old))


def retire(*, moved: bool, held: set[uuid.UUID], at: datetime) -> Retired:
    """Destroy the old data keys under which nothing has lain for an hour; until then, note since when.

    `held` is what the last walk through all words found in use, and `moved` whether any before it found something.
    """
    empty = DataKey.objects.old().exclude(pk__in=held)
    (empty if moved else empty.filter(emptied_at=None)).update(emptied_at=at)
    since = empty.aggregate(last=Max("emptied_at"))["last"]
    if since is None:
        return Retired()
    if since > at - GRACE:
        return Retired(until=since + GRACE)
    return Retired(destroyed=empty.delete()[0])


# --- Beside the live site -----------------------------------------------------------------------


def _pages(rows: models.QuerySet[Any], *columns: str) -> Iterator[list[tuple[Any, ...]]]:
    """The rows' pk and columns, in batches by their pk: none is held, and none is seen twice."""
    after: dict[str, Any] = {}
    while page := list(rows.filter(**after).order_by("pk").values_list("pk", *columns)[:BATCH]):
        yield page
        after = {"pk__gt": page[-1][0]}


def _swap(model: type[models.Model], column: str, changes: list[Change]) -> int:
    """Put each new value where the old one still lies; how many. A row that somebody holds is left for another walk."""
    if not changes:
        return 0
    rows = model._base_manager.all()
    with transaction.atomic():
        wanted = rows.select_for_update(skip_locked=True, no_key=True).filter(pk__in=[pk for pk, _, _ in changes])
        free = set(wanted.values_list("pk", flat=True))
        return sum(
            rows.filter(pk=pk, **{column: old}).update(**{column: new}) for pk, old, new in changes if pk in free
        )
