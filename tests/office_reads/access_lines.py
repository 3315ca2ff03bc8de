"""An access log as the counter writes it, with the marks that its key gives: for tests that need no counter."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cakupan.answer.words import masked_nik
from cakupan.record.access_log import FOLDER, AccessLog, log_files
from cakupan.record.keys import Keys

NIK, OTHER_NIK = "1610044102909007", "1610044102909015"
# An hour ago: the database keeps what is not five years old.
AT = dt.datetime.now(tz=dt.UTC).replace(microsecond=0) - dt.timedelta(hours=1)
CONSUMER = "12345"


def keys() -> Keys:
    """The counter's, as the office's environment in a test has them."""
    return Keys.of(os.environ["CAKUPAN_SECRET_KEY"])


def item(nik: str = NIK, *, area: str = "16.10", outcome: str = "active") -> tuple[str, ...]:
    """What is read of one number."""
    return masked_nik(nik), keys().mark(nik), "2026-11-27", outcome, area, "e" * 12


def answer(nik: str = NIK, *, at: dt.datetime = AT, **more: Any) -> dict[str, Any]:
    """An entry of kind ``answer``; ``area`` and ``outcome`` are of the read, the rest of who asked."""
    of_read = {name: more.pop(name) for name in ("area", "outcome") if name in more}
    told = dict(zip(("number", "mark", "on", "outcome", "area", "edition"), item(nik, **of_read), strict=True))
    return {**_about("answer", at), **told, **more}


def answers(items: Iterable[tuple[str, ...]], *, at: dt.datetime = AT, **more: Any) -> dict[str, Any]:
    """An entry of a list."""
    return {**_about("answers", at), "items": list(items), **more}


def guessing(guesses: int = 21, slowed: float = 0.1, *, at: dt.datetime = AT, **more: Any) -> dict[str, Any]:
    """An entry that tells the auditor."""
    return {**_about("guessing", at), "guesses": guesses, "slowed_seconds": slowed, **more}


def _about(kind: str, at: dt.datetime) -> dict[str, Any]:
    told = {"kind": kind, "at": at.isoformat(timespec="milliseconds"), "consumer": CONSUMER, "dialect": "rest"}
    return {**told, "facility": "0138R001"}


def append(log: AccessLog, *entries: Mapping[str, Any]) -> None:
    """Several at once, as a counter does."""

    async def ask() -> None:
        await asyncio.gather(*(log.append(each) for each in entries))

    asyncio.run(ask())


def opened(workspace: Path, **more: int) -> AccessLog:
    """A writer at work; close it."""
    log = AccessLog(workspace / FOLDER, "test", **more)
    log.open()
    return log


def written(workspace: Path, *entries: Mapping[str, Any]) -> Path:
    """A file that was begun, written and closed."""
    log = opened(workspace)
    append(log, *entries)
    log.close()
    return log_files(workspace / FOLDER)[-1]
