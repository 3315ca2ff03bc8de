"""What stands beside the editions of an area (answer/standing.py), read from ``standing/AREA.json`` and again when it changed.

The file is written aside and renamed, so that it is there whole or not at all; its inode, size and time of change tell a new one.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path

from cakupan.answer.standing import Standing, damaged

FOLDER = "standing"
_Seen = tuple[int, int, int]
# By file: what was seen of it, and what it said then. A slot is replaced whole, so threads need no lock.
_read: dict[Path, tuple[_Seen, Standing]] = {}


@cache
def standing_file(workspace: Path, area: str) -> Path:
    """Where an area's standing answers are."""
    return workspace / FOLDER / f"{area}.json"


def standing_of(workspace: Path, area: str) -> Standing | None:
    """What stands in an area; None where no office has written anything. Raises :class:`Refusal` for a damaged file."""
    path = standing_file(workspace, area)
    try:
        stat = os.stat(path)  # noqa: PTH116 - asked for each question; a Path builds itself anew each time
    except FileNotFoundError:
        return None
    seen = stat.st_ino, stat.st_size, stat.st_mtime_ns
    known = _read.get(path)
    if known is None or known[0] != seen:
        known = _read[path] = seen, _said(path, area)
    return known[1]


def _said(path: Path, area: str) -> Standing:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise damaged("it is no JSON") from error
    standing = Standing.from_dict(told)
    if standing.area != area:
        raise damaged("it names another area")
    return standing
