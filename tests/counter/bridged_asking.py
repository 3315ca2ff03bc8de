"""Requests in the bridging dialects as clients make them, put to a served counter, and their answers opened strictly."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from cakupan.counter.bridging import answer_key, signature
from cakupan.record.credentials import Shown
from counter.counter_server import CounterServer
from counter.test_counter_bridging import opened

# Whoever asks a thousand times in a test wants no limit but the one that a test is about.
NO_LIMIT = ("--workers", "1", "--rate", "100000", "--guesses", "1000000")


def signed(shown: Shown, *, at: int | None = None, signed_at: int | None = None) -> dict[str, str]:
    """The headers as clients write them."""
    timestamp = str(at if at is not None else int(time.time()))
    made = signature(shown.consumer.id, shown.secret, str(signed_at if signed_at is not None else timestamp)).decode()
    return {"X-cons-id": shown.consumer.id, "X-timestamp": timestamp, "X-signature": made, "user_key": shown.user_key}


def ask(
    counter: CounterServer, path: str, headers: Mapping[str, str], *, method: str = "GET", body: bytes | None = None
) -> tuple[int, dict[str, Any]]:
    """Status and body of one request, with the headers exactly as written."""
    got = counter.ask(method, path, body, headers)
    return got.status, got.json


def bridged(
    counter: CounterServer, path: str, shown: Shown, *, at: int | None = None, **changed: str
) -> tuple[dict[str, Any], Any]:
    """``metaData`` and the opened answer of a request that a consumer signed."""
    headers = signed(shown, at=at) | changed
    status, read = ask(counter, path, headers)
    assert status == 200
    key = answer_key(shown.consumer.id, shown.secret, headers["X-timestamp"])
    return read["metaData"], opened(read["response"], key) if read["response"] is not None else None
