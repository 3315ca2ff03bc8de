"""Run the checks of ``checks.py`` on batches: texts in, a register's rows and reports out."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from cakupan.registers.areas import known_areas, known_provinces
from cakupan.registers.batches import Batch, Note, Shape
from cakupan.registers.checks import reading

REPORTS = pa.schema(
    [(name, pa.int64() if name == "row" else pa.string()) for name in ("file", "row", "column", "value", "reason", "severity")]
)


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """The macros and the list of areas, once for all files of this process."""
    # One thread per query: batches are the unit of parallel work, and a query of one thread keeps their order.
    database = duckdb.connect(":memory:", config={"threads": 1, "memory_limit": "1GB"})
    database.execute(resources.files("cakupan.registers").joinpath("checks.sql").read_text(encoding="utf-8"))
    database.register("areas_in", known_areas())
    database.execute("CREATE TABLE area AS SELECT code FROM areas_in")
    database.unregister("areas_in")
    return database


@dataclass(frozen=True)
class Checked:
    """A batch after its checks: the register's rows, the texts of those to report on, and what was noted before."""

    rows: pa.Table
    suspects: pa.Table
    notes: tuple[Note, ...]


class Checker:
    """Checks batches of one file. May be called from several threads at once; each has a connection of its own."""

    def __init__(self, shape: Shape, *, file: str, as_of: dt.date) -> None:
        self._file = file
        self._as_of = as_of
        self._reading = reading(kind=shape.kind, profile=shape.profile, heading=shape.layout.heading)
        self._own = threading.local()
        _database()  # here, so that two threads do not begin it at once

    def check(self, batch: Batch) -> Checked:
        """The rows of a batch, in its order."""
        rows = self._run(self._reading.rows, batch.table)
        if not rows["row"].equals(batch.table["row"]):
            # A join keeps the order of its rows mostly, not always, even on one thread: 600,000 members showed it.
            rows = rows.sort_by("row")
        assert rows["row"].equals(batch.table["row"]), "the checks lost or doubled a row"
        suspects = batch.table.filter(pc.fill_null(rows["suspect"], False))
        return Checked(rows=rows.drop_columns(["suspect"]), suspects=suspects, notes=batch.notes)

    def reports(self, checked: Sequence[Checked]) -> pa.Table:
        """What is to be reported about consecutive batches (schema ``REPORTS``), by row and column."""
        suspects = pa.concat_tables([one.suspects for one in checked])
        found = [self._run(self._reading.reports, suspects)] if suspects.num_rows else []
        return self._merged(found, [note for one in checked for note in one.notes])

    def _run(self, query: str, batch: pa.Table) -> pa.Table:
        connection = self._connection()
        connection.register("batch", batch)
        try:
            return connection.sql(query).to_arrow_table()
        finally:
            connection.unregister("batch")

    def _connection(self) -> duckdb.DuckDBPyConnection:
        if not hasattr(self._own, "connection"):
            connection = _database().cursor()
            connection.execute("SET enable_progress_bar = false")
            connection.execute(f"SET VARIABLE as_of = DATE '{self._as_of.isoformat()}'")
            connection.execute(f"SET VARIABLE provinces = {list(known_provinces())}")
            self._own.connection = connection
        own: duckdb.DuckDBPyConnection = self._own.connection
        return own

    def _merged(self, found: Sequence[pa.Table], notes: Sequence[Note]) -> pa.Table:
        noted = pa.table(
            {
                "row": pa.array([n.row for n in notes], pa.int64()),
                "place": pa.array([-1] * len(notes), pa.int32()),
                "column": pa.array([n.column for n in notes], pa.string()),
                "value": pa.array([n.value for n in notes], pa.string()),
                "reason": pa.array([n.reason for n in notes], pa.string()),
                "severity": pa.array([n.severity for n in notes], pa.string()),
            }
        )
        merged = pa.concat_tables([noted, *(table.cast(noted.schema) for table in found)])
        ordered = merged.sort_by([("row", "ascending"), ("place", "ascending")]).drop_columns(["place"])
        files = pa.repeat(pa.scalar(self._file, pa.string()), ordered.num_rows)
        return ordered.add_column(0, "file", files).cast(REPORTS)
