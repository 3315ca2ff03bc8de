"""Load the months of a large region into the office's database: how long, how many rows a second, how big.

``python bench/office_load.py`` invents the region (case ``large``), imports, links and closes its months, loads them, each in a
process of its own, and writes ``bench/out/office_load.json``. Workspaces are kept in ``bench/data``. It also measures the two
keys that could hold that nobody is covered twice (ADR 15). From the environment: ``CAKUPAN_BENCH_OFFICE_RESIDENTS`` (600,000),
``CAKUPAN_BENCH_OFFICE_MONTHS`` (36, at least 2).
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
OUT = HERE / "out" / "office_load.json"
RESIDENTS = int(os.environ.get("CAKUPAN_BENCH_OFFICE_RESIDENTS", "600000"))
MONTHS = int(os.environ.get("CAKUPAN_BENCH_OFFICE_MONTHS", "36"))
FOLDER = HERE / "data" / f"large-{RESIDENTS}-{MONTHS}"
WORKSPACE, DONE = FOLDER / "workspace", FOLDER / "done.json"
AREA = "61.71"
MARK = "INVENTED-PEOPLE"
COVER = """
CREATE TEMP TABLE source AS SELECT person_id, from_date, to_date, month FROM positions_covermonth;
CREATE TEMP TABLE by_key (person bigint, month date, UNIQUE (person, month));
CREATE TEMP TABLE by_range (days int8range, EXCLUDE USING gist (days WITH &&));
"""
# A person's days of a month as one range of whole numbers: people do not touch, and no extension is needed.
FILLED = {
    "key on person and month": "INSERT INTO by_key SELECT person_id, month FROM source",
    "exclusion of ranges": "INSERT INTO by_range SELECT int8range(person_id * 1000000 + (month - DATE '2000-01-01'), "
    "person_id * 1000000 + ((month + interval '1 month')::date - DATE '2000-01-01')) FROM source",
}
SIZED = {"key on person and month": "by_key", "exclusion of ranges": "by_range"}


def main() -> int:
    load = round(os.getloadavg()[0], 1)
    if not DONE.is_file():
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir(parents=True)
        made = [{"work": work, "residents": RESIDENTS, **run_child(work)} for work in ("invent", "import", "link and close")]
        DONE.write_text(json.dumps(made) + "\n", encoding="utf-8")
    made = json.loads(DONE.read_text(encoding="utf-8"))
    shutil.rmtree(WORKSPACE / "office", ignore_errors=True)
    loaded = run_child("load")
    result = {
        "load_when_begun": load,
        "residents": RESIDENTS,
        "months": MONTHS,
        **loaded.pop("figures"),
        "runs": [*made, {"work": "load", "residents": RESIDENTS, **loaded}],
        "cover_keys": run_child("cover keys"),
    }
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))
    return 0


def invent() -> dict[str, Any]:
    """The offices' files."""
    from cakupan.scenarios.large import write_large

    files = write_large(residents=RESIDENTS, out=FOLDER / "files", months=MONTHS)
    told = [[each.kind, str(each.path), each.as_of.isoformat()] for each in files.imports]
    (FOLDER / "told.json").write_text(json.dumps([told, [str(month) for month in files.months]]), encoding="utf-8")
    return {}


def import_files() -> dict[str, Any]:
    """Every file into the workspace."""
    import datetime as dt

    from cakupan.wiring.workspace import Workspace

    WORKSPACE.mkdir()
    (WORKSPACE / MARK).touch()
    for kind, path, day in _told()[0]:
        Workspace(WORKSPACE).import_register(kind=kind, file=Path(path), area=AREA, as_of=dt.date.fromisoformat(day))
    return {}


def close() -> dict[str, Any]:
    """Every month, in order."""
    from cakupan.law.calendar import Month
    from cakupan.wiring.month import close_area_month

    for month in _told()[1]:
        close_area_month(workspace=WORKSPACE, area=AREA, month=Month.parse(month))
    return {}


def load() -> dict[str, Any]:
    """Every month into a fresh database; the server's own seconds apart, as its process of the connection has used them."""
    from cakupan.wiring.serving import prepared

    with prepared(WORKSPACE):
        from django.db import connections

        from cakupan.wiring.positions import load_missing

        begun = time.perf_counter()
        found = load_missing(workspace=WORKSPACE)
        seconds = time.perf_counter() - begun
        copied = sum(sum(each.rows[table] for table in COPIED if table in each.rows) for each in found)
        backend = connections["loader"].connection.info.backend_pid
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            size = cursor.fetchone()[0]
        first, *later = found
        return {
            "server_cpu_s": _cpu_of(backend),
            "figures": {
                "rows_copied": copied,
                "rows_a_second": round(copied / seconds),
                "first_month_s": round(first.seconds, 1),
                "later_month_s": round(sum(each.seconds for each in later) / len(later), 1),
                "database_mb": round(size / 2**20),
            },
        }


COPIED = ("people", "numbers", "cards", "cover", "bills", "counted", "entries", "doubts")


def cover_keys() -> dict[str, Any]:
    """The cover of all loaded months once under each of the two keys."""
    from cakupan.wiring.serving import prepared

    found = []
    with prepared(WORKSPACE):
        from django.db import connections, transaction

        with transaction.atomic(using="loader"), connections["loader"].cursor() as cursor:
            cursor.execute(COVER)
            for name, statement in FILLED.items():
                begun = time.perf_counter()
                cursor.execute(statement)
                rows, seconds = cursor.rowcount, time.perf_counter() - begun
                cursor.execute("SELECT pg_total_relation_size(%s)", [SIZED[name]])
                mb = round(cursor.fetchone()[0] / 2**20)
                found.append({"key": name, "rows": rows, "wall_s": round(seconds, 2), "mb": mb})
    return {"rows": found}


def _told() -> Any:
    return json.loads((FOLDER / "told.json").read_text(encoding="utf-8"))


def _cpu_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return round((int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), 2)


WORKS: dict[str, Callable[[], dict[str, Any]]] = {
    "invent": invent,
    "import": import_files,
    "link and close": close,
    "load": load,
    "cover keys": cover_keys,
}


def child(work: str) -> int:
    """Do one piece of work and print what it took as JSON."""
    before, begun = _used(), time.perf_counter()
    told = WORKS[work]()
    spent = {
        "cpu_s": round(_used() - before, 2),
        "wall_s": round(time.perf_counter() - begun, 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    print(json.dumps(told.get("rows", {**spent, **told})))
    return 0


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def run_child(work: str) -> Any:
    command = [sys.executable, str(Path(__file__).resolve()), work]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603 - itself
    print(printed, flush=True)
    return json.loads(printed)


if __name__ == "__main__":
    sys.exit(child(sys.argv[1]) if len(sys.argv) > 1 else main())
