"""The development issuer: makes a key pair on first start and signs tokens. Production trusts an outside issuer."""

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from api.key_files import load_or_create
from api.tokens import VerificationKey
from domain.clock import machine_time

KEY_FILE = "signing-key.pem"
ALGORITHM = "EdDSA"


class LocalKeys:
    """A KeySource over keys held in memory."""

    def __init__(self, *keys: VerificationKey) -> None:
        self.keys = {key.kid: key for key in keys}

    async def key_for(self, kid: str | None) -> VerificationKey | None:
        """Return the key with this id. A token without an id matches none: ours always have one."""
        return self.keys.get(kid) if kid is not None else None


class DevelopmentIssuer:
    """Signs access tokens with the key pair of a directory, which it creates when there is none."""

    def __init__(
        self, directory: Path, issuer: str, audience: str, clock: Callable[[], datetime] = machine_time
    ) -> None:
        self.private_key = _load_or_create(directory)
        self.public_key = self.private_key.public_key()
        self.kid = thumbprint(self.public_key)
        self.issuer = issuer
        self.audience = audience
        self.clock = clock

    @property
    def keys(self) -> LocalKeys:
        """Return what a TokenVerifier needs to accept this issuer's tokens."""
        return LocalKeys(VerificationKey(self.kid, ALGORITHM, self.public_key))

    def issue(self, subject: str, lifetime: timedelta) -> str:
        """Return a signed access token for the subject, valid from now on."""
        now = int(self.clock().timestamp())
        claims = {
            "iss": self.issuer,
            "aud": self.audience,
            "sub": subject,
            "iat": now,
            "exp": now + int(lifetime.total_seconds()),
            "jti": str(uuid4()),
        }
        headers = {"typ": "at+jwt", "kid": self.kid}
        return jwt.encode(claims, self.private_key, algorithm=ALGORITHM, headers=headers)


def thumbprint(key: Ed25519PublicKey) -> str:
    """Return the RFC 7638 thumbprint: SHA-256 of the key's required members, sorted, without spaces."""
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    members = {"crv": "Ed25519", "kty": "OKP", "x": _base64url(raw)}
    return _base64url(hashlib.sha256(json.dumps(members, separators=(",", ":")).encode()).digest())


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _load_or_create(directory: Path) -> Ed25519PrivateKey:
    """Return the directory's key. Refuse a key file that others may read, and one of another kind."""
    path = directory / KEY_FILE
    key = load_pem_private_key(load_or_create(path, _new_key), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path} holds no Ed25519 key")
    return key


def _new_key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
