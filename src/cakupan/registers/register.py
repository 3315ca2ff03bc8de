"""Read one office's file into a snapshot: cells, checks, rows and faults, in one pass with bounded memory."""

from __future__ import annotations

import datetime as dt
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cakupan.law.refusal import Refusal
from cakupan.registers.batches import Batch
from cakupan.registers.checking import REPORTS, Checked, Checker
from cakupan.registers.kinds import Kind, kind_named
from cakupan.registers.mistaken import mistaken
from cakupan.registers.profile import Profile, load_profile
from cakupan.registers.snapshot import Snapshot, file_sha256, snapshot_hash, write_manifest, written_aside
from cakupan.registers.source import Source, open_source

WORKERS = 2
# Planning the query costs as much as some ten thousand rows, and most batches have few rows to report on.
SUSPECTS_TOGETHER = 50_000
NO_ROWS = pa.table({})
# Columns whose values hardly repeat: a dictionary of them only costs time and space.
UNREPEATED = frozenset({"row", "nik", "card_number", "source_id", "certificate_number", "name"})


def read_register(
    path: Path,
    *,
    profile: str | Path | Profile | None = None,
    kind: str,
    as_of: dt.date,
    out: Path,
    area: str | None = None,
    progress: Callable[[int], None] | None = None,
    finish: Callable[[Path], None] | None = None,
) -> Snapshot:
    """Read a file into ``out`` (``rows.parquet``, ``faults.parquet``, ``manifest.json``), which appears whole or not at all.

    ``profile`` defaults to the kind's own; ``progress`` is told the number of rows read so far; ``finish`` may add files to
    the folder before it appears. A bad row is kept and reported.
    Raises :class:`Refusal` if the file as a whole is not what the profile says.
    """
    path, out = Path(path), Path(out)
    wanted = kind_named(kind)
    layout = load_profile(profile if profile is not None else wanted.profile)
    check_kind(layout, wanted)
    source = _opened(path, layout, wanted)
    sha = file_sha256(path)
    with written_aside(out) as folder:
        tally = _write(source, folder, as_of=as_of, progress=progress, file=path.name)
        if tally.rows == 0:
            raise _no_rows(path.name)
        snapshot = Snapshot(
            folder=out,
            kind=kind,
            hash=snapshot_hash(file_sha256=sha, profile_text=layout.text, kind=kind, as_of=as_of),
            file=path.name,
            file_sha256=sha,
            profile=layout.name,
            profile_hash=layout.hash,
            as_of=as_of,
            area=area,
            encoding=source.encoding,
            rows=tally.rows,
            readable_rows=tally.readable,
            faults=tally.faults.total(),
            warnings=tally.warnings.total(),
            faults_by_reason=dict(sorted(tally.faults.items())),
            warnings_by_reason=dict(sorted(tally.warnings.items())),
        )
        write_manifest(folder, snapshot.manifest())
        if finish is not None:
            finish(folder)
    return snapshot


def _opened(path: Path, profile: Profile, kind: Kind) -> Source:
    """The file, opened; a file of another kind or profile is refused as that."""
    try:
        return open_source(path, profile=profile, kind=kind)
    except Refusal as refusal:
        if "missing" not in refusal.fields and "unknown" not in refusal.fields:
            raise
        raise mistaken(path, profile) or refusal from refusal


def check_kind(profile: Profile, kind: Kind) -> None:
    """Raises :class:`Refusal` if a profile reads another kind."""
    if profile.kind != kind.name:
        raise Refusal(
            f"profile {profile.name}",
            why=f"it reads {profile.kind}, not {kind.name}.",
            mend=f"Leave the profile out (then {kind.profile} is used), or name one for {kind.name}.",
            profile=profile.name,
        )


def _write(source: Source, folder: Path, *, as_of: dt.date, progress: Callable[[int], None] | None, file: str) -> _Tally:
    """Check every batch and write rows and reports, in the order of the file; returns what was counted."""
    checker = Checker(source.shape, file=file, as_of=as_of)
    tally = _Tally()
    with _Sheaf(folder / "rows.parquet") as rows, _Sheaf(folder / "faults.parquet", schema=REPORTS) as reports:
        waiting: list[Checked] = []
        for checked in _in_order(source.batches(), checker.check):
            rows.add(checked.rows)
            tally.add_rows(checked.rows)
            waiting.append(replace(checked, rows=NO_ROWS))
            if sum(one.suspects.num_rows for one in waiting) >= SUSPECTS_TOGETHER:
                tally.add_reports(reports.add(checker.reports(waiting)))
                waiting = []
            if progress is not None:
                progress(tally.rows)
        if waiting:
            tally.add_reports(reports.add(checker.reports(waiting)))
    return tally


def _in_order(batches: Iterator[Batch], check: Callable[[Batch], Checked]) -> Iterator[Checked]:
    """Check batches side by side, a few at a time, and give them back in the order in which they came."""
    with ThreadPoolExecutor(max_workers=WORKERS) as pool:
        running: deque[Future[Checked]] = deque()
        try:
            for batch in batches:
                running.append(pool.submit(check, batch))
                if len(running) > WORKERS:
                    yield running.popleft().result()
            while running:
                yield running.popleft().result()
        finally:
            for left in running:
                left.cancel()


class _Sheaf:
    """A Parquet file that is written batch by batch, its schema that of the first."""

    def __init__(self, path: Path, *, schema: pa.Schema | None = None) -> None:
        self._path = path
        self._writer: pq.ParquetWriter | None = None
        self._schema = schema
        if schema is not None:
            self._open(schema)

    def _open(self, schema: pa.Schema) -> pq.ParquetWriter:
        repeated = [name for name in schema.names if name not in UNREPEATED]
        self._schema = schema
        self._writer = pq.ParquetWriter(
            self._path, schema, compression="zstd", compression_level=1, use_dictionary=repeated, write_statistics=["row"]
        )
        return self._writer

    def add(self, table: pa.Table) -> pa.Table:
        writer = self._writer or self._open(table.schema)
        if table.num_rows:
            writer.write_table(table)
        return table

    def __enter__(self) -> _Sheaf:
        return self

    def __exit__(self, *_: object) -> None:
        if self._writer is not None:
            self._writer.close()


def _no_rows(file: str) -> Refusal:
    return Refusal(
        file,
        why="it has a header and no rows.",
        mend="Fill in the rows below the header, or ask for the file again. If there is nothing to report, import nothing.",
        file=file,
    )


@dataclass
class _Tally:
    rows: int = 0
    readable: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)

    def add_rows(self, rows: pa.Table) -> None:
        self.rows += rows.num_rows
        self.readable += int(pc.sum(rows["readable"]).as_py() or 0)

    def add_reports(self, reports: pa.Table) -> None:
        counted = reports.group_by(["reason", "severity"]).aggregate([("row", "count")])
        for found in counted.to_pylist():
            (self.faults if found["severity"] == "fault" else self.warnings)[found["reason"]] += found["row_count"]
