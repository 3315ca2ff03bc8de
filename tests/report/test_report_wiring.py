"""From a published edition and its workspace to the two files: addresses come from the annex that the edition names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import openpyxl

from cakupan.wiring.editions import PublishedEdition
from cakupan.wiring.report import write_reports
from cakupan.wiring.workspace import Workspace
from report.edition_fixture import EDITION, Entry, entries, manifest, write_edition

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
