"""The code at the foot of a letter: random, so that having it proves that somebody showed you the letter."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from django.conf import settings

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without I, L, O, 0 and 1, which are read for one another
LENGTH, GROUP = 12, 4


def new_code() -> str:
    """A new code, ``XXXX-XXXX-XXXX``: 59 bits, so that guessing one is hopeless even without the limit on tries."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return written(drawn)


def written(typed: str) -> str:
    """A code as it is kept, from what somebody typed: capitals, in groups of four. Wrong characters stay wrong."""
    plain = "".join(typed.upper().replace("-", "").split())
    return "-".join(plain[at : at + GROUP] for at in range(0, len(plain), GROUP))


def hashed_address(address: str) -> str:
    """An address on the net such that it can be counted and not read."""
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()
