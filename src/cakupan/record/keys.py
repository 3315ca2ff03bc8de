"""The keys with which the counter seals, marks and signs: each for one purpose, all derived from the one that a region keeps."""

from __future__ import annotations

import hashlib
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
        """32 hex digits that stand for a NIK or card number: the same for the same number, and no way back without the key.

        Keyed BLAKE2b (RFC 7693, section 2.9): once for each answer, and a fraction of HMAC's time.
        """
        return hashlib.blake2b(number.encode(), key=self.numbers, digest_size=MARK_BYTES).hexdigest()


def _derived(told: str, purpose: str) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"cakupan counter {purpose}".encode()).derive(told.encode())
