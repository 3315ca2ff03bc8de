"""``cakupan demo serang`` as a newcomer runs it: one command, three things to open, three commands to try."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from cakupan.cli import app
from cakupan.cli.outcome import run_command


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def played(out: Path) -> str:
    """What the demo printed."""
    import contextlib
    import io

    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        assert run_command(app, ["demo", "serang", "--residents", "1500", "--out", str(out), "--no-office"]) == 0
    return printed.getvalue()


@pytest.fixture(scope="module")
def summary(played: str, out: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    return told


def test_it_leaves_a_report_a_workbook_and_a_summary(played, out):
    for name in ("laporan.html", "tagihan.xlsx", "summary.json"):
        assert (out / name).stat().st_size > 1000, name
        assert str(out / name) in played


def test_the_months_workbook_is_named_where_it_is_left(played, out):
    assert (out / "laporan.xlsx").is_file()
    assert f"and    {out / 'laporan.xlsx'}" in played.splitlines()


def test_people_and_rupiah_are_in_proportion_and_computed(summary):
    people = 91  # 42,000 × 1,500 / 690,000 = 91.3
    assert summary["residents"] == 1500 and summary["invented_people"] is True
    assert summary["bill"]["2021-07"] == {
        "people": people,
        "pemda_per_person": 37_800,
        "pusat_per_person": 4200,
        "pemda_total": people * 37_800,
        "pemda_iuran": people * 35_000,
        "pemda_bantuan": people * 2800,
    }
    assert set(summary["verified"]["2021-07"]) == set(summary["bill"]["2021-07"])
    assert summary["coverage"]["population"] == 1500
    assert "requirements" in summary["illustrative"] and "people" not in summary["illustrative"]


def test_mismatches_are_told_by_code_and_by_bpks_kinds(summary):
    codes, kinds = summary["mismatches"]["by_code"], summary["mismatches"]["by_bpk_kind"]
    assert {"deceased", "moved", "duplicate", "funded_twice", "not_in_register", "wage_earner_paid_by_pemda"} <= set(codes)
    assert set(kinds) <= {"nik_not_found_or_invalid", "moved", "duplicate_nik", "data_differ"}
    assert all(kind["rupiah_per_month"] == kind["lines"] * 37_800 for kind in kinds.values())


def test_the_commands_it_suggests_work(played, capsys):
    tried = [line.strip() for line in played.splitlines() if line.strip().startswith("cakupan ")]
    assert len(tried) == 3
    for line in tried:
        assert run_command(app, shlex.split(line)[1:]) == 0
    answers = capsys.readouterr().out
    assert "AKTIF" in answers and "tidak padan" in answers


def test_json_is_the_summary_and_the_same_case_is_the_same_edition(played, out, summary, capsys):
    arguments = ["demo", "serang", "--residents", "1500", "--out", str(out), "--no-office", "--json"]
    assert run_command(app, arguments) == 0
    assert json.loads(capsys.readouterr().out) == summary == json.loads((out / "summary.json").read_text(encoding="utf-8"))


def test_a_workspace_that_no_demo_made_is_not_touched(tmp_path, capsys):
    own = tmp_path / "own"
    own.mkdir()
    (own / "data").write_text("a region's", encoding="utf-8")
    assert run_command(app, ["demo", "serang", "--residents", "1500", "--out", str(tmp_path), "--workspace", str(own)]) == 1
    assert "no demo made" in capsys.readouterr().err
    assert (own / "data").read_text(encoding="utf-8") == "a region's"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["atlantis"], 1, "serang"),
        (["serang", "--residents", "999"], 1, "1000"),
        (["serang", "--residents", "0"], 2, "residents"),
    ],
)
def test_what_cannot_be_played_is_refused_with_what_can(tmp_path, capsys, arguments, code, says):
    assert run_command(app, ["demo", *arguments, "--out", str(tmp_path)]) == code
    assert says in capsys.readouterr().err
