"""Link a poverty register to a resident register: against Splink 5 on the same registers, and against ourselves at five
times the size.

``python bench/link.py [--residents N] [--big N] [--skip-splink]`` invents registers (kept in a temporary folder), runs
each linker in a process of its own, prints CPU-seconds of all threads, wall seconds, peak memory and accuracy, and
writes ``bench/out/link.json``. Reading the files is not part of it (that is ``import_csv.py``): all start from
snapshots in Parquet and normalise names by the same step. ``ours`` does what its peer does; ``ours with mismatches`` is
what ``cakupan link`` does with two files. Each is judged at its own best threshold.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent / "linking"))

import accuracy

import registers

HERE = Path(__file__).parent
OUT = HERE / "out" / "link.json"
WANTED = {"cpu": 0.4, "memory": 1 / 3, "exponent": 1.05, "peak_mb": 4096}
MEMORY = "2GB"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--residents", type=int, default=1_000_000, help="size at which the two are compared")
    parser.add_argument("--big", type=int, default=5_000_000, help="size to which growth is measured; 0 leaves it out")
    parser.add_argument("--skip-splink", action="store_true", help="measure ours only")
    parser.add_argument("--repeat", type=int, default=2, help="runs of each at --residents, in turn; that with least CPU counts")
    options = parser.parse_args()
    load = round(os.getloadavg()[0], 1)
    with tempfile.TemporaryDirectory(prefix="cakupan-bench-") as scratch:
        runs = compared(options.residents, with_peer=not options.skip_splink, repeat=options.repeat, scratch=Path(scratch))
        if options.big:
            runs.append(run_ours(options.big, Path(scratch) / "big", "all"))
    result = {"residents": options.residents, "load_when_begun": load, **ratios(runs), "runs": runs}
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))
    return 0


def compared(residents: int, *, with_peer: bool, repeat: int, scratch: Path) -> list[dict[str, Any]]:
    """One row per linker: the run of ``repeat`` that took least CPU, for other work on the machine only ever adds."""
    tried: dict[str, list[dict[str, Any]]] = {}
    for turn in range(repeat):
        tried.setdefault("ours", []).append(run_ours(residents, scratch / f"ours-{turn}", "link"))
        tried.setdefault("all", []).append(run_ours(residents, scratch / f"all-{turn}", "all"))
        if with_peer:
            tried.setdefault("splink", []).append(run_splink(residents, scratch / f"splink-{turn}"))
    return [min(runs, key=lambda run: run["cpu_s"]) for runs in tried.values()]


def ratios(runs: list[dict[str, Any]]) -> dict[str, float]:
    """What the runs come to, each beside what is wanted."""
    ours, everything = runs[:2]
    found: dict[str, float] = {}
    for peer in (run for run in runs if run["linker"] == "splink"):
        found |= {
            "cpu_ratio_to_splink": ours["cpu_s"] / peer["cpu_s"],
            "cpu_ratio_with_mismatches": everything["cpu_s"] / peer["cpu_s"],
            "cpu_ratio_wanted": WANTED["cpu"],
            "memory_ratio_to_splink": ours["peak_mb"] / peer["peak_mb"],
            "memory_ratio_wanted": WANTED["memory"],
            "f1_less_splinks": ours["f1"] - peer["f1"],
        }
    for grown in (run for run in runs if run["residents"] > everything["residents"]):
        growth = math.log(grown["cpu_s"] / everything["cpu_s"]) / math.log(grown["residents"] / everything["residents"])
        found |= {
            "cpu_exponent": growth,
            "cpu_exponent_wanted": WANTED["exponent"],
            "peak_mb_big": grown["peak_mb"],
            "peak_mb_big_wanted": WANTED["peak_mb"],
        }
    return found


def run_ours(residents: int, out: Path, what: str) -> dict[str, Any]:
    folder = registers.made(residents)
    out.mkdir()
    spent = run_child("ours.py", folder, out, MEMORY, what)
    links = out / "poverty_resident_links.parquet"
    found = accuracy.best_f1(
        folder,
        f"SELECT query_row AS row, target_row AS resident_row, bits / 100 AS bits, second_bits / 100 AS second_bits "
        f"FROM read_parquet('{links}') WHERE target_row IS NOT NULL",
    )
    decided = accuracy.accepted(
        folder, f"SELECT query_row AS row, target_row AS resident_row FROM read_parquet('{links}') WHERE decision = 'accept'"
    )
    shown = row("ours" if what == "link" else "ours with mismatches", residents, spent, found)
    return shown | {"accepted_precision": round(decided["precision"], 5), "accepted_recall": round(decided["recall"], 5)}


def run_splink(residents: int, out: Path) -> dict[str, Any]:
    folder = registers.made(residents)
    out.mkdir()
    spent = run_child("splink_peer.py", folder, out)
    found = accuracy.best_f1(folder, f"SELECT row, resident_row, bits, second_bits FROM read_parquet('{out}/best.parquet')")
    return row("splink", residents, spent, found)


def row(linker: str, residents: int, spent: Mapping[str, float], found: Mapping[str, float]) -> dict[str, Any]:
    rounded = {key: round(value, 5) for key, value in found.items()}
    shown = {"linker": linker, "residents": residents, **spent, **rounded}
    print(shown, flush=True)
    return shown


def run_child(program: str, *arguments: object) -> dict[str, float]:
    """Run a program of ``bench/linking`` and say what the kernel counted for it: all threads, from start to end."""
    command = [sys.executable, str(HERE / "linking" / program), *map(str, arguments)]
    began = time.perf_counter()
    child = os.posix_spawn(sys.executable, command, os.environ)
    _, status, used = os.wait4(child, 0)
    if status:
        raise SystemExit(f"{program} failed")
    return {
        "cpu_s": round(used.ru_utime + used.ru_stime, 2),
        "wall_s": round(time.perf_counter() - began, 2),
        "peak_mb": round(used.ru_maxrss / 1024),
    }


if __name__ == "__main__":
    sys.exit(main())
