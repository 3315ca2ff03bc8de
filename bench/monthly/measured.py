"""One piece of work in a process of its own: ``measured.py month|scan|whole FOLDER [COLUMNS]`` prints what it took as JSON.

Wall and CPU seconds are those of the work, without the start of Python and its imports; peak memory is the whole process's.
``scan`` reads COLUMNS (JSON: register to columns) of the Parquet that ``month`` reads, each once, and keeps nothing.
"""

from __future__ import annotations

import json
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import workspaces

import cakupan.engines.embedded  # noqa: F401
from cakupan.wiring import report
from cakupan.wiring.month import close_area_month
from cakupan.wiring.month_inputs import ADDING, choose_inputs, linked_evidence
from cakupan.wiring.month_run import LINKING_TABLES


def month(found: workspaces.Made) -> Callable[[], None]:
    """Close the month anew, links given, with the memory that the product gives its engine; the edition is published."""
    shutil.rmtree(found.workspace / "editions", ignore_errors=True)
    return lambda: _close(found, found.workspace)


def _close(found: workspaces.Made, workspace: Path) -> None:
    closed = close_area_month(workspace=workspace, area=found.area, month=found.month)
    assert closed.published, "the month stood already: nothing was measured"


def scan(found: workspaces.Made, columns: Mapping[str, Sequence[str]]) -> Callable[[], None]:
    """Read the columns with as many threads as the product's engine has."""
    files = _files(found)
    statements = [
        f"SELECT {', '.join(f'max({name})' for name in columns[table])} FROM read_parquet('{files[table]}')"
        for table in sorted(columns)
    ]
    return lambda: _scan(statements)


def _files(found: workspaces.Made) -> dict[str, Path]:
    inputs = choose_inputs(workspace=found.workspace, area=found.area, month=found.month)
    evidence = linked_evidence(workspace=found.workspace, area=found.area, inputs=inputs)
    files = {kind: snapshot.rows_path for kind, snapshot in inputs.snapshots.items()}
    files |= {f"{kind}_{n}": each.rows_path for kind in ADDING for n, each in enumerate(inputs.adding[kind])}
    return files | {table: evidence / f"{table}.parquet" for table in LINKING_TABLES}


def _scan(statements: Sequence[str]) -> None:
    with duckdb.connect(config={"memory_limit": "2GB", "threads": 2}) as connection:
        # Otherwise max is answered from the files' statistics, and no row is read.
        connection.execute("SET disabled_optimizers = 'statistics_propagation'")
        for statement in statements:
            connection.execute(statement).fetchall()


def whole(found: workspaces.Made, scratch: Path) -> Callable[[], None]:
    """From the offices' files to the report: import, link, close the month, write the papers."""
    return lambda: _whole(found, scratch)


def _whole(found: workspaces.Made, scratch: Path) -> None:
    workspaces.import_files(found, scratch / "workspace")
    edition = close_area_month(workspace=scratch / "workspace", area=found.area, month=found.month).edition
    report.write_reports(workspace=scratch / "workspace", edition=edition, out=scratch / "papers", people_invented=True)


def measured(work: Callable[[], None]) -> dict[str, float]:
    """What ``work`` took, with everything that it loads loaded before."""
    _load()
    cpu, wall = _cpu(), time.perf_counter()
    work()
    return {
        "cpu_s": round(_cpu() - cpu, 3),
        "wall_s": round(time.perf_counter() - wall, 3),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def _load() -> None:
    # With the first list that it is handed, Arrow loads numpy, and pandas where the peers of other benchmarks brought it.
    pa.array(["loaded"])


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main(what: str, folder: Path, columns: str = "{}") -> None:
    found = workspaces.opened(folder)
    with tempfile.TemporaryDirectory(prefix="whole-", dir=folder) as scratch:
        works = {
            "month": lambda: month(found),
            "scan": lambda: scan(found, json.loads(columns)),
            "whole": lambda: whole(found, Path(scratch)),
        }
        print(json.dumps(measured(works[what]())))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
