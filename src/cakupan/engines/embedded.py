"""DuckDB, embedded: the default engine, for one machine."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

import duckdb

from cakupan.engines.steps import Function, Step


class DuckDBEngine:
    """Runs steps in an in-memory DuckDB that spills to a folder of its own beyond ``memory_limit``."""

    name = "duckdb"

    def __init__(self, *, memory_limit: str = "2GB", threads: int = 2) -> None:
        self._spill = tempfile.TemporaryDirectory(prefix="cakupan-spill-")
        self.connection = duckdb.connect(
            ":memory:",
            config={"memory_limit": memory_limit, "threads": threads, "temp_directory": self._spill.name},
        )
        # Order is stated by every query that needs it, so DuckDB need not keep the one of its inputs.
        self.connection.execute("SET preserve_insertion_order = false")
        self.connection.execute("SET TimeZone = 'UTC'")
        # Progress is the command's to show; DuckDB's own bar would stand in a pipe's output.
        self.connection.execute("SET enable_progress_bar = false")
        prelude = resources.files("cakupan.engines").joinpath("prelude_duckdb.sql").read_text(encoding="utf-8")
        self.connection.execute(prelude)

    def read_parquet(self, table: str, path: Path) -> None:
        quoted = str(path).replace("'", "''")
        self.connection.execute(f"CREATE OR REPLACE VIEW {table} AS SELECT * FROM read_parquet('{quoted}')")

    def create_table(self, table: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
        defined = ", ".join(f"{name} {sql_type}" for name, sql_type in columns.items())
        self.connection.execute(f"CREATE OR REPLACE TABLE {table} ({defined})")
        if rows:
            # One statement with a list per column: a statement per row takes seventy times as long.
            lists = ", ".join(f"unnest(CAST(? AS {sql_type}[]))" for sql_type in columns.values())
            self.connection.execute(f"INSERT INTO {table} SELECT {lists}", [list(column) for column in zip(*rows, strict=True)])

    def alias(self, name: str, table: str) -> None:
        self.connection.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM {table}")

    def define(self, function: Function) -> None:
        parameters = ", ".join(function.parameters)
        self.connection.execute(f"CREATE OR REPLACE MACRO {function.name}({parameters}) AS ({function.body})")

    def run(self, step: Step, *, into: str | None = None) -> None:
        with _full_disk_told():
            self.connection.execute(f"CREATE OR REPLACE TABLE {into or step.name} AS\n{step.sql}")

    def view(self, step: Step) -> None:
        self.connection.execute(f"CREATE OR REPLACE VIEW {step.name} AS\n{step.sql}")

    def fetch(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()

    def write_parquet(self, sql: str, path: Path) -> int:
        quoted = str(path).replace("'", "''")
        # The writer keeps the ORDER BY only if told to keep insertion order.
        self.connection.execute("SET preserve_insertion_order = true")
        try:
            with _full_disk_told():
                counted = self.connection.execute(
                    f"COPY ({sql}) TO '{quoted}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"
                ).fetchone()
        finally:
            self.connection.execute("SET preserve_insertion_order = false")
        assert counted is not None
        return int(counted[0])

    def drop(self, table: str) -> None:
        self.connection.execute(f"DROP TABLE IF EXISTS {table}")

    def close(self) -> None:
        self.connection.close()
        self._spill.cleanup()


@contextmanager
def _full_disk_told() -> Iterator[None]:
    """DuckDB reports a full disk in words of its own; whoever runs steps should see the operating system's error."""
    try:
        yield
    except (duckdb.IOException, duckdb.OutOfMemoryException) as failed:
        told = str(failed)
        if "No space left" in told or "max_temp_directory_size" in told:
            raise OSError(errno.ENOSPC, "no space left on the device", None) from failed
        raise
