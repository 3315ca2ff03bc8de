"""The keys with which the counter seals, marks and signs: each for one purpose, all derived from the one that a region keeps."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Self

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
MARK_BYTES = 16


@dataclass(frozen=True)
class Keys:
    """32 bytes each: ``secrets`` seals what must be recoverable, ``numbers`` marks NIKs, ``tokens`` signs short-lived tokens."""

    secrets: bytes = field(repr=False)
    numbers: bytes = field(repr=False)
    tokens: bytes = field(repr=False)

    @classmethod
    def of(cls, told: str) -> Self:
        """From the text that the environment holds (50 random characters or more), by HKDF-SHA256 (RFC 5869)."""
        return cls(*(_derived(told, purpose) for purpose in ("secrets", "numbers", "tokens")))

    def mark(self, number: str) -> str:
        """32 hex digits that stand for a NIK or card number: the same for the same number, and no way back without the key."""
        return hmac.digest(self.numbers, number.encode(), hashlib.sha256)[:MARK_BYTES].hex()


def _derived(told: str, purpose: str) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"cakupan counter {purpose}".encode()).derive(told.encode())
