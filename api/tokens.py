"""Decides whether a bearer token is one of ours (RFC 8725, RFC 9068). Who the subject is, is not decided here."""

import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.types import Options

from domain.errors import Text

PUBLIC_TEXT = Text("Mã truy cập không hợp lệ hoặc đã hết hạn.", "The access token is not valid or has expired.")
TOKEN_BYTES = 8 * 1024
#: How many good tokens are remembered, so that a signature is checked once.
REMEMBERED = 10_000
RSA_BITS = 2048
NAME = re.compile(r"[\x21-\x7e]{1,128}")
TEXT_LENGTH = 255
#: Headers that let a token bring or fetch its own key, or that change what a signature means.
REFUSED_HEADERS = ("jwk", "jku", "x5u", "x5c", "crit", "b64", "zip")
TYPES = frozenset({"at+jwt", "application/at+jwt"})
ALGORITHMS: Mapping[str, type] = {
    "EdDSA": Ed25519PublicKey,
    "ES256": EllipticCurvePublicKey,
    "RS256": RSAPublicKey,
    "PS256": RSAPublicKey,
}
#: Time and names are checked below, at the caller's `now`, more strictly than PyJWT does.
SIGNATURE_ONLY: Options = {
    "verify_signature": True,
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
    "verify_iss": False,
    "verify_sub": False,
    "verify_jti": False,
}

PublicKey = Ed25519PublicKey | EllipticCurvePublicKey | RSAPublicKey


class InvalidToken(Exception):
    """The token is refused. Callers are told one text for every cause; `reason` is for our log only."""

    text = PUBLIC_TEXT

    def __init__(self, reason: str) -> None:
        super().__init__(PUBLIC_TEXT.en)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class VerificationKey:
    """A public key, with the one algorithm it may be used for."""

    kid: str
    algorithm: str
    key: PublicKey


class KeySource(Protocol):
    """Where public keys come from: a local file now, a JWKS later."""

    async def key_for(self, kid: str | None) -> VerificationKey | None:
        """Return the key with this id; None when there is none."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What a good token says."""

    subject: str
    issued_at: datetime
    expires_at: datetime
    token_id: str | None


class TokenVerifier:
    """Verifies access tokens of one issuer for one audience. Expiry has no leeway; `iat` and `nbf` have."""

    def __init__(
        self,
        keys: KeySource,
        issuer: str,
        audience: str,
        max_lifetime: timedelta = timedelta(hours=24),
        leeway: timedelta = timedelta(seconds=60),
    ) -> None:
        self.keys = keys
        self.issuer = issuer
        self.audience = audience
        self.max_lifetime = max_lifetime
        self.leeway = leeway
        self._good: OrderedDict[str, tuple[VerificationKey, Claims]] = OrderedDict()

    async def verify(self, token: str, now: datetime) -> Claims:
        """Return the claims, or raise InvalidToken. A token that was good is so until it expires or its key goes."""
        known = self._good.get(token)
        if known is not None:
            key, claims = known
            if claims.expires_at > now and await self.keys.key_for(key.kid) is key:
                self._good.move_to_end(token)
                return claims
            del self._good[token]
        key, claims = await self._verified(token, now)
        self._good[token] = key, claims
        if len(self._good) > REMEMBERED:
            self._good.popitem(last=False)
        return claims

    async def _verified(self, token: str, now: datetime) -> tuple[VerificationKey, Claims]:
        if len(token) > TOKEN_BYTES:
            raise InvalidToken("token longer than 8 kB")
        kid = _checked_kid(_header(token))
        key = await self.keys.key_for(kid)
        if key is None or key.kid != kid:
            raise InvalidToken("unknown key")
        _check_key(key)
        payload = _payload(token, key)
        self._check_parties(payload)
        return key, self._checked_claims(payload, now)

    def _check_parties(self, payload: Mapping[str, Any]) -> None:
        if payload.get("iss") != self.issuer:
            raise InvalidToken("wrong or missing iss")
        # A token for several audiences could be replayed here by any of them.
        if payload.get("aud") not in (self.audience, [self.audience]):
            raise InvalidToken("wrong or missing aud")

    def _checked_claims(self, payload: Mapping[str, Any], now: datetime) -> Claims:
        subject, token_id = payload.get("sub"), payload.get("jti")
        if not _is_plain_text(subject):
            raise InvalidToken("wrong or missing sub")
        if token_id is not None and not _is_plain_text(token_id):
            raise InvalidToken("wrong jti")
        issued_at, expires_at = _moment(payload, "iat"), _moment(payload, "exp")
        not_before = _moment(payload, "nbf") if "nbf" in payload else issued_at
        if expires_at <= now:
            raise InvalidToken("expired")
        if max(issued_at, not_before) > now + self.leeway:
            raise InvalidToken("not valid yet")
        if not timedelta() < expires_at - issued_at <= self.max_lifetime:
            raise InvalidToken("lifetime out of bounds")
        return Claims(str(subject), issued_at, expires_at, token_id)


def _header(token: str) -> dict[str, Any]:
    try:
        return jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
        raise InvalidToken(f"malformed: {type(error).__name__}") from None


def _checked_kid(header: Mapping[str, Any]) -> str | None:
    """Refuse headers that would let the token decide how it is verified; return its key id."""
    for name in REFUSED_HEADERS:
        if name in header:
            raise InvalidToken(f"refused header {name}")
    type_ = header.get("typ")
    if not isinstance(type_, str) or type_.lower() not in TYPES:
        raise InvalidToken("typ is not at+jwt")
    kid = header.get("kid")
    if kid is None or (isinstance(kid, str) and NAME.fullmatch(kid)):
        return kid
    raise InvalidToken("kid is not a short string")


def _check_key(key: VerificationKey) -> None:
    if key.algorithm not in ALGORITHMS or not isinstance(key.key, ALGORITHMS[key.algorithm]):
        raise InvalidToken("the key does not match its algorithm")
    if isinstance(key.key, EllipticCurvePublicKey) and key.key.curve.name != "secp256r1":
        raise InvalidToken("ES256 needs the curve P-256")
    if isinstance(key.key, RSAPublicKey) and key.key.key_size < RSA_BITS:
        raise InvalidToken("RSA key shorter than 2048 bits")


def _payload(token: str, key: VerificationKey) -> dict[str, Any]:
    try:
        return jwt.decode(token, key.key, algorithms=[key.algorithm], options=SIGNATURE_ONLY)
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
        raise InvalidToken(f"signature or payload: {type(error).__name__}") from None


def _is_plain_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= TEXT_LENGTH and value.isprintable()


def _moment(payload: Mapping[str, Any], claim: str) -> datetime:
    seconds = payload.get(claim)
    if type(seconds) is not int:
        raise InvalidToken(f"wrong or missing {claim}")
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise InvalidToken(f"{claim} is no moment") from None
