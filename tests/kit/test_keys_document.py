"""docs/keys.md says how the bytes lie; here each is made from the others, by the document and by the site."""

import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from intima.kit import seal
from intima.kit.box import box
from intima.kit.models import DataKey

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "keys.md").read_text()
VECTOR = dict(re.findall(r"^\| ([\w ]+) \| `([^`]+)` \|$", DOCUMENT, re.MULTILINE))
OWNER, KEY_ID, PK = (UUID(VECTOR[name]) for name in ("owner and author", "data key id", "pk of the row"))
MASTER, DATA_KEY, WRAPPED, SEALED = (
    bytes.fromhex(VECTOR[name]) for name in ("master key", "data key", "wrapped data key", "sealed value")
)
BINDING = {"name": VECTOR["seal name"], "pk": PK, "author": OWNER}


@pytest.fixture
def stored(db: None, settings: Any) -> DataKey:
    """The document's data key, in a site with its master key."""
    settings.MASTER_KEYS = [b"n" * 32, MASTER]
    return DataKey.objects.create(pk=KEY_ID, owner=OWNER, wrapped=WRAPPED)


def test_the_bytes_are_what_the_document_says() -> None:
    nonce = bytes.fromhex(VECTOR["nonce of the wrapping"])
    assert (
        seal.master_id(MASTER) + nonce + AESGCM(MASTER).encrypt(nonce, DATA_KEY, b"kit.datakey" + OWNER.bytes)
        == WRAPPED
    )
    nonce, words = bytes.fromhex(VECTOR["nonce of the sealing"]), VECTOR["words"].encode()
    bound_to = VECTOR["seal name"].encode() + b"\x00" + PK.bytes + OWNER.bytes
    assert b"\x01" + KEY_ID.bytes + nonce + AESGCM(DATA_KEY).encrypt(nonce, words, bound_to) == SEALED


def test_the_site_opens_them(stored: DataKey) -> None:
    assert stored.opened() == DATA_KEY
    assert seal.unseal(SEALED, **BINDING) == VECTOR["words"]
    assert box(VECTOR["purpose"].encode()).decrypt(VECTOR["box"]).decode() == VECTOR["what is in the box"]


def test_the_site_writes_the_same_but_for_its_nonces(stored: DataKey) -> None:
    sealed = seal.seal(VECTOR["words"], **BINDING)
    assert (sealed[:17], len(sealed)) == (SEALED[:17], len(SEALED))
    nonce = sealed[17:29]
    bound_to = VECTOR["seal name"].encode() + b"\x00" + PK.bytes + OWNER.bytes
    assert AESGCM(DATA_KEY).decrypt(nonce, sealed[29:], bound_to).decode() == VECTOR["words"]
