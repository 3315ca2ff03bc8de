"""From a published edition and its workspace to the two files: addresses come from the annex that the edition names."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from cakupan.law.calendar import Month
from cakupan.report.texts import Words, say_code
from cakupan.wiring.boundaries import load_boundaries
from cakupan.wiring.editions import PublishedEdition, publish
from cakupan.wiring.linking import IDENTITY_DECISIONS
from cakupan.wiring.month_inputs import ADDING, NEEDED, USEFUL
from cakupan.wiring.report import write_reports
from cakupan.wiring.workspace import Workspace
from report.cover_fixture import COVERAGE, Area, coverage_rows, write_table
from report.edition_fixture import EDITION, Entry, entries, manifest, write_edition
from report.money_fixture import outlook
from report.page_reader import read

WHO = "NO_URUT,NIK,NO_KARTU,NAMA,ALAMAT,KODE_WILAYAH"
WHAT = "KEPUTUSAN,SEGMEN,KELAS,PEMBAYAR,NO_PKS,NO_SK,TGL_SK,TGL_USUL,DIPUTUSKAN_OLEH,ALASAN"


def imported_annex(folder: Path, listed: Sequence[Entry], *, lane: str = "KP. BARU") -> str:
    """Import an annex of these entries into the workspace; returns the snapshot's hash."""
    rest = "36.73.01.1001,MASUK,PEMDA,3,kabkota,,,2021-06-18,2021-06-18,,"
    lines = [f"{e.line},{e.nik},,{e.name},{lane} NO. {e.line},{rest}" for e in listed]
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "lampiran_sk.csv"
    file.write_text("\n".join([f"{WHO},{WHAT}", *lines]) + "\n", encoding="utf-8")
    store = Workspace(folder.parent / "workspace")
    return store.import_register(kind="decisions", file=file, area="36.73", as_of=dt.date(2021, 6, 18)).snapshot.hash


def published(folder: Path, listed: Sequence[Entry], *annexes: str) -> PublishedEdition:
    write_edition(folder / "edition", listed)
    told = manifest()
    (pattern,) = [each for each in told["inputs"] if each["kind"] == "decisions"]
    others = [each for each in told["inputs"] if each["kind"] != "decisions"]
    told["inputs"] = [*others, *({**pattern, "snapshot": hashed} for hashed in annexes)]
    return PublishedEdition(folder=folder / "edition", hash=EDITION, manifest=told)


def first_line(path: Path) -> dict[str, object]:
    head, line, *_ = openpyxl.load_workbook(path, data_only=True)["Rincian"].iter_rows(values_only=True)
    return dict(zip(map(str, head), line, strict=True))


def test_both_papers_are_written_with_the_addresses_of_the_annex(tmp_path: Path) -> None:
    listed = entries(3)
    edition = published(tmp_path, listed, imported_annex(tmp_path / "files", listed))
    written = write_reports(workspace=tmp_path / "workspace", edition=edition, out=tmp_path / "out", people_invented=True)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["laporan.html", "tagihan.xlsx"]
    assert first_line(written.bill)["Alamat"] == "KP. BARU NO. 1"
    assert "tagihan.xlsx" in written.report.read_text(encoding="utf-8")


def test_an_annex_that_the_edition_does_not_name_says_nothing(tmp_path: Path) -> None:
    listed = entries(2)
    imported_annex(tmp_path / "files", listed)
    written = write_reports(workspace=tmp_path / "workspace", edition=published(tmp_path, listed), out=tmp_path / "out")
    assert first_line(written.bill)["Alamat"] is None


def test_two_annexes_of_one_file_name_leave_the_address_open_rather_than_wrong(tmp_path: Path) -> None:
    listed = entries(2)
    one, other = imported_annex(tmp_path / "a", listed), imported_annex(tmp_path / "b", listed, lane="JL. LAIN")
    edition = published(tmp_path, listed, one, other)
    written = write_reports(workspace=tmp_path / "workspace", edition=edition, out=tmp_path / "out")
    assert first_line(written.bill)["Alamat"] is None


def published_position(workspace: Path, month: str, registered: int) -> PublishedEdition:
    """A published edition of one month with coverage of one area."""

    def write(folder: Path) -> dict[str, object]:
        write_table(folder, "coverage", coverage_rows([Area("36.73.01", 1000, registered)], whole="36.73"), COVERAGE)
        write_edition(folder, entries(1))
        return {**manifest(), "month": month}

    return publish(workspace=workspace, area="36.73", month=Month.parse(month), write=write)


def test_the_trend_has_the_published_months_up_to_this_one(tmp_path: Path) -> None:
    earlier, this, later = (
        published_position(tmp_path / "w", month, registered)
        for month, registered in (("2021-06", 700), ("2021-07", 710), ("2021-08", 720))
    )
    written = write_reports(workspace=tmp_path / "w", edition=this, out=tmp_path / "out")
    rows = {row[0]: row[1:4] for row in read(written.report).rows}
    assert rows["Juni 2021"] == ["1.000", "700", "70,00 %"]
    assert rows["Juli 2021"] == ["1.000", "710", "71,00 %"]
    assert "Agustus 2021" not in rows
    assert len({each.hash for each in (earlier, this, later)}) == 3


def test_where_there_is_more_than_a_bill_there_is_a_second_workbook(tmp_path: Path) -> None:
    edition = published_position(tmp_path / "w", "2021-07", 700)
    written = write_reports(workspace=tmp_path / "w", edition=edition, out=tmp_path / "out")
    assert written.month is not None
    assert openpyxl.load_workbook(written.month).sheetnames[:2] == ["Ringkasan", "Cakupan"]
    assert "laporan.xlsx" in written.report.read_text(encoding="utf-8")


def test_the_outlook_and_the_boundaries_reach_the_page(tmp_path: Path) -> None:
    edition = published_position(tmp_path / "w", "2021-07", 700)
    ring = [[106.1, -6.1], [106.2, -6.1], [106.2, -6.2], [106.1, -6.2], [106.1, -6.1]]
    feature = {"type": "Feature", "properties": {"kode": "36.73.01"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    (tmp_path / "b.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    load_boundaries(workspace=tmp_path / "w", file=tmp_path / "b.geojson", area="36.73")
    written = write_reports(workspace=tmp_path / "w", edition=edition, out=tmp_path / "out", outlook=outlook())
    html = written.report.read_text(encoding="utf-8")
    assert '<svg class="map"' in html
    assert "65.000 jiwa kehilangan jaminan" in html


@pytest.mark.parametrize("kind", [*NEEDED, *USEFUL, *ADDING, IDENTITY_DECISIONS])
def test_every_register_that_a_month_rests_on_has_its_words(kind: str) -> None:
    assert say_code("source", kind) != Words(kind, kind)
