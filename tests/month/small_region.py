"""A small region in a workspace of its own, made once per run: the serang case on 2,000 residents, imported and closed."""

from __future__ import annotations

import atexit
import datetime as dt
import shutil
import tempfile
from functools import cache
from pathlib import Path

import duckdb

from cakupan.law.calendar import Month
from cakupan.scenarios.serang import write_serang
from cakupan.wiring.month import close_area_month
from cakupan.wiring.workspace import Workspace

AREA, MONTH, AS_OF = "36.73", Month(2021, 7), dt.date(2021, 7, 1)
RESIDENTS = 2000
# Kind of import → file of the case.
FILES = {
    "residents": "penduduk.csv", "poverty": "dtks.csv", "members": "peserta.csv", "deaths": "akta_kematian.csv",
    "moves": "mutasi_pindah.csv", "decisions": "lampiran_sk.csv", "facilities": "faskes.csv", "agreements": "pks.yaml",
}  # fmt: skip


@cache
def files() -> Path:
    """The folder of the case's files; they are read, never changed."""
    folder = Path(tempfile.mkdtemp(prefix="cakupan-region-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    write_serang(residents=RESIDENTS, out=folder / "files")
    return folder


def import_all(workspace: Path, *, without: tuple[str, ...] = ()) -> None:
    """Import every file of the case into a workspace."""
    for kind, name in FILES.items():
        if kind not in without:
            Workspace(workspace).import_register(kind=kind, file=files() / "files" / name, area=AREA, as_of=AS_OF)


@cache
def closed_workspace() -> Path:
    """A workspace whose July 2021 is closed. Whoever changes it works on a copy."""
    workspace = files() / "workspace"
    import_all(workspace)
    close_area_month(workspace=workspace, area=AREA, month=MONTH)
    return workspace


def look(sql: str) -> list[tuple[object, ...]]:
    """Rows of the closed edition; tables are named ``{table}``."""
    folder = next((closed_workspace() / "editions" / AREA / str(MONTH)).glob("[0-9a-f]*"))
    tables = {path.stem: f"read_parquet('{path}')" for path in folder.glob("*.parquet")}
    with duckdb.connect(":memory:") as connection:
        return connection.execute(sql.format_map(tables)).fetchall()
