"""DuckDB and Spark link the same registers and close the same month: every table, every row."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from functools import partial
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml

from cakupan.engines.steps import Engine
from cakupan.law.calendar import Month
from cakupan.linking.links import LinkRun
from cakupan.linking.match import MatchTerms
from cakupan.month.edition import TABLES
from cakupan.scenarios.serang import write_serang
from cakupan.wiring.month import close_area_month
from cakupan.wiring.workspace import Workspace

pytestmark = pytest.mark.spark

RESIDENTS = 6000
AREA, MONTH, AS_OF = "36.73", Month(2021, 7), dt.date(2021, 7, 1)
# Kind of import → file of the case.
FILES = (
    ("residents", "penduduk.csv"),
    ("poverty", "dtks.csv"),
    ("members", "peserta.csv"),
    ("deaths", "akta_kematian.csv"),
    ("moves", "mutasi_pindah.csv"),
    ("decisions", "lampiran_sk.csv"),
    ("decisions", "lampiran_lain.csv"),
    ("agreements", "pks.yaml"),
)


# What a second annex does to the lines of the first: removals around the cut-off day, accents, quotes and titles, slips, and
# every reason for not being billed.
OTHERWISE: tuple[dict[str, str], ...] = (
    {"KEPUTUSAN": "KELUAR", "TGL_USUL": "2021-06-20"},
    {"KEPUTUSAN": "KELUAR", "TGL_USUL": "2021-06-21"},
    {"TGL_USUL": "2021-06-20", "NAMA": "{NAMA}É"},
    {"TGL_USUL": "2021-06-21", "NAMA": "H. {NAMA}, S.Pd"},
    {"NIK": "{NIK:.15}0"},
    {"NIK": "", "NAMA": "NUR'{NAMA}"},
    {"NO_SK": ""},
    {"NO_SK": "SK-LAIN", "NO_PKS": ""},
    {"NO_PKS": "PKS-LAIN"},
    {"KELAS": "2"},
    {"TGL_USUL": ""},
    {"NAMA": "ORANG LAIN SEKALI", "NO_KARTU": ""},
)


def _write_second_annex(files: Path) -> None:
    with (files / "lampiran_sk.csv").open(encoding="utf-8", newline="") as annex:
        lines = list(csv.DictReader(annex))[::2]
    with (files / "lampiran_lain.csv").open("w", encoding="utf-8", newline="") as annex:
        writer = csv.DictWriter(annex, lines[0].keys())
        writer.writeheader()
        for place, line in enumerate(lines):
            changed = OTHERWISE[place % len(OTHERWISE)]
            writer.writerow(
                {**line, "NO_URUT": str(9000 + place), **{name: text.format_map(line) for name, text in changed.items()}}
            )


def _share_between_two(agreement: Path) -> None:
    terms = yaml.safe_load(agreement.read_text(encoding="utf-8"))
    terms["agreement"]["shares"] = [{"payer": "kabkota", "per_cent": 33}, {"payer": "provinsi", "per_cent": 67}]
    agreement.write_text(yaml.safe_dump(terms, allow_unicode=True), encoding="utf-8")


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory, spark_engine: Engine) -> dict[str, Path]:
    """Engine → workspace in which it linked the registers of a small region and closed their month."""
    folder = tmp_path_factory.mktemp("region")
    write_serang(residents=RESIDENTS, out=folder / "files")
    _write_second_annex(folder / "files")
    _share_between_two(folder / "files" / "pks.yaml")
    for kind, name in FILES:
        Workspace(folder / "duckdb").import_register(kind=kind, file=folder / "files" / name, area=AREA, as_of=AS_OF)
    shutil.copytree(folder / "duckdb", folder / "spark")
    with pytest.MonkeyPatch.context() as changed:
        # Ten thousand random pairs instead of a quarter of a million: the same steps, and half a minute less.
        changed.setattr("cakupan.wiring.linking.LinkRun", partial(LinkRun, terms=MatchTerms(draw_max=100)))
        for engine in ("duckdb", "spark"):
            close_area_month(workspace=folder / engine, area=AREA, month=MONTH, engine_name=engine)
    return {engine: folder / engine for engine in ("duckdb", "spark")}


def _tables(workspace: Path, part: str) -> dict[str, Path]:
    return {path.stem: path for path in sorted((workspace / part).rglob("*.parquet"))}


def _differences(one: dict[str, Path], other: dict[str, Path]) -> dict[str, object]:
    """Table → its first row that differs, or its columns; empty if both hold the same tables, row by row."""
    assert one.keys() == other.keys()
    found: dict[str, object] = {}
    for name, path in one.items():
        left, right = pq.read_table(path), pq.read_table(other[name])
        if [(f.name, f.type) for f in left.schema] != [(f.name, f.type) for f in right.schema]:
            found[name] = left.schema, right.schema
        elif not left.equals(right.cast(left.schema)):
            rows = zip(left.to_pylist(), right.to_pylist(), strict=False)
            found[name] = next(((a, b) for a, b in rows if a != b), (left.num_rows, right.num_rows))
    return found


def test_every_row_of_linking_agrees(closed: dict[str, Path]) -> None:
    linked = {engine: _tables(workspace, "links") for engine, workspace in closed.items()}
    assert _differences(linked["duckdb"], linked["spark"]) == {}
    # It was worth comparing: every decision and most rules and codes occur, with levels and bits.
    links = pq.read_table(linked["spark"]["poverty_resident_links"])
    assert set(links.column("decision").to_pylist()) == {"accept", "review", "none"}
    assert {"nik_and_name", "weight", "other_name", "too_little"} <= set(links.column("rule").to_pylist())
    assert len(set(links.column("bits").to_pylist())) > 150
    codes = set(pq.read_table(linked["spark"]["findings"]).column("code").to_pylist())
    assert {"deceased", "moved", "duplicate", "not_in_register", "identity_differs", "funded_twice"} <= codes


def test_every_row_of_the_month_agrees(closed: dict[str, Path]) -> None:
    editions = {engine: _tables(workspace, "editions") for engine, workspace in closed.items()}
    assert set(TABLES) <= set(editions["spark"])
    assert _differences(editions["duckdb"], editions["spark"]) == {}
    entries, bill, mismatches = (pq.read_table(editions["spark"][name]) for name in ("list_entries", "bill_lines", "mismatches"))
    assert set(entries.column("outcome").to_pylist()) >= {
        *("billed", "removed_before_start", "not_yet_effective", "differs_from_agreement", "without_decree", "without_agreement"),
        "without_submission_date",
    }
    assert set(bill.column("payer").to_pylist()) == {"kabkota", "provinsi", "pusat"}
    assert set(mismatches.column("code").to_pylist()) >= {"deceased", "moved", "duplicate", "funded_twice", "identity_uncertain"}
