"""Short-lived tokens (OAuth 2.0 client credentials, RFC 6749 4.4): who, until when, on which key, signed. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re

from cakupan.record.credentials import Consumer, Credential

TOKEN_SECONDS = 900
TOKEN = re.compile(r"([0-9]{1,18})\.([0-9]{10,11})\.([0-9a-f]{16})\.([0-9a-f]{64})")
TAG_DIGITS = 16


def made_token(consumer: Consumer, credential: Credential, *, key: bytes, at: dt.datetime) -> str:
    """A token on one of the consumer's sets of proofs: it ends with it, at the latest after a quarter of an hour."""
    said = f"{consumer.id}.{int(at.timestamp()) + TOKEN_SECONDS}.{credential.api_key_hash[:TAG_DIGITS]}"
    return f"{said}.{_signature(said, key)}"


def consumer_id_of(token: str, *, key: bytes, at: dt.datetime) -> tuple[str, str] | None:
    """Whose token it is and on which key (its tag); None if it was not made here, or has ended."""
    found = TOKEN.fullmatch(token)
    if found is None:
        return None
    signed = hmac.compare_digest(found[4], _signature(token[: found.end(3)], key))
    return (found[1], found[3]) if signed and at.timestamp() < int(found[2]) else None


def holds(consumer: Consumer, tag: str, *, at: dt.datetime) -> bool:
    """Whether the key that a token rests on still counts: not once it was rotated away or the consumer was revoked."""
    return any(each.api_key_hash.startswith(tag) for each in consumer.valid(at=at))


def _signature(said: str, key: bytes) -> str:
    return hmac.digest(key, said.encode(), hashlib.sha256).hex()
