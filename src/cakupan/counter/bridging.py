"""What VClaim and PCare share: how a request is signed, how an answer is sealed, and the envelope. Pure.

As public clients of BPJS Kesehatan's bridging protocol implement it, so that a hospital's software asks here unchanged. No code
here speaks to BPJS. The secret is the key of the signature and part of the answer's key: it must be held recoverably.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC

from cakupan.counter.lz import lz_string

# No public source states BPJS's own tolerance. Clients exist that keep one signature for minutes, and hospitals' clocks drift.
WINDOW_SECONDS = 300
BLOCK_BYTES = 16
# Milliseconds too: they are refused as another time, which says what is wrong, and not as a bad signature.
TIMESTAMP = re.compile(r"[0-9]{1,16}")
# Verified against when nobody is known by the id, so that a guess takes as long as a real consumer's bad signature.
NOBODY = "-"

OK, NO_DATA, UNAUTHORIZED, NO_ROUTE, TOO_MANY, UNAVAILABLE = 200, 201, 401, 404, 429, 503


@dataclass(frozen=True)
class Told:
    """What the protocol tells: its own code and message, and what is sealed into ``response`` (None: ``null``).

    The code is not that of HTTP: what the protocol itself says travels under HTTP 200, since clients in use lose the message of
    any other.
    """

    code: int
    message: str
    payload: Mapping[str, Any] | None = None

    @property
    def http_status(self) -> int:
        """404 for a path that the protocol does not have, which clients show as such; 200 for whatever it has to say."""
        return self.code if self.code == NO_ROUTE else 200


# BPJS's own words, which hospitals' staff know; after the colon, what to do.
UNREGISTERED = Told(UNAUTHORIZED, "Unauthorized! You are not registered for this service!")
EXPIRED = Told(UNAUTHORIZED, "Unauthorized! Consumer ID is expired!")
BAD_SIGNATURE = Told(UNAUTHORIZED, "Signature Service Tidak Sesuai")
BAD_USER_KEY = Told(UNAUTHORIZED, "Unauthorized! You are not registered for this service!: user_key salah")
# Not sent at all: more often than not a proxy in between dropped it for the underscore in its name.
NO_USER_KEY = Told(
    UNAUTHORIZED, "Unauthorized! You are not registered for this service!: header user_key tidak sampai, periksa proxy"
)
# Nothing was recorded, or nothing can be looked up: then nothing is answered.
NOT_READY = Told(UNAVAILABLE, "Layanan Cakupan Belum Siap: coba lagi sebentar, atau tanyakan ke Dinas Kesehatan")
NO_MAPPING = Told(NO_ROUTE, "No Mapping Rule matched")


def too_fast(seconds: int) -> Told:
    """The refusal of whoever asks faster than agreed."""
    return Told(TOO_MANY, f"Terlalu Banyak Permintaan: coba lagi dalam {seconds} detik")


def other_time(window_seconds: int) -> Told:
    """The refusal of a timestamp outside the window: to a hospital it is a clock that runs wrong."""
    why = f"X-timestamp selisih lebih dari {window_seconds} detik, samakan jam server (detik Unix, UTC)"
    return Told(UNAUTHORIZED, f"{BAD_SIGNATURE.message}: {why}")


@dataclass(frozen=True)
class Signed:
    """The three headers of a request, as text exactly as received."""

    consumer_id: str
    timestamp: str
    signature: str

    @classmethod
    def of(cls, headers: Mapping[str, str]) -> Signed | None:
        """From headers by lower-case name; None if one is missing or the timestamp is no number of seconds."""
        told = [headers.get(name, "") for name in ("x-cons-id", "x-timestamp", "x-signature")]
        return cls(*told) if all(told) and TIMESTAMP.fullmatch(told[1]) else None

    def made_with(self, secrets: Iterable[str]) -> str | None:
        """Which of the consumer's secrets made the signature; None if none did. It takes as long whether one does or not.

        Some clients read their clock once for the header and again for the signature: over the next second is good too.
        """
        told = self.signature.encode("utf-8", "replace")
        known, found = tuple(secrets), None
        for secret in known or (NOBODY,):
            this = hmac.compare_digest(told, signature(self.consumer_id, secret, self.timestamp))
            following = hmac.compare_digest(told, signature(self.consumer_id, secret, str(int(self.timestamp) + 1)))
            found = secret if this | following else found
        return found if known else None

    def timely(self, *, now: float, window_seconds: int = WINDOW_SECONDS) -> bool:
        """Whether the timestamp is near ``now`` (Unix seconds). It is no nonce: two calls in one second are signed alike."""
        return abs(now - int(self.timestamp)) <= window_seconds

    def sealed(self, payload: Mapping[str, Any], *, secret: str) -> str:
        """A payload for whoever made this request: the key is of the header's timestamp, whichever second was signed."""
        return sealed(payload, key=answer_key(self.consumer_id, secret, self.timestamp))


def signature(consumer_id: str, secret: str, timestamp: str) -> bytes:
    """``base64(HMAC-SHA256(secret, consId & timestamp))``."""
    return base64.b64encode(hmac.digest(secret.encode(), f"{consumer_id}&{timestamp}".encode(), hashlib.sha256))


def answer_key(consumer_id: str, secret: str, timestamp: str) -> bytes:
    """The 32 bytes that seal an answer; the first 16 are its IV too, since the protocol has it so."""
    return hashlib.sha256(f"{consumer_id}{secret}{timestamp}".encode()).digest()


def sealed(payload: Mapping[str, Any], *, key: bytes) -> str:
    """Compact JSON, LZ-String, PKCS7, AES-256-CBC, base64. Letters beyond ASCII are escaped: no client can mistake those."""
    packed = lz_string(json.dumps(payload, separators=(",", ":"))).encode("ascii")
    padding = BLOCK_BYTES - len(packed) % BLOCK_BYTES
    encryptor = Cipher(AES256(key), CBC(key[:BLOCK_BYTES])).encryptor()
    return base64.b64encode(encryptor.update(packed + bytes([padding]) * padding) + encryptor.finalize()).decode("ascii")


def envelope(told: Told, response: str | None, *, code_as_text: bool) -> bytes:
    """The body. VClaim has its code as text, PCare as a number: typed clients read no other. No answer is ``null``, not empty."""
    code = str(told.code) if code_as_text else told.code
    body = {"metaData": {"code": code, "message": told.message}, "response": response}
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()
