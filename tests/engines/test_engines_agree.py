"""DuckDB and Spark link the same registers and close the same month of a small region: every table, every row."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from collections.abc import Iterable, Mapping
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
from cakupan.scenarios.ogan_ilir import write_ogan_ilir
from cakupan.wiring.month import close_area_month
from cakupan.wiring.workspace import Workspace

pytestmark = pytest.mark.spark

RESIDENTS = 1500
AREA, MONTH, AS_OF = "16.10", Month(2024, 7), dt.date(2024, 7, 1)
# What a second annex does to the lines of the first: removals around the cut-off day, accents, quotes and titles, slips, and
# every reason for not being billed.
OTHERWISE: tuple[dict[str, str], ...] = (
    {"KEPUTUSAN": "KELUAR", "TGL_USUL": "2024-06-20"},
    {"KEPUTUSAN": "KELUAR", "TGL_USUL": "2024-06-21"},
    {"KEPUTUSAN": "BATAL", "TGL_USUL": "2024-06-20"},
    {"TGL_USUL": "2024-06-20", "NAMA": "{NAMA}É"},
    {"TGL_USUL": "2024-06-21", "NAMA": "H. {NAMA}, S.Pd"},
    {"NIK": "{NIK:.15}0"},
    {"NIK": "", "NAMA": "NUR'{NAMA}"},
    {"NO_SK": ""},
    {"NO_SK": "SK-LAIN", "NO_PKS": ""},
    {"NO_PKS": "PKS-LAIN"},
    {"KELAS": "2"},
    {"TGL_USUL": ""},
    {"NAMA": "ORANG LAIN SEKALI", "NO_KARTU": ""},
)


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as delivered:
        return list(csv.DictReader(delivered))


def _write(file: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    listed = list(rows)
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, listed[0].keys())
        writer.writeheader()
        writer.writerows(listed)
    return file


def _second_annex(files: Path) -> Path:
    changed = []
    for place, line in enumerate(_rows(files / "lampiran_sk.csv")[::2]):
        otherwise = {name: text.format_map(line) for name, text in OTHERWISE[place % len(OTHERWISE)].items()}
        changed.append({**line, "NO_URUT": str(9000 + place), **otherwise})
    return _write(files / "lampiran_lain.csv", changed)


def _unpaid(files: Path) -> Path:
    """Unpaid months of some self-payers, and of a card that the branch's master does not hold."""
    owing = [row for row in _rows(files / "peserta.csv") if row["SEGMEN"] == "PBPU"][:60]
    rows = [
        {
            **{name: row[name] for name in ("NO_KARTU", "NIK", "NO_KK", "NAMA", "KODE_WILAYAH", "SEGMEN", "KELAS")},
            "BULAN_AWAL": f"{2019 + place % 6}-0{1 + place % 6}",
            "JUMLAH_BULAN": str(1 + place % 40),
            "RUPIAH": str(35_000 * (1 + place % 40)),
        }
        for place, row in enumerate(owing)
    ]
    return _write(files / "tunggakan.csv", [*rows, {**rows[0], "NO_KARTU": "9999999999999", "NIK": ""}])


def _branch_bill(files: Path) -> Path:
    """The branch's bill: some lines of the annex, some at another sum, one person twice, one whom nobody listed."""
    lines = [line for place, line in enumerate(_rows(files / "lampiran_sk.csv")) if place % 9]
    common = {"BULAN": "2024-07", "SEGMEN": "PBPU DAN BP PEMDA"}
    rows = [
        {**{name: line[name] for name in ("NO_KARTU", "NIK", "NAMA")}, **common, "RUPIAH": "35000" if place % 7 == 0 else "37800"}
        for place, line in enumerate(lines)
    ]
    nobody = {**rows[0], "NO_KARTU": "9999999999998", "NIK": "", "NAMA": "X"}
    return _write(files / "tagihan_cabang.csv", [*rows, rows[5], nobody])


def _identity_decisions(files: Path) -> Path:
    """What officers decided: poor and members who are, and are not, the resident that their NIK or another's names."""
    residents = [row["NIK"] for row in _rows(files / "penduduk.csv") if len(row["NIK"]) == 16]
    rows = []
    for register, name, number in (("DTKS", "dtks.csv", "ID_DTKS"), ("PESERTA", "peserta.csv", "NO_KARTU")):
        for place, row in enumerate(_rows(files / name)[:60]):
            own = row["NIK"] if len(row["NIK"]) == 16 else residents[place]
            common = {"DAFTAR": register, "NO_SUMBER": row[number] if place % 10 else f"X{place}", "NIK_TERTULIS": row["NIK"]}
            decided = {"DIPUTUSKAN_OLEH": "Kabid", "ALASAN": "tanya RT", "TGL_KEPUTUSAN": f"2024-06-{1 + place % 9}"}
            rows.append({**common, "NIK_PENDUDUK": own, "KEPUTUSAN": ("BERBEDA", "SAMA")[place % 2], **decided})
            if place % 3 == 0:
                other = residents[-place] if place % 5 else "9901010101019001"
                rows.append({**rows[-1], "NIK_PENDUDUK": other, "KEPUTUSAN": "SAMA", "TGL_KEPUTUSAN": "2024-06-05"})
    return _write(files / "identitas.csv", rows)


def _share_with_a_cap(agreement: Path) -> None:
    terms = yaml.safe_load(agreement.read_text(encoding="utf-8"))
    shares = [{"payer": "provinsi", "per_cent": 33, "cap_per_month": 1_500_000}, {"payer": "kabkota", "rest": True}]
    terms["agreement"]["shares"], terms["agreement"]["unpaid"] = shares, {"suspends": True, "after_months": 2}
    agreement.write_text(yaml.safe_dump(terms, allow_unicode=True), encoding="utf-8")


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory, spark_engine: Engine) -> dict[str, Path]:
    """Engine → workspace in which it linked the registers of a small region and closed their month."""
    folder = tmp_path_factory.mktemp("region")
    written = write_ogan_ilir(residents=RESIDENTS, out=folder / "files")
    _share_with_a_cap(folder / "files" / "pks.yaml")
    more = [
        ("decisions", _second_annex),
        ("unpaid", _unpaid),
        ("bill", _branch_bill),
        ("identity_decisions", _identity_decisions),
    ]
    handed_over = [(each.kind, each.path) for each in written.imports if each.as_of <= AS_OF]
    for kind, path in [*handed_over, *((kind, write(folder / "files")) for kind, write in more)]:
        Workspace(folder / "duckdb").import_register(kind=kind, file=path, area=AREA, as_of=AS_OF)
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


def _words(table: Path, column: str) -> set[object]:
    return set(pq.read_table(table, columns=[column])[column].to_pylist())


def test_every_row_of_linking_agrees(closed: dict[str, Path]) -> None:
    linked = {engine: _tables(workspace, "links") for engine, workspace in closed.items()}
    assert _differences(linked["duckdb"], linked["spark"]) == {}
    # It was worth comparing: every decision and most rules and codes occur, with levels and bits.
    assert _words(linked["spark"]["poverty_resident_links"], "decision") == {"accept", "review", "none"}
    assert {"nik_and_name", "weight", "officer"} <= _words(linked["spark"]["poverty_resident_links"], "rule")
    assert _words(linked["spark"]["officer_decisions"], "effect") == {"applied", "superseded", "resident_gone", "subject_gone"}
    assert len(_words(linked["spark"]["poverty_resident_links"], "bits")) > 50
    codes = _words(linked["spark"]["findings"], "code")
    assert {"deceased", "moved", "duplicate", "not_in_register", "identity_differs"} <= codes


def test_every_row_of_the_month_agrees(closed: dict[str, Path]) -> None:
    editions = {engine: _tables(workspace, "editions") for engine, workspace in closed.items()}
    assert set(TABLES) <= set(editions["spark"])
    assert _differences(editions["duckdb"], editions["spark"]) == {}
    month = editions["spark"]
    assert _words(month["list_entries"], "outcome") >= {
        *("billed", "removed_from_list", "not_yet_effective", "differs_from_agreement", "without_decree", "annulled"),
        *("without_agreement", "without_submission_date"),
    }
    assert _words(month["bill_lines"], "payer") == {"kabkota", "provinsi", "pusat"}
    assert _words(month["mismatches"], "code") >= {"deceased", "moved", "duplicate", "identity_uncertain"}
    assert "suspended_for_arrears" in _words(month["spells"], "end_cause")
    assert len(_words(month["reconciliation"], "cause")) >= 4
    assert len(_words(month["family_arrears"], "age_band")) == 5
    for name in ("allocations", "pemda_arrears", "suspensions", "coverage", "position_lines", "ledger"):
        assert pq.read_metadata(month[name]).num_rows > 0, name
