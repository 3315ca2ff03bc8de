"""A snapshot: one register as one office delivered it, read once, never changed, known by the hash of what went in."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cakupan.law.refusal import Refusal

# Part of every snapshot's hash: a change in how files are read makes another snapshot of the same file.
READING_VERSION = 2
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Snapshot:
    """What a register's folder holds, as its ``manifest.json`` says. Counts are rows, faults are what ``faults.csv`` lists."""

    folder: Path
    kind: str
    hash: str
    file: str
    file_sha256: str
    profile: str
    profile_hash: str
    as_of: dt.date
    area: str | None
    encoding: str
    rows: int
    readable_rows: int
    faults: int
    warnings: int
    faults_by_reason: Mapping[str, int] = field(default_factory=dict)
    warnings_by_reason: Mapping[str, int] = field(default_factory=dict)

    @property
    def rows_path(self) -> Path:
        """The register's rows, as Parquet in the order of the file."""
        return self.folder / "rows.parquet"

    @property
    def faults_path(self) -> Path:
        """Faults and warnings, as Parquet by row."""
        return self.folder / "faults.parquet"

    def manifest(self) -> dict[str, Any]:
        """The manifest as it stands in the folder: everything but where the folder is."""
        content = asdict(self)
        del content["folder"]
        return {**content, "as_of": self.as_of.isoformat(), "reading_version": READING_VERSION}


def open_snapshot(folder: Path) -> Snapshot:
    """The snapshot in a folder. Raises :class:`Refusal` if there is none or its manifest cannot be read."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Refusal(
            f"snapshot {folder.name}",
            why="its manifest is missing or damaged.",
            mend="Import the file again.",
            folder=folder.name,
        ) from error
    content.pop("reading_version")
    return Snapshot(folder=folder, **{**content, "as_of": dt.date.fromisoformat(content["as_of"])})


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def snapshot_hash(*, file_sha256: str, profile_text: str, kind: str, as_of: dt.date) -> str:
    """The hash that names a snapshot: of the file's bytes, the whole profile, kind, position date and how files are read."""
    content = json.dumps([READING_VERSION, file_sha256, profile_text, kind, as_of.isoformat()], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


@contextmanager
def written_aside(folder: Path) -> Iterator[Path]:
    """A folder to write into, beside ``folder``; renamed to it when all went well, removed when not. It replaces an older one."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        yield aside
        for path in aside.iterdir():
            _flush(path)
        _flush(aside)
        _take_place(aside, folder)
        _flush(folder.parent)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _take_place(aside: Path, folder: Path) -> None:
    aside.chmod(0o755)
    if folder.exists():
        # A folder cannot be renamed over one that is not empty; the old one steps aside first and goes with the temporary folder.
        old = aside.with_name(aside.name + ".old")
        folder.rename(old)
        aside.rename(folder)
        shutil.rmtree(old)
    else:
        aside.rename(folder)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_manifest(folder: Path, content: Mapping[str, Any]) -> None:
    """Write ``manifest.json``, readable by people, in the order given."""
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")
