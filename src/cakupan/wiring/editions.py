"""Where editions live: written aside, flushed, renamed, then pointed to. Killed anywhere, the old or the new one stands."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cakupan.law.calendar import Month
from cakupan.law.refusal import Refusal
from cakupan.month.edition import canonical, edition_hash

MANIFEST = "manifest.json"
CURRENT = "CURRENT"


@dataclass(frozen=True)
class PublishedEdition:
    """An edition that stands: its folder, its hash (the name of the folder begins with it), and its manifest."""

    folder: Path
    hash: str
    manifest: dict[str, Any]

    @property
    def month(self) -> Month:
        """The month that it is an edition of."""
        return Month.parse(self.manifest["month"])

    def table(self, name: str) -> Path:
        """The Parquet file of one of its tables."""
        return self.folder / f"{name}.parquet"


def month_folder(*, workspace: Path, area: str, month: Month) -> Path:
    """The folder that holds every edition of one month of one area, and ``CURRENT``."""
    return workspace / "editions" / area / str(month)


def current_edition(*, workspace: Path, area: str, month: Month) -> PublishedEdition | None:
    """The edition that ``CURRENT`` points to; None if the month has none. Raises :class:`Refusal` if it was tampered with."""
    folder = month_folder(workspace=workspace, area=area, month=month)
    try:
        name = (folder / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    return open_edition(folder / name)


def open_edition(folder: Path) -> PublishedEdition:
    """The edition in a folder. Raises :class:`Refusal` if its manifest is missing or is not the one that names the folder."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _damaged(folder) from error
    hashed = edition_hash(manifest)
    if not hashed.startswith(folder.name):
        raise _damaged(folder)
    return PublishedEdition(folder=folder, hash=hashed, manifest=manifest)


def every_edition(workspace: Path, area: str) -> list[PublishedEdition]:
    """Every edition of an area, replaced ones included. Raises :class:`Refusal` if one is damaged."""
    return [open_edition(manifest.parent) for manifest in sorted((workspace / "editions" / area).glob(f"*/[!.]*/{MANIFEST}"))]


def published_months(*, workspace: Path, area: str) -> list[Month]:
    """The months of an area that have an edition, earliest first."""
    folder = workspace / "editions" / area
    if not folder.is_dir():
        return []
    return sorted(Month.parse(month.name) for month in folder.iterdir() if (month / CURRENT).is_file())


def published_areas(*, workspace: Path) -> list[str]:
    """The areas that have an edition, in order of code."""
    folder = workspace / "editions"
    return sorted(area.name for area in folder.iterdir() if area.is_dir()) if folder.is_dir() else []


def publish(*, workspace: Path, area: str, month: Month, write: Callable[[Path], dict[str, Any]]) -> PublishedEdition:
    """Let ``write`` fill a folder and return the manifest, then publish the whole in one step."""
    home = month_folder(workspace=workspace, area=area, month=month)
    with _aside(home) as folder:
        manifest = write(folder)
        _seal(folder, manifest)
        hashed = edition_hash(manifest)
        target = home / hashed[:12]
        if not target.exists():
            folder.rename(target)
        _flush(home)
        _point(home, target.name)
    return PublishedEdition(folder=target, hash=hashed, manifest=manifest)


@contextmanager
def _aside(home: Path) -> Iterator[Path]:
    home.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".writing-", dir=home))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _seal(folder: Path, manifest: dict[str, Any]) -> None:
    """Flush every table, then the manifest: a folder that has one is whole."""
    for path in sorted(folder.rglob("*")):
        _flush(path)
    (folder / MANIFEST).write_bytes(canonical(manifest))
    _flush(folder / MANIFEST)
    _flush(folder)
    folder.chmod(0o755)


def _point(home: Path, name: str) -> None:
    aside = home / f".{CURRENT}"
    aside.write_text(name + "\n", encoding="utf-8")
    _flush(aside)
    aside.replace(home / CURRENT)
    _flush(home)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _damaged(folder: Path) -> Refusal:
    return Refusal(
        f"edition {folder.name}",
        why="its manifest is missing, damaged or was changed after it was published.",
        mend="Restore the folder from a backup; an edition is never edited.",
        edition=folder.name,
    )
