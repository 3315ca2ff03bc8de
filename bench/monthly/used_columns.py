"""Which columns of which register a month uses: asked of the engine, step by step, on a region of a few people.

``used_columns.py KIND`` prints them as JSON. The plans are made without pushing filters down, so that a column that only decides
about a row counts too.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import workspaces

from cakupan.engines.embedded import DuckDBEngine
from cakupan.engines.steps import Step
from cakupan.month.terms import Run
from cakupan.wiring.month_inputs import choose_inputs, linked_evidence
from cakupan.wiring.month_run import load_inputs, run_month

FEW = 2_000
KEPT_WHOLE = "disabled_optimizers = 'filter_pushdown,filter_pullup,statistics_propagation,empty_result_pullup'"


class WatchedEngine(DuckDBEngine):
    """DuckDB that asks for the plan of each statement before it runs it, and notes what is read of every register."""

    def __init__(self) -> None:
        super().__init__()
        self.used: dict[str, set[str]] = {}

    def read_parquet(self, table: str, path: Path) -> None:
        self.used[table] = set()
        # A table, not a view: plans name tables, but not the files of a view.
        self.connection.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM read_parquet('{path}')")

    def run(self, step: Step, *, into: str | None = None) -> None:
        self._watch(step.sql)
        super().run(step, into=into)

    def fetch(self, sql: str) -> list[tuple[Any, ...]]:
        self._watch(sql)
        return super().fetch(sql)

    def watch_written(self, table: str) -> None:
        """Note what writing ``table`` as it is reads."""
        self._watch(f"SELECT * FROM {table}")

    def _watch(self, sql: str) -> None:
        self.connection.execute(f"SET {KEPT_WHOLE}")
        plans = self.connection.execute(f"EXPLAIN (FORMAT json) {sql}").fetchall()
        self.connection.execute("SET disabled_optimizers = ''")
        for _, plan in plans:
            for table, columns in _scans(json.loads(plan)):
                if table in self.used:
                    self.used[table] |= set(columns)


def _scans(plan: list[Mapping[str, Any]]) -> Iterator[tuple[str, list[str]]]:
    for node in plan:
        said = node["extra_info"]
        if "Table" in said:
            columns = said.get("Projections", [])
            yield said["Table"].rsplit(".", 1)[-1], [columns] if isinstance(columns, str) else columns
        yield from _scans(node["children"])


def used_columns(kind: str) -> dict[str, list[str]]:
    """Register as the month names it (``residents``, ``decisions_0``, ``member_links`` …) to its columns that are read."""
    with tempfile.TemporaryDirectory(prefix="cakupan-bench-") as scratch:
        found = workspaces.made(kind, FEW, data=Path(scratch))
        inputs = choose_inputs(workspace=found.workspace, area=found.area, month=found.month)
        evidence = linked_evidence(workspace=found.workspace, area=found.area, inputs=inputs)
        engine = WatchedEngine()
        load_inputs(engine=engine, inputs=inputs, evidence=evidence)
        run = Run(area_code=found.area, month=found.month, as_of=inputs.snapshots["members"].as_of)
        for table in run_month(engine=engine, run=run, inputs=inputs, readings=()):
            engine.watch_written(table)
        engine.close()
    return {table: sorted(columns) for table, columns in sorted(engine.used.items()) if columns}


if __name__ == "__main__":
    print(json.dumps(used_columns(sys.argv[1])))
