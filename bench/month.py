"""Close a month, links given, against DuckDB reading once every column that the month uses of the same Parquet.

``python bench/month.py`` makes the workspaces (kept in ``bench/data``, not measured), runs each piece of work in a process of its
own, prints CPU-seconds, wall seconds and peak memory, and writes ``bench/out/month.json``. Two kinds of month: ``kalbar`` counts
coverage and bills nothing; ``listed`` (the first month of ogan-ilir) has an annex, payments and arrears. From the environment:

* ``CAKUPAN_BENCH_KALBAR_SMALL``, ``CAKUPAN_BENCH_KALBAR_BIG``, ``CAKUPAN_BENCH_LISTED``: residents
* ``CAKUPAN_BENCH_REPEAT``: runs of month and scan, in turn; that with least CPU counts, for other work only ever adds
* ``CAKUPAN_BENCH_WHOLE=1``: measure the way from files to report again; otherwise the figure of that day is kept
"""

from __future__ import annotations

import datetime as dt
import json
import math
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
DATA = HERE / "data"
OUT = HERE / "out" / "month.json"
WANTED = {"cpu": 10, "peak_mb": 2048, "whole_s": 600, "whole_mb": 4096}


def asked(name: str, default: int) -> int:
    return int(os.environ.get(f"CAKUPAN_BENCH_{name}", default))


def main() -> int:
    load, repeat = round(os.getloadavg()[0], 1), asked("REPEAT", 2)
    sizes = {
        "kalbar small": ("kalbar", asked("KALBAR_SMALL", 540_000)),
        "kalbar big": ("kalbar", asked("KALBAR_BIG", 5_443_030)),
        "listed": ("listed", asked("LISTED", 430_000)),
    }
    columns = {kind: json.dumps(run_child("used_columns.py", kind)) for kind in ("kalbar", "listed")}
    runs = [run for name, (kind, residents) in sizes.items() for run in compared(name, kind, residents, columns[kind], repeat)]
    whole = from_files_to_report(*sizes["kalbar big"])
    result = {"load_when_begun": load, "runs_of_each": repeat, **figures(runs, whole), "runs": runs, "from_files": [whole]}
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))
    return 0


def compared(name: str, kind: str, residents: int, columns: str, repeat: int) -> list[dict[str, Any]]:
    """The month and the scan of one workspace, each the run with least CPU."""
    run_child("workspaces.py", kind, residents)
    folder = DATA / f"{kind}-{residents}"
    tried: dict[str, list[dict[str, float]]] = {"scan": [], "month": []}
    for _ in range(repeat):
        tried["scan"].append(run_child("measured.py", "scan", folder, columns))
        tried["month"].append(run_child("measured.py", "month", folder))
    best = {what: min(found, key=lambda run: run["cpu_s"]) for what, found in tried.items()}
    return [shown({"work": f"{name}, {what}", "residents": residents, **best[what]}) for what in ("month", "scan")]


def figures(runs: list[dict[str, Any]], whole: Mapping[str, Any]) -> dict[str, Any]:
    """What the runs come to, each beside what is wanted."""
    small, small_scan, big, big_scan, listed, listed_scan = runs
    found: dict[str, Any] = {
        "cpu_ratio_to_scan_kalbar_small": small["cpu_s"] / small_scan["cpu_s"],
        "cpu_ratio_to_scan_kalbar_big": big["cpu_s"] / big_scan["cpu_s"],
        "cpu_ratio_to_scan_listed": listed["cpu_s"] / listed_scan["cpu_s"],
        "cpu_ratio_wanted": WANTED["cpu"],
    }
    if big["residents"] != small["residents"]:
        growth = math.log(big["cpu_s"] / small["cpu_s"]) / math.log(big["residents"] / small["residents"])
        found["cpu_exponent_small_to_big"] = growth
    return found | {
        "peak_mb_big": big["peak_mb"],
        "peak_mb_big_wanted": WANTED["peak_mb"],
        "from_files_wall_s": whole["wall_s"],
        "from_files_wall_s_wanted": WANTED["whole_s"],
        "from_files_peak_mb": whole["peak_mb"],
        "from_files_peak_mb_wanted": WANTED["whole_mb"],
    }


def from_files_to_report(kind: str, residents: int) -> dict[str, Any]:
    """Import, link, month and report in one process; minutes at full size, so measured when asked or never measured before."""
    kept = DATA / f"{kind}-{residents}" / "from_files.json"
    if not kept.is_file() or os.environ.get("CAKUPAN_BENCH_WHOLE") == "1":
        load = round(os.getloadavg()[0], 1)
        spent = run_child("measured.py", "whole", kept.parent)
        told = {"work": "from files to report", "residents": residents, **spent, "load_when_begun": load}
        kept.write_text(json.dumps({**told, "measured_on": dt.date.today().isoformat()}) + "\n", encoding="utf-8")  # noqa: DTZ011
    found: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    return shown(found)


def shown(row: dict[str, Any]) -> dict[str, Any]:
    print(row, flush=True)
    return row


def run_child(program: str, *arguments: object) -> Any:
    """Run a program of ``bench/monthly``; what it prints is JSON or nothing."""
    command = [sys.executable, str(HERE / "monthly" / program), *map(str, arguments)]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603
    return json.loads(printed) if printed else None


if __name__ == "__main__":
    sys.exit(main())
