"""Files as offices deliver them, small and invented, and what was read from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from cakupan.registers import Snapshot, read_register

AS_OF = dt.date(2026, 1, 31)
SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "data" / "samples"

# The columns of the poverty register of the samples: a small register with every sort of check.
GOOD = {
    "ID_DTKS": "1",
    "NIK": "6101055708829001",
    "NO_KK": "6101050101109001",
    "NAMA_LGKP": "SITI AMINAH",
    "TGL_LHR": "17-08-1982",
    "JENIS_KLMIN": "P",
    "NAMA_LGKP_IBU": "RUKMINI",
    "ALAMAT": "JL. MELATI 1",
    "NO_RT": "3",
    "NO_RW": "005",
    "KODE_WILAYAH": "6101052001",
}

HEADER = list(GOOD)


def person(**changed: str) -> list[str]:
    """A poverty register's row in which everything is right, but for what is changed."""
    return [str(value) for value in {**GOOD, **changed}.values()]


@dataclass(frozen=True)
class Read:
    """A snapshot with its tables in hand."""

    snapshot: Snapshot
    rows: list[dict[str, Any]]
    reports: list[dict[str, Any]]

    @property
    def faults(self) -> list[tuple[int, str, str]]:
        """Row, column and reason of every fault."""
        return [(r["row"], r["column"], r["reason"]) for r in self.reports if r["severity"] == "fault"]

    @property
    def warnings(self) -> list[tuple[int, str, str]]:
        """Row, column and reason of every warning."""
        return [(r["row"], r["column"], r["reason"]) for r in self.reports if r["severity"] == "warning"]

    def column(self, name: str) -> list[Any]:
        """One column of the rows."""
        return [row[name] for row in self.rows]


def read_file(path: Path, *, kind: str = "poverty", profile: str | Path | None = None, as_of: dt.date = AS_OF) -> Read:
    """Read a file into a folder beside it."""
    snapshot = read_register(path, profile=profile, kind=kind, as_of=as_of, out=path.with_name(path.name + ".snapshot"))
    return Read(snapshot, pq.read_table(snapshot.rows_path).to_pylist(), pq.read_table(snapshot.faults_path).to_pylist())


def csv_bytes(rows: Sequence[Sequence[str]], *, header: Sequence[str] = HEADER, delimiter: str = ",", end: str = "\n") -> bytes:
    """A CSV without any quoting, for rows that need none."""
    return "".join(delimiter.join(row) + end for row in [header, *rows]).encode()


def read_bytes(folder: Path, content: bytes, *, name: str = "dtks.csv", **options: Any) -> Read:
    """Write bytes as a file and read it."""
    path = folder / name
    path.write_bytes(content)
    return read_file(path, **options)


def read_people(folder: Path, *people: Sequence[str], **options: Any) -> Read:
    """A clean CSV of these rows, read."""
    return read_bytes(folder, csv_bytes(people), **options)
