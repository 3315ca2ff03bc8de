"""A request as the counter's dialects see it, and what they answer with. The body is read up to a limit, and not for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from cakupan.counter.problems import Problem

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
DRAIN_BYTES_MAX = 64 * 2**20
JSON, PROBLEM_JSON, HTML = b"application/json", b"application/problem+json", b"text/html; charset=utf-8"


@dataclass(frozen=True)
class Request:
    """One request. ``path`` is decoded; ``headers`` by lower-case name, of several the last. ``heard``: its body was read."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    receive: Receive = field(repr=False)
    idle_seconds: float = 10.0
    heard: list[bool] = field(default_factory=list, repr=False)

    @classmethod
    def of(cls, scope: Mapping[str, Any], receive: Receive, *, idle_seconds: float) -> Request:
        """From an ASGI scope."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        query = scope["query_string"].decode("latin-1")
        return cls(scope["method"], scope["path"], query, headers, receive, idle_seconds)

    @property
    def unheard(self) -> bool:
        """Whether a body was announced that nobody asked for, or that was not read to its end."""
        return not self.heard and (self.headers.get("content-length", "0") != "0" or "transfer-encoding" in self.headers)

    async def drain(self) -> None:
        """Read on for a moment and forget it: whoever still sends a body would else never read what was answered."""
        left = DRAIN_BYTES_MAX
        with suppress(TimeoutError):
            async with asyncio.timeout(self.idle_seconds):
                while left > 0:
                    message = await self.receive()
                    left -= len(message.get("body", b""))
                    if not message.get("more_body", False):
                        return

    async def body(self, *, limit: int) -> bytes:
        """The whole body. Raises :class:`Problem` beyond ``limit`` bytes, told or not, if it breaks off or if nothing comes."""
        told = self.headers.get("content-length", "0")
        if not told.isdigit() or int(told) > limit:
            raise Problem("too_large", limit=limit)
        parts, size = [], 0
        while True:
            try:
                message = await asyncio.wait_for(self.receive(), self.idle_seconds)
            except TimeoutError as slow:
                self.heard.append(True)
                raise Problem("too_slow", seconds=int(self.idle_seconds)) from slow
            if message["type"] != "http.request":
                self.heard.append(True)
                raise Problem("body_form")
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > limit:
                raise Problem("too_large", limit=limit)
            if not message.get("more_body", False):
                self.heard.append(True)
                return b"".join(parts)


@dataclass(frozen=True)
class Response:
    """What goes back. ``headers`` besides type and length; an answer about a person is stored nowhere on its way."""

    status: int
    body: bytes
    content_type: bytes = JSON
    headers: tuple[tuple[bytes, bytes], ...] = ()

    async def send(self, send: Send) -> None:
        """By ASGI."""
        fixed = [
            (b"content-type", self.content_type),
            (b"content-length", str(len(self.body)).encode()),
            (b"cache-control", b"no-store"),
            (b"x-content-type-options", b"nosniff"),
        ]
        await send({"type": "http.response.start", "status": self.status, "headers": [*fixed, *self.headers]})
        await send({"type": "http.response.body", "body": self.body})
