"""The workbooks of bills, kept under the hash that the minutes name."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from django.conf import settings


def workbook_path(sha256: str) -> Path:
    """Where the workbook of that hash lies."""
    home: Path = settings.ENVIRONMENT.workspace / "office" / "documents"
    return home / f"{sha256}.xlsx"


def kept_workbook(written: Path) -> str:
    """Move a workbook that was just written to its place, whole or not at all; gives its hash."""
    with written.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    path = workbook_path(sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}")
    shutil.move(written, aside)
    aside.chmod(0o600)
    aside.rename(path)
    return sha256
