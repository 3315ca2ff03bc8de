"""The page of benchmarks, from whatever a benchmark wrote."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools import benchmarks

RESULT = {
    "rows": 1_000_000,
    "seed": "serang",
    "measures": [
        {"work": "import", "ours": {"cpu_seconds": 12.3456, "peak_mib": 410}, "ratio": 2.04, "reached": True},
        {"work": "import, with faults", "ours": {"cpu_seconds": 1234.5}, "ratio": None, "reached": False},
    ],
}


def test_measures_become_a_table_and_facts_another() -> None:
    said = benchmarks.page({"import_csv": RESULT}, cores=2, memory_gib=24)
    assert "Measured on 2 cores with 24 GiB of memory." in said
    assert "## import csv\n\n|  |  |\n|---|---|\n| rows | 1,000,000 |\n| seed | serang |\n\n" in said
    assert "| work | ours cpu seconds | ours peak mib | ratio | reached |" in said
    assert "| import | 12.35 | 410 | 2.04 | yes |" in said
    assert "| import, with faults | 1,234 |  |  | no |" in said


def test_a_bare_list_is_a_table() -> None:
    assert "| n |\n|---|\n| 1 |" in benchmarks.page({"link": [{"n": 1}]}, cores=2, memory_gib=24)


def test_without_results_the_page_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert benchmarks.main(tmp_path) == 1
    assert "make bench" in capsys.readouterr().err


def test_the_page_is_written_from_the_results(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "bench" / "out").mkdir(parents=True)
    (tmp_path / "bench" / "out" / "link.json").write_text(json.dumps(RESULT), encoding="utf-8")
    assert benchmarks.main(tmp_path) == 0
    said = (tmp_path / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    assert said.startswith("# Benchmarks\n\n<!-- Written by `make bench`")
    assert "## link" in said


def test_the_machine_is_named_by_cores_and_memory_only() -> None:
    cores, memory_gib = benchmarks.machine()
    assert cores >= 1
    assert memory_gib >= 1


def test_what_the_last_run_did_not_measure_is_kept_and_says_so() -> None:
    first = benchmarks.page({"link": RESULT, "month": RESULT}, cores=2, memory_gib=24)
    second = benchmarks.page({"month": [{"n": 1}]}, cores=2, memory_gib=24, before=first)
    assert f"## link\n\n{benchmarks.KEPT}\n\n" in second and second.count("## month") == 1
    assert f"## month\n\n{benchmarks.KEPT}" not in second
    third = benchmarks.page({"month": [{"n": 1}]}, cores=2, memory_gib=24, before=second)
    assert third == second
