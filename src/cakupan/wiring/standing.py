"""Write what stands beside an area's editions where command, page and counter read it (counter/standing.py)."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

from cakupan.answer.standing import Standing
from cakupan.counter.standing import standing_file


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


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
