"""From an edition's Parquet to temporary tables of PostgreSQL: DuckDB gives them the shape, COPY carries them, chunk by chunk."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from cakupan.engines.steps import Engine, load_steps
from cakupan.month.closing import NAME_KEY
from cakupan.registers import Snapshot
from cakupan.wiring.editions import PublishedEdition
from cakupan.wiring.engine import opened_engine
from cakupan.wiring.workspace import Workspace

READ = (
    "persons",
    "person_keys",
    "list_entries",
    "spells",
    "bill_lines",
    "statuses",
    "mismatches",
    "coverage",
    "corrections",
)
COPIED = ("people", "numbers", "cards", "cover", "bills", "counted")
# Of the newest position only: what these tables hold is the state, not a history.
COPIED_OF_THE_NEWEST = ("entries", "doubts")
REGISTERS: Mapping[str, Mapping[str, str]] = {
    "residents": {"row": "BIGINT", "family_card_number": "STRING", "nik_anomaly": "STRING"},
    "members": {"row": "BIGINT", "family_card_number": "STRING"},
    "poverty": {"row": "BIGINT", "nik": "STRING", "name": "STRING", "area_code": "STRING", "decile": "INTEGER"},
}
CHUNK_ROWS = 50_000
TYPES = {"string": "text", "int32": "bigint", "int64": "bigint", "date32[day]": "date", "bool": "boolean", "double": "float8"}


@contextmanager
def opened_edition(edition: PublishedEdition, *, workspace: Path) -> Iterator[Engine]:
    """An engine on which the edition's tables stand in the shape that the office's database loads (``position_steps``)."""
    with opened_engine() as engine:
        for table in READ:
            engine.read_parquet(table, edition.table(table))
        _read_registers(engine, edition, workspace)
        first, end = edition.month.first_date, edition.month.plus(1).first_date
        engine.create_table("loaded_month", {"first_date": "DATE", "end_date": "DATE"}, [(first, end)])
        engine.define(NAME_KEY)
        for step in load_steps("cakupan.wiring.position_steps"):
            engine.run(step)
        yield engine


def _read_registers(engine: Engine, edition: PublishedEdition, workspace: Path) -> None:
    """The registers that the edition was made from; one that nobody handed over is empty."""
    found = _snapshots(edition, workspace)
    for kind, columns in REGISTERS.items():
        if kind in found:
            engine.read_parquet(kind, found[kind].rows_path)
        else:
            engine.create_table(kind, columns, [])
    files = [(each["kind"], each["file"]) for each in edition.manifest["inputs"] if each["kind"] not in ("decisions", "payments")]
    engine.create_table("source_file", {"kind": "STRING", "file": "STRING"}, list(dict(files).items()))


def _snapshots(edition: PublishedEdition, workspace: Path) -> dict[str, Snapshot]:
    named = {each["snapshot"] for each in edition.manifest["inputs"] if each["kind"] in REGISTERS}
    store, area = Workspace(workspace), edition.manifest["area"]
    return {s.kind: s for kind in REGISTERS for s in store.snapshots(area=area, kind=kind) if s.hash in named}


def copy_tables(engine: Engine, cursor: Any, *, tables: tuple[str, ...]) -> dict[str, int]:
    """Copy tables of the engine into temporary tables of the same name; gives how many rows each has."""
    with tempfile.TemporaryDirectory(prefix="cakupan-load-") as aside:
        return {table: _copied(engine, cursor, table, Path(aside) / f"{table}.parquet") for table in tables}


def _copied(engine: Engine, cursor: Any, table: str, path: Path) -> int:
    rows = engine.write_parquet(f"SELECT * FROM {table}", path)
    with pq.ParquetFile(path) as written:
        columns = {field.name: TYPES[str(field.type)] for field in written.schema_arrow}
        defined = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        cursor.execute(f"CREATE TEMP TABLE {table} ({defined}) ON COMMIT DROP")
        with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT csv)") as copy:
            for batch in written.iter_batches(batch_size=CHUNK_ROWS):
                copy.write(_as_csv(batch))
    cursor.execute(f"ANALYZE {table}")
    path.unlink()
    return rows


def _as_csv(batch: pa.RecordBatch) -> memoryview:
    """Rows as CSV in which null is nothing and the empty text is quoted, as PostgreSQL tells them apart."""
    chunk = io.BytesIO()
    pyarrow.csv.write_csv(batch, chunk, pyarrow.csv.WriteOptions(include_header=False, quoting_style="all_valid"))
    return chunk.getbuffer()


def cover_left_out(engine: Engine) -> int:
    """How many spells of the month are not in ``cover``, because the person has another in that month."""
    return int(engine.fetch("SELECT count(*) FROM cover_found WHERE place > 1")[0][0])
