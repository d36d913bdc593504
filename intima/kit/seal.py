"""Words at rest: AES-256-GCM, one data key a person, each ciphertext bound to its row and author.

A sealed value is `version (1 byte) | data key id (16) | nonce (12) | ciphertext and tag`. Its associated data are
the field's seal name, the row's primary key and its author, so a ciphertext copied into another row, another column or
another author's row refuses to open. Data keys lie in `DataKey`, wrapped by a master key from the settings. While
they are changed (`rotation`) an author has several: the newest seals, and the id says which of them opens a value.
docs/keys.md has the bytes.
"""

import hashlib
import hmac
import json
import secrets
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models.query_utils import DeferredAttribute

VERSION = b"\x01"
SITE = uuid.UUID(int=0)  # the owner of the site's own data key, for what belongs to no person yet
MARKS = uuid.UUID(int=1)  # the owner of the key of `mark`


class Broken(Exception):
    """A sealed value does not belong where it lies, was altered, or its key is gone."""


class Ciphertext(bytes):
    """A sealed value as it lies in the database."""


# --- Master keys wrap data keys -----------------------------------------------------------------


def master_id(master: bytes) -> bytes:
    """The four bytes by which a wrapped data key says what it was wrapped under."""
    return hashlib.sha256(b"intima master key" + master).digest()[:4]


def wrap(data_key: bytes, owner: uuid.UUID) -> bytes:
    """Wrap a data key under the newest master key: `master id (4) | nonce (12) | ciphertext and tag`."""
    master: bytes = settings.MASTER_KEYS[0]
    nonce = secrets.token_bytes(12)
    return master_id(master) + nonce + AESGCM(master).encrypt(nonce, data_key, b"kit.datakey" + owner.bytes)


def unwrap(wrapped: bytes | memoryview, owner: uuid.UUID) -> bytes:
    """The data key inside `wrapped`. Raises Broken when no master key of the settings opens it."""
    wrapped = bytes(wrapped)
    for master in settings.MASTER_KEYS:
        if master_id(master) == wrapped[:4]:
            try:
                return AESGCM(master).decrypt(wrapped[4:16], wrapped[16:], b"kit.datakey" + owner.bytes)
            except (InvalidTag, ValueError) as error:  # ValueError: cut short
                raise Broken("A data key does not belong to its owner.") from error
    raise Broken("No master key in MASTER_KEYS opens this data key; put the one it was wrapped with back.")


# --- Data keys, fetched once a request ----------------------------------------------------------

Keys = dict[uuid.UUID, bytes]  # an owner's data keys by their ids, the newest first


@dataclass
class _Ring:
    keys: dict[uuid.UUID, Keys] = field(default_factory=dict)
    # Owners whose key was made in a transaction that may yet roll back. Such a key is asked for again each time:
    # words sealed with a key that was never stored would be lost.
    unsure: set[uuid.UUID] = field(default_factory=set)

    def keep(self, owner: uuid.UUID, found: Keys) -> None:
        if owner not in self.unsure:
            self.keys[owner] = found


_ring: ContextVar[_Ring | None] = ContextVar("ring", default=None)


@contextmanager
def keyring() -> Iterator[None]:
    """Keep fetched data keys until the block ends (one request, one task), and no longer."""
    token = _ring.set(_Ring())
    try:
        yield
    finally:
        _ring.reset(token)


def fetch(owners: Iterable[uuid.UUID]) -> None:
    """Fetch the data keys of `owners` in one query, so that reading their words costs no more. Needs a keyring.

    One that was altered raises nothing here, but where it should open something.
    """
    ring = _ring.get()
    if ring is None:
        return
    missing = set(owners) - ring.keys.keys()
    if missing:
        with suppress(Broken):
            for owner, found in _asked_for(missing).items():
                ring.keep(owner, found)


def _asked_for(owners: Iterable[uuid.UUID]) -> dict[uuid.UUID, Keys]:
    """What the database holds of the owners' data keys now; nothing of an owner who has none."""
    from intima.kit.models import DataKey

    found: dict[uuid.UUID, Keys] = {}
    for row in DataKey.objects.filter(owner__in=owners).order_by("-round"):
        found.setdefault(row.owner, {})[row.pk] = row.opened()
    return found


def _keys_of(owner: uuid.UUID, *, anew: bool = False) -> Keys:
    """The owner's data keys, from the ring if it has them; `anew` asks the database in any case."""
    ring = _ring.get()
    if ring is not None and owner in ring.keys and not anew:
        return ring.keys[owner]
    found = _asked_for([owner]).get(owner, {})
    if ring is not None and found:
        ring.keep(owner, found)
    return found


def _first_key(owner: uuid.UUID) -> Keys:
    """Make the key with which somebody's first words are sealed."""
    from intima.kit.models import DataKey

    ring = _ring.get()
    try:
        with transaction.atomic():
            DataKey.objects.create(
                owner=owner, round=DataKey.objects.round(), wrapped=wrap(secrets.token_bytes(32), owner)
            )
        if ring is not None:
            ring.unsure.add(owner)
            transaction.on_commit(partial(ring.unsure.discard, owner))
    except IntegrityError:  # somebody made it at the same moment
        pass
    return _keys_of(owner, anew=True)


# --- Sealing and opening ------------------------------------------------------------------------


def _bound_to(name: str, pk: uuid.UUID, author: uuid.UUID) -> bytes:
    return name.encode() + b"\x00" + pk.bytes + author.bytes


def seal(text: str, *, name: str, pk: uuid.UUID, author: uuid.UUID) -> Ciphertext:
    """Seal `text` under its author's newest data key, bound to the seal `name`, the row's `pk` and the author."""
    key_id, key = next(iter((_keys_of(author) or _first_key(author)).items()))
    nonce = secrets.token_bytes(12)
    body = AESGCM(key).encrypt(nonce, text.encode(), _bound_to(name, pk, author))
    return Ciphertext(VERSION + key_id.bytes + nonce + body)


def unseal(sealed: bytes, *, name: str, pk: uuid.UUID, author: uuid.UUID) -> str:
    """The words inside `sealed`. Raises Broken if it lies in another row, column or author's row, or was altered."""
    if sealed[:1] != VERSION:
        raise Broken("This is not a sealed value of a version that we know.")
    key_id = key_id_of(sealed)
    # A key that this request does not know may be one that a rotation made since it began.
    keys = _keys_of(author)
    key = keys.get(key_id) or (keys and _keys_of(author, anew=True).get(key_id))
    if not key:
        raise Broken("These words were sealed with another key." if keys else "The key of these words is gone.")
    try:
        return AESGCM(key).decrypt(sealed[17:29], sealed[29:], _bound_to(name, pk, author)).decode()
    except (InvalidTag, ValueError) as error:  # ValueError: cut short
        raise Broken("These words do not belong to this row.") from error


def reseal(sealed: Ciphertext, *, name: str, pk: uuid.UUID, author: uuid.UUID) -> Ciphertext:
    """The same words under their author's newest data key; `sealed` itself if they are. Raises Broken like unseal."""
    if key_id_of(sealed) == next(iter(_keys_of(author)), None):
        return sealed
    return seal(unseal(sealed, name=name, pk=pk, author=author), name=name, pk=pk, author=author)


def key_id_of(sealed: bytes) -> uuid.UUID:
    """Which data key a sealed value names. Raises Broken if it is too short to name one."""
    if len(sealed) < 17:
        raise Broken("This is no sealed value.")
    return uuid.UUID(bytes=bytes(sealed[1:17]))


def marking_key() -> bytes:
    """The key of the marks that nobody can make who has the database alone; see `mark`.

    A data key like a person's, which a new master key wraps anew. No words are sealed with it, and `rotation` never
    gives another in its place: with another, no mark made before would hold.
    """
    return next(iter((_keys_of(MARKS) or _first_key(MARKS)).values()))


def mark(key: bytes, *parts: object) -> str:
    """HMAC-SHA256 of these parts under `key`, which is `marking_key()`, in 64 hexadecimal digits."""
    held = json.dumps([str(part) for part in parts], ensure_ascii=False)
    return hmac.new(key, held.encode(), "sha256").hexdigest()


class _SealedAttribute(DeferredAttribute):
    """Ciphertext until read; then the words, opened once per instance."""

    field: "SealedTextField"

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if isinstance(value, Ciphertext):
            value = unseal(value, **self.field.binding(instance))
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedTextField(models.BinaryField):  # type: ignore[type-arg]
    """Free text, encrypted at rest and opened when read.

    `sealed_as` is the seal name, a literal that stays when the table is renamed. `author` names the attribute that
    holds the author's id; None means the site itself. The model's primary key must be a UUID made before the save.
    `update()` and `bulk_update()` with plain words raise TypeError: neither knows the row that words are bound to.
    Not editable: it appears in no admin page and in no model form.
    """

    descriptor_class = _SealedAttribute

    def __init__(self, sealed_as: str, author: str | None = "author_id", **kwargs: Any) -> None:
        self.seal_name, self.author = sealed_as, author
        kwargs["editable"] = False
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        return name, path, args, {**kwargs, "sealed_as": self.seal_name, "author": self.author}

    def get_default(self) -> str | None:
        return None if self.null else ""

    def binding(self, instance: models.Model) -> dict[str, Any]:
        author = SITE if self.author is None else getattr(instance, self.author)
        return {"name": self.seal_name, "pk": instance.pk, "author": author}

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Ciphertext | None:
        return None if value is None else Ciphertext(value)

    def pre_save(self, instance: models.Model, add: bool) -> Ciphertext | None:
        value = instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Ciphertext):
            return value
        return seal(value, **self.binding(instance))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is not None and not isinstance(value, Ciphertext):
            raise TypeError(
                f"{self.seal_name} is sealed by save(); plain words are neither stored by update() nor looked for."
            )
        return super().get_db_prep_value(value, connection, prepared)

    def value_from_object(self, obj: models.Model) -> Any:
        """For `dumpdata` and its like: the sealed value as it lies in the row, never the words."""
        value = obj.__dict__.get(self.attname)
        return value if value is None or isinstance(value, Ciphertext) else seal(value, **self.binding(obj))

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name not in {"isnull", "exact"}:  # exact: whether this very ciphertext still lies there
            raise TypeError(f"{self.seal_name} is sealed: the database cannot look into it.")
        return super().get_lookup(lookup_name)
