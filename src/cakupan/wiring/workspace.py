"""The workspace: the folder in which a region keeps its snapshots and editions.

``snapshots/<area>/<kind>/<as_of>_<hash12>/`` holds what offices delivered. A snapshot is never changed; it can be taken back
until an edition's manifest names its hash.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cakupan.law.refusal import Refusal
from cakupan.registers import (
    DOCUMENTS,
    KINDS,
    Agreement,
    Document,
    Profile,
    Snapshot,
    load_profile,
    open_snapshot,
    read_register,
)
from cakupan.registers.areas import area_name, dotted
from cakupan.registers.programmes import Programme
from cakupan.registers.snapshot import MANIFEST, file_sha256, snapshot_hash, write_manifest, written_aside
from cakupan.wiring.csv_files import write_csv
from cakupan.wiring.programme_law import check_person_month
from cakupan.wiring.writing import sole_writer

AGREEMENTS = "agreements"
ORDER = "ORDER"
IMPORTED_KINDS = (*KINDS, *DOCUMENTS)
FAULT_COLUMNS = ("file", "row", "column", "value", "reason")
HASH_SHOWN = 12
FAULTS_SHOWN = 50


@dataclass(frozen=True)
class Imported:
    """What an import came to: the snapshot, and whether the same one had been there already."""

    snapshot: Snapshot
    already_there: bool

    @property
    def faults_csv(self) -> Path:
        """The faults as the CSV that goes back to the office."""
        return self.snapshot.folder / "faults.csv"


@dataclass(frozen=True)
class Tried:
    """What an import would come to: its snapshot, of which nothing was kept, and the first faults (file, row, column …)."""

    snapshot: Snapshot
    already_there: bool
    first_faults: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Workspace:
    """A workspace folder; it comes into being with the first import."""

    path: Path

    def import_register(
        self,
        *,
        kind: str,
        file: Path,
        profile: str | Path | Profile | None = None,
        area: str,
        as_of: dt.date,
        progress: Callable[[int], None] | None = None,
    ) -> Imported:
        """Read an office's file into a snapshot, or find the one that the same file gave before.

        Raises :class:`Refusal` for an unknown kind or area, or a file that as a whole is not what the profile says.
        """
        code = known_area(area)
        with sole_writer(self.path):
            return self._noted(self._imported(kind, file, profile, code, as_of, progress))

    def try_register(
        self,
        *,
        kind: str,
        file: Path,
        profile: str | Path | Profile | None = None,
        area: str,
        as_of: dt.date,
        progress: Callable[[int], None] | None = None,
        look: Callable[[Snapshot], None] | None = None,
    ) -> Tried:
        """Read an office's file as :meth:`import_register` would, and leave nothing behind.

        ``look`` is called while the snapshot's files are still there. Raises :class:`Refusal` as an import would.
        """
        code = known_area(area)
        if kind not in KINDS:
            raise _unknown_kind(kind)
        layout = load_profile(profile if profile is not None else KINDS[kind].profile)
        there = self._folder_of(file, text=layout.text, kind=kind, area=code, as_of=as_of)
        with tempfile.TemporaryDirectory(prefix="cakupan-") as aside:
            out = Path(aside) / "tried"
            snapshot = read_register(file, profile=layout, kind=kind, as_of=as_of, out=out, area=code, progress=progress)
            if look is not None:
                look(snapshot)
            faults = first_faults(snapshot)
        return Tried(snapshot, there is not None and (there / MANIFEST).is_file(), faults)

    def _imported(
        self,
        kind: str,
        file: Path,
        profile: str | Path | Profile | None,
        code: str,
        as_of: dt.date,
        progress: Callable[[int], None] | None,
    ) -> Imported:
        if kind in DOCUMENTS:
            if profile is not None:
                raise _no_profile(kind)
            return self._import_document(kind=kind, file=file, area=code, as_of=as_of)
        if kind not in KINDS:
            raise _unknown_kind(kind)
        layout = load_profile(profile if profile is not None else KINDS[kind].profile)
        folder = self._folder_of(file, text=layout.text, kind=kind, area=code, as_of=as_of)
        if folder is not None and (folder / MANIFEST).is_file():
            return Imported(open_snapshot(folder), already_there=True)
        # A file that cannot be opened has no folder yet; reading it says why.
        target = folder or self._home(code, kind) / "unread"
        snapshot = read_register(
            file, profile=layout, kind=kind, as_of=as_of, out=target, area=code, progress=progress, finish=write_fault_lists
        )
        return Imported(snapshot, already_there=False)

    def _folder_of(self, file: Path, *, text: str, kind: str, area: str, as_of: dt.date) -> Path | None:
        if not file.is_file():
            return None
        hashed = snapshot_hash(file_sha256=file_sha256(file), profile_text=text, kind=kind, as_of=as_of)
        return self._home(area, kind) / f"{as_of.isoformat()}_{hashed[:HASH_SHOWN]}"

    def _home(self, area: str, kind: str) -> Path:
        return self.path / "snapshots" / area / kind

    def _import_document(self, *, kind: str, file: Path, area: str, as_of: dt.date) -> Imported:
        document = DOCUMENTS[kind].load(file)
        if document.area != area:
            raise Refusal(
                f"{DOCUMENTS[kind].key} {file.name}",
                why=f"it is about area {document.area}, not {area}.",
                mend=f"Import it with --area {document.area}, or mend its key 'area'.",
                file=file.name,
            )
        if isinstance(document, Programme):
            check_person_month(document, file=file.name)
        sha = file_sha256(file)
        hashed = snapshot_hash(file_sha256=sha, profile_text=kind, kind=kind, as_of=as_of)
        folder = self._home(area, kind) / f"{as_of.isoformat()}_{hashed[:HASH_SHOWN]}"
        if (folder / MANIFEST).is_file():
            return Imported(open_snapshot(folder), already_there=True)
        snapshot = Snapshot(
            folder=folder,
            kind=kind,
            hash=hashed,
            file=file.name,
            file_sha256=sha,
            profile=kind,
            profile_hash="",
            as_of=as_of,
            area=area,
            encoding="yaml",
            rows=1,
            readable_rows=1,
            faults=0,
            warnings=0,
        )
        with written_aside(folder) as aside:
            shutil.copyfile(file, aside / DOCUMENTS[kind].file)
            write_manifest(aside, snapshot.manifest())
        return Imported(snapshot, already_there=False)

    def snapshots(self, *, area: str | None = None, kind: str | None = None) -> list[Snapshot]:
        """Every snapshot, by area, kind, position date and hash."""
        pattern = f"{dotted(area) if area else '*'}/{kind or '*'}/[0-9]*_*/{MANIFEST}"
        return [open_snapshot(found.parent) for found in sorted((self.path / "snapshots").glob(pattern))]

    def latest(self, *, kind: str, area: str, as_of: dt.date) -> Snapshot | None:
        """The snapshot of the latest position not after ``as_of``, of several of one day the one imported last; None if none."""
        found = self.up_to(kind=kind, area=area, as_of=as_of)
        return found[-1] if found else None

    def agreements(self, *, area: str, as_of: dt.date) -> list[tuple[Snapshot, Agreement]]:
        """The agreements of an area as imported up to ``as_of``, the newest import of each number, by number."""
        found = self.documents(kind=AGREEMENTS, area=area, as_of=as_of)
        return [(snapshot, document) for snapshot, document in found if isinstance(document, Agreement)]

    def documents(self, *, kind: str, area: str, as_of: dt.date) -> list[tuple[Snapshot, Document]]:
        """The documents of a kind and area as imported up to ``as_of``, the newest import of each number, by number."""
        if kind not in DOCUMENTS:
            raise _unknown_kind(kind)
        newest: dict[str, tuple[Snapshot, Document]] = {}
        for snapshot in self.up_to(kind=kind, area=area, as_of=as_of):
            document = DOCUMENTS[kind].load(snapshot.folder / DOCUMENTS[kind].file)
            newest[document.number] = (snapshot, document)
        return [newest[number] for number in sorted(newest)]

    def up_to(self, *, kind: str, area: str, as_of: dt.date) -> list[Snapshot]:
        """The snapshots not after a date, by position and, within a day, in the order of their (last) import."""
        order = self._home(dotted(area), kind) / ORDER
        names = order.read_text(encoding="utf-8").split() if order.is_file() else []
        last = {name: place for place, name in enumerate(names)}
        found = [s for s in self.snapshots(area=area, kind=kind) if s.as_of <= as_of]
        return sorted(found, key=lambda s: (s.as_of, last.get(s.folder.name, -1), s.hash))

    def _noted(self, imported: Imported) -> Imported:
        """Note the import in the kind's ``ORDER``: which of two files of one day came last must survive copying the workspace."""
        folder = imported.snapshot.folder
        with (folder.parent / ORDER).open("a", encoding="utf-8") as order:
            order.write(f"{folder.name}\n")
            order.flush()
            os.fsync(order.fileno())
        return imported

    def undo(
        self, *, hash_start: str | None = None, kind: str | None = None, as_of: dt.date | None = None, area: str | None = None
    ) -> Snapshot:
        """Take back one import, named by its hash (or how it begins) or by kind and position date; returns what was removed.

        Raises :class:`Refusal` if none or several are meant, or an edition rests on it.
        """
        snapshot = self._one_meant(hash_start, kind, as_of, area)
        resting = list(self._editions_naming(snapshot.hash))
        if resting:
            raise Refusal(
                f"undo of {_called(snapshot)}",
                why=f"the month {', '.join(resting)} rests on it.",
                mend="A closed month is not edited: import the right file; what differs becomes a correction in the open month.",
                hash=snapshot.hash,
                editions=resting,
            )
        # Renamed first: a snapshot is there whole or not at all, also when the machine stops half-way.
        with sole_writer(self.path):
            gone = snapshot.folder.with_name(f".undone_{snapshot.folder.name}")
            snapshot.folder.rename(gone)
            shutil.rmtree(gone)
        return snapshot

    def _one_meant(self, hash_start: str | None, kind: str | None, as_of: dt.date | None, area: str | None) -> Snapshot:
        found = [
            s
            for s in self.snapshots(area=area, kind=kind)
            if (hash_start is None or s.hash.startswith(hash_start)) and (as_of is None or s.as_of == as_of)
        ]
        if len(found) == 1 and (hash_start or (kind and as_of)):
            return found[0]
        why = "there is no such import." if not found else f"{len(found)} imports are meant: {', '.join(map(_called, found))}."
        raise Refusal(
            "undo",
            why=why,
            mend="Name one by the beginning of its hash, or by kind, area and position date.",
            candidates=[s.hash[:HASH_SHOWN] for s in found],
        )

    def _editions_naming(self, hashed: str) -> Iterator[str]:
        for manifest in sorted((self.path / "editions").glob(f"*/*/*/{MANIFEST}")):
            if hashed in manifest.read_text(encoding="utf-8"):
                yield f"{manifest.parts[-3]} of {manifest.parts[-4]}"


def _called(snapshot: Snapshot) -> str:
    return f"{snapshot.kind} of {snapshot.as_of.isoformat()}, {snapshot.area} ({snapshot.hash[:HASH_SHOWN]})"


def known_area(code: str) -> str:
    """An area's code in dotted form. Raises :class:`Refusal` if it is not on the Ministry's list."""
    if area_name(code) is None:
        raise Refusal(
            f"area {code}",
            why="it is not on the Ministry's list of areas.",
            mend="Give the code of a province or kabupaten/kota, for example 36.73.",
        )
    return dotted(code)


def _unknown_kind(kind: str) -> Refusal:
    return Refusal(f"kind {kind!r}", why="there is no such kind of import.", mend=f"Use one of: {', '.join(IMPORTED_KINDS)}.")


def _no_profile(kind: str) -> Refusal:
    return Refusal(
        f"a profile for {kind}",
        why="a document is read by its keys; profiles are for registers.",
        mend="Leave --profile out.",
    )


def write_fault_lists(folder: Path) -> None:
    """Write ``faults.csv`` and ``warnings.csv`` beside the Parquet that holds both."""
    import pyarrow.parquet as pq

    for name, severity in (("faults", "fault"), ("warnings", "warning")):
        found = pq.read_table(folder / "faults.parquet", filters=[("severity", "=", severity)])
        write_csv([found], columns=FAULT_COLUMNS, out=folder / f"{name}.csv")


def first_faults(snapshot: Snapshot) -> Sequence[Mapping[str, Any]]:
    """The first faults of a snapshot by row, as ``faults.csv`` has them; not the warnings."""
    import pyarrow.parquet as pq

    found: list[Mapping[str, Any]] = []
    with pq.ParquetFile(snapshot.faults_path) as file:
        for batch in file.iter_batches(batch_size=1024, columns=[*FAULT_COLUMNS, "severity"]):
            found += [fault for fault in batch.to_pylist() if fault.pop("severity") == "fault"]
            if len(found) >= FAULTS_SHOWN:
                break
    return tuple(found[:FAULTS_SHOWN])


def summary(imported: Imported) -> dict[str, Any]:
    """What ``cakupan import --json`` prints."""
    content = json.loads(json.dumps(imported.snapshot.manifest()))
    return {**content, "already_there": imported.already_there, "folder": str(imported.snapshot.folder)}
