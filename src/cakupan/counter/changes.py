"""What has changed since a cursor: positions that were published, and what the office decided between them. No person is named.

One file of the workspace, written by the process that keeps the books (:class:`Noted`), read by every worker. A hospital that
wants to know whose answer changed asks about its own patients again: who else gained or lost cover is not its to know.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FILE = Path("counter") / "changes.jsonl"
AT_ONCE = 500
POSITION, STANDING = "position", "standing"


@dataclass
class Changes:
    """The feed, read again whenever its file has grown."""

    path: Path
    _read_to: int = 0
    _known: list[dict[str, Any]] = field(default_factory=list)

    def since(self, cursor: int, *, areas: tuple[str, ...]) -> dict[str, Any]:
        """``{"changes": […], "cursor": N, "more": bool}`` of these areas, oldest first. A cursor never given begins anew."""
        self._read()
        begin = cursor if cursor <= len(self._known) else 0
        found = [each for each in self._known[begin:] if each["area"] in areas]
        told = found[:AT_ONCE]
        more = len(found) > AT_ONCE
        return {"changes": told, "cursor": told[-1]["cursor"] if more else len(self._known), "more": more}

    def _read(self) -> None:
        try:
            size = self.path.stat().st_size
        except FileNotFoundError:
            size = 0
        if size < self._read_to:
            self._read_to, self._known = 0, []
        if size > self._read_to:
            for line, ends_at in _lines(self.path, self._read_to):
                self._known.append(line)
                self._read_to = ends_at


def _lines(path: Path, start: int) -> Iterator[tuple[dict[str, Any], int]]:
    """The whole lines from a byte on, with where each ends; an unfinished last one is left for later."""
    with path.open("rb") as file:
        file.seek(start)
        for text in file:
            if not text.endswith(b"\n"):
                return
            start += len(text)
            yield json.loads(text), start


@dataclass
class Noted:
    """The feed's one writer. What stands in the file is known again at its next start."""

    path: Path
    last: dict[tuple[str, str, str], str] = field(default_factory=dict)
    count: int = 0

    def begin(self) -> None:
        """Read what is noted, and take away what a killed writer left unfinished."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch(mode=0o600)
        ends_at = 0
        for change, ends_at in _lines(self.path, 0):  # noqa: B007 - where the last one ended is wanted
            self._count(change)
        os.truncate(self.path, ends_at)

    def note(self, change: Mapping[str, Any], *, at: dt.datetime) -> bool:
        """Note a change (``kind``, ``area``; ``month`` and ``edition``, or ``written_at``) unless it is known; on disk after."""
        if self.last.get(_subject(change)) == _value(change):
            return False
        told = {"cursor": self.count + 1, "at": at.isoformat(timespec="seconds"), **change}
        with self.path.open("ab") as file:
            file.write(json.dumps(told, ensure_ascii=False).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        self._count(told)
        return True

    def _count(self, change: Mapping[str, Any]) -> None:
        self.last[_subject(change)] = _value(change)
        self.count += 1


def _subject(change: Mapping[str, Any]) -> tuple[str, str, str]:
    return change["kind"], change["area"], change.get("month", "")


def _value(change: Mapping[str, Any]) -> str:
    return str(change["edition"] if change["kind"] == POSITION else change["written_at"])
