"""The ballot box: a sealed count per item instead of ballots, so that nothing that is stored tells who chose what.

A seal is `version (1 byte) | nonce (12) | AES-256-GCM of three counts (12) | tag (16)`: 41 bytes, whatever was chosen.
It is bound to the session, to the item and to how many ballots it holds: an older seal put back does not open.
"""

import secrets
import struct
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.councils.counting import Tally
from domain.councils.rules import BallotChoice
from domain.errors import Conflict, Text

KEY_LENGTH = 32
NONCE_LENGTH = 12
SEAL_LENGTH = 41
_VERSION = b"\x01"
_COUNTS = struct.Struct(">III")
_COUNT = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class Place:
    """Which item of which session a seal is for."""

    session_id: UUID
    item_id: UUID


class BallotBox:
    """Seals and opens tallies with a key that is not in the database (32 bytes)."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_LENGTH:
            raise ValueError(f"the key of the ballot box has {KEY_LENGTH} bytes")
        self._key = key

    def seal(self, tally: Tally, place: Place) -> bytes:
        """Seal a tally with a nonce of its own: equal counts never look equal."""
        nonce = secrets.token_bytes(NONCE_LENGTH)
        counts = _COUNTS.pack(tally.votes_for, tally.votes_against, tally.votes_blank)
        return _VERSION + nonce + self._cipher(place).encrypt(nonce, counts, _bound_to(place, tally.collected))

    def open(self, sealed: bytes, place: Place, collected: int) -> Tally:
        """Open a tally that holds `collected` ballots. Raises Conflict: changed, put back, moved, or another key."""
        if len(sealed) != SEAL_LENGTH or not sealed.startswith(_VERSION):
            raise _unreadable()
        nonce, counts = sealed[1 : 1 + NONCE_LENGTH], sealed[1 + NONCE_LENGTH :]
        try:
            plain = self._cipher(place).decrypt(nonce, counts, _bound_to(place, collected))
        except InvalidTag:
            raise _unreadable() from None
        return Tally(*_COUNTS.unpack(plain))

    def add(self, sealed: bytes, place: Place, collected: int, choice: BallotChoice) -> bytes:
        """Return the seal with one more ballot than the `collected` it holds. Raises Conflict as `open` does."""
        return self.seal(self.open(sealed, place, collected).plus(choice), place)

    def _cipher(self, place: Place) -> AESGCM:
        # A key for each item: nonces need not differ between items.
        info = b"thidua/ballots/1/" + place.session_id.bytes + place.item_id.bytes
        return AESGCM(HKDF(SHA256(), KEY_LENGTH, salt=None, info=info).derive(self._key))


def require_box(box: BallotBox | None) -> BallotBox:
    """Return the box, or raise Conflict when this server has no key for secret ballots."""
    if box is None:
        text = Text(
            "Hệ thống chưa có khóa hòm phiếu nên không tổ chức bỏ phiếu kín được.",
            "This server has no key for the ballot box; there can be no secret ballot.",
        )
        raise Conflict("BALLOT_KEY_MISSING", text)
    return box


def _bound_to(place: Place, collected: int) -> bytes:
    return _VERSION + place.session_id.bytes + place.item_id.bytes + _COUNT.pack(collected)


def _unreadable() -> Conflict:
    text = Text(
        "Không mở được phiếu kín: dữ liệu phiếu đã bị thay đổi, hoặc khóa hòm phiếu không đúng.",
        "The secret ballots cannot be opened: they were tampered with, or this is not the key they were sealed with.",
    )
    return Conflict("BALLOTS_UNREADABLE", text)
