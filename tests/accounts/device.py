"""A device that keeps passkeys, in some lines of Python: what a browser's dialogue would answer, or a forger."""

import json
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings
from django.test import Client
from django.urls import reverse
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

UP, UV, AT = 0x01, 0x04, 0x40  # somebody was there, was recognised, and a key follows
PLAIN = {"Accept": "application/json"}


def asked_at(browser: Client, url: str) -> dict[str, Any]:
    """What the site wants the dialogue to ask."""
    asked: dict[str, Any] = browser.get(url, headers=PLAIN).json()["publicKey"]
    return asked


@dataclass
class Device:
    origin: str = field(default_factory=lambda: settings.ORIGIN)
    host: str = "localhost"
    flags: int = UP | UV
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    owner: str = ""  # the handle of whoever's passkey it keeps
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def _told(self, type: str, asked: dict[str, Any]) -> bytes:
        return json.dumps({"type": type, "challenge": asked["challenge"], "origin": self.origin}).encode()

    def makes(self, asked: dict[str, Any]) -> dict[str, Any]:
        self.owner = asked["user"]["id"]
        data = AttestedCredentialData.create(b"\0" * 16, self.id, ES256.from_cryptography_key(self.key.public_key()))
        proof = AuthenticatorData.create(sha256(self.host.encode()).digest(), self.flags | AT, 0, bytes(data))
        return self._answer(
            clientDataJSON=self._told("webauthn.create", asked),
            attestationObject=bytes(AttestationObject.create("none", proof, {})),
        )

    def answers(self, asked: dict[str, Any]) -> dict[str, Any]:
        told = self._told("webauthn.get", asked)
        proof = bytes(AuthenticatorData.create(sha256(self.host.encode()).digest(), self.flags, 0))
        signature = self.key.sign(proof + sha256(told).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            clientDataJSON=told, authenticatorData=proof, signature=signature, userHandle=websafe_decode(self.owner)
        )

    def _answer(self, **response: bytes) -> dict[str, Any]:
        encoded = {name: websafe_encode(part) for name, part in response.items()}
        name = websafe_encode(self.id)
        return {"id": name, "rawId": name, "type": "public-key", "response": encoded, "clientExtensionResults": {}}


def send(browser: Client, url: str, credential: dict[str, Any], **extra: str) -> Any:
    return browser.post(url, {"credential": json.dumps(credential), **extra})


def make_passkey(browser: Client, device: Device, name: str = "Phone") -> Any:
    url = reverse("accounts:passkey")
    return send(browser, url, device.makes(asked_at(browser, url)), name=name)


def use_passkey(browser: Client, device: Device, url: str, **extra: str) -> Any:
    return send(browser, url, device.answers(asked_at(browser, url)), **extra)
