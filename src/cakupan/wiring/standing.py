"""Write what stands beside an area's editions where command, page and counter read it (counter/standing.py)."""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from cakupan.answer.standing import Standing
from cakupan.counter.standing import standing_file
from cakupan.law.refusal import Refusal


def write_standing(*, workspace: Path, standing: Standing) -> Path:
    """Write an area's standing answers: aside, flushed, renamed. Killed anywhere, the old or the new file is there whole."""
    path = standing_file(workspace, standing.area)
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(standing.as_dict(), file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    _flush(path.parent)
    return path


def tell(*, workspace: Path, area: str, build: Callable[[], Standing]) -> bool:
    """Write what ``build`` reads of an area; False where the file says the same already, but for when it was written.

    Two that tell at once would race: the later reading could be written first and then be lost under the earlier one. So each
    reads and writes while it holds the area's lock, which is the operating system's and falls with its process.
    """
    path = standing_file(workspace, area)
    path.parent.mkdir(parents=True, exist_ok=True)
    with (path.parent / f".{area}.lock").open("a", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        standing = build()
        assert standing.area == area, f"{area} was told what stands in {standing.area}"
        if _says(path) == _but_when(standing):
            return False
        write_standing(workspace=workspace, standing=standing)
        return True


def _says(path: Path) -> Standing | None:
    """What the file says, but for when; None where there is none that can be read: it is then written anew."""
    try:
        return _but_when(Standing.from_dict(json.loads(path.read_text(encoding="utf-8"))))
    except (FileNotFoundError, ValueError, Refusal):
        return None


def _but_when(standing: Standing) -> Standing:
    return replace(standing, written_at=dt.datetime.min.replace(tzinfo=dt.UTC))


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
