"""A counter in the test's own process, asked by ASGI: for what cannot be brought about from outside."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from answer.every_reason import AREA, TODAY
from cakupan.counter.answering import Counter
from cakupan.counter.app import App
from cakupan.counter.changes import Changes
from cakupan.counter.limits import Limits
from cakupan.counter.rest import Rest
from cakupan.counter.shelf import Shelf
from cakupan.record.access_log import AccessLog, lines_of, log_files
from cakupan.record.credentials import Consumers, Shown
from cakupan.record.keys import Keys
from cakupan.wiring.shelving import write_missing_books

NOW = dt.datetime(2026, 3, 20, 8, tzinfo=dt.UTC)


@dataclass
class Desk:
    """The application, the folder with its own files, and a consumer that may ask."""

    app: App
    folder: Path
    shown: Shown
    slept: list[float] = field(default_factory=list)

    def ask(self, told: object, *, path: str = "/api/v1/eligibility", method: str = "POST") -> tuple[int, Any, Mapping[str, str]]:
        """Status, body and headers."""
        body = json.dumps(told).encode()
        messages = [{"type": "http.request", "body": body, "more_body": False}]
        sent: list[Any] = []

        async def receive() -> Any:
            return messages.pop(0)

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": b"",
            "headers": [(b"x-api-key", self.shown.api_key.encode())],
        }
        asyncio.run(self.app(scope, receive, send))
        headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return sent[0]["status"], json.loads(sent[1]["body"]), headers

    def entries(self, kind: str) -> list[dict[str, Any]]:
        """What the access log says, of a kind."""
        lines = [line for path in log_files(self.folder / "access") for line in lines_of(path) if line]
        return [line.entry for line in lines if line.entry["kind"] == kind]


@contextmanager
def desk(workspace: Path, folder: Path, *, rate: float = 1e6, guesses_allowed: int = 10**9) -> Iterator[Desk]:
    """A counter over a workspace that is only read, but for books; what it writes is in ``folder``."""
    write_missing_books(workspace, print)
    keys = Keys.of("a key of these tests")
    consumers = Consumers(folder / "consumers.json", keys)
    shown = consumers.create(name="RSUD CONTOH", facility_code="R001", areas=[AREA], at=NOW)
    log = AccessLog(folder / "access", "test")
    counter = Counter(
        shelf=Shelf(workspace),
        consumers=consumers,
        keys=keys,
        log=log,
        limits=Limits(folder / "limits", rate),
        clock=lambda: NOW,
        today=lambda _: TODAY,
        guesses_allowed=guesses_allowed,
    )
    log.open()
    yield Desk(App(Rest(counter, Changes(folder / "changes.jsonl"))), folder, shown)
    log.close()
