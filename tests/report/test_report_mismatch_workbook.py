"""The officer's workbook: every mismatch once, with person, evidence and room to decide; pairs side by side; nothing dropped."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cakupan.registers.checks import NIK_REASONS
from cakupan.report import Linked, Review, write_mismatch_workbook
from cakupan.report.mismatch_workbook import fault_words, sheet_name
from cakupan.report.texts import sentences

DAY = dt.date(2026, 1, 1)
VILLAGE = "36.73.01.1001"
ACTION = "Nonaktifkan dari daftar daerah ini."
FINDING_TYPES = pa.schema(
    [("subject", pa.string()), ("subject_id", pa.string()), ("subject_row", pa.int64())]
    + [(n, pa.string()) for n in ("code", "nik", "other_id", "evidence", "suggested_action", "bpk_kind")]
)
FIELDS = ("nik", "name", "date", "sex", "household")
DECIDED_TYPES = pa.schema(
    [("query_row", pa.int64()), ("target_row", pa.int64())]
    + [(f"{name}_level", pa.int32()) for name in FIELDS]
    + [(f"{name}_bits", pa.int64()) for name in FIELDS]
    + [
        ("prior_bits", pa.int64()),
        ("bits", pa.int64()),
        ("second_bits", pa.int64()),
        ("decision", pa.string()),
        ("rule", pa.string()),
    ]
)


def person(row: int, **other: Any) -> dict[str, Any]:
    base = {"nik": f"367301010190{9000 + row}", "name": f"WARGA REKAAN {row}", "birth_date": dt.date(1990, 1, 1), "sex": "P"}
    return {
        "row": row,
        **base,
        "mother_name": "IBU REKAAN",
        "family_card_number": "3673010101909999",
        "area_code": VILLAGE,
        **other,
    }


def finding(subject: str, row: int, code: str, bpk_kind: str | None, **other: Any) -> dict[str, Any]:
    told = {
        "subject": subject,
        "subject_id": f"{subject}-{row}",
        "subject_row": row,
        "code": code,
        "nik": f"367301010190{9000 + row}",
    }
    return {**told, "other_id": None, "evidence": f"baris {row}", "suggested_action": ACTION, "bpk_kind": bpk_kind, **other}


FINDINGS = [
    finding("member", 2, "deceased", "nik_not_found_or_invalid"),
    finding("resident", 3, "deceased", "nik_not_found_or_invalid"),
    finding("poverty", 2, "missing_from_cover", None),
    finding("member", 3, "moved", "moved"),
    finding("member", 4, "code_of_next_year", None),
]


def pair(query: int, target: int, bits: int, decision: str, **levels: int) -> dict[str, Any]:
    level = {"nik": 2, "name": 5, "date": 4, "sex": 1, "household": 6, **levels}
    fields = {f"{name}_level": value for name, value in level.items()} | {
        f"{name}_bits": value * 100 for name, value in level.items()
    }
    told = {"query_row": query, "target_row": target, "prior_bits": -1870, "bits": bits, "second_bits": None}
    return {**told, **fields, "decision": decision, "rule": "weight"}


def write(path: Path, rows: list[dict[str, Any]], schema: pa.Schema | None = None) -> Path:
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)
    return path


def linked(folder: Path, findings: list[dict[str, Any]] = FINDINGS, **other: Any) -> Linked:
    registers = {
        name: write(folder / f"{name}.parquet", [person(n) for n in range(2, 9)]) for name in ("resident", "poverty", "member")
    }
    decided = [pair(2, 3, 410, "review"), pair(4, 5, 2400, "accept"), pair(5, 6, 610, "review", nik=-1), pair(6, 7, -900, "none")]
    faults = [
        {
            "file": "dtks.csv",
            "row": 9,
            "column": "TGL_LHR",
            "value": "=31-02-1990",
            "reason": "no such date",
            "severity": "fault",
        },
        {"file": "dtks.csv", "row": 10, "column": "KODE_WILAYAH", "value": "99", "reason": "unknown area", "severity": "warning"},
    ]
    schema = (
        pa.schema([*FINDING_TYPES, ("rupiah_per_month", pa.int64())])
        if findings and "rupiah_per_month" in findings[0]
        else FINDING_TYPES
    )
    return Linked(
        findings=write(folder / "findings.parquet", findings, schema),
        registers=registers,
        reviews=[Review("poverty", write(folder / "decided.parquet", decided, DECIDED_TYPES), registers["poverty"])],
        faults=[write(folder / "faults.parquet", faults)],
        as_of=DAY,
        area_name="Kota Serang",
        **other,
    )


def book_of(found: Linked, folder: Path, **options: int) -> Any:
    write_mismatch_workbook(linked=found, out=folder / "w.xlsx", **options)
    return openpyxl.load_workbook(folder / "w.xlsx", data_only=True)


def table(book: Any, sheet: str, head_row: int = 3) -> list[dict[str, Any]]:
    head, *rows = book[sheet].iter_rows(min_row=head_row, values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows if any(value is not None for value in row)]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("desk")
    return book_of(linked(folder), folder)


def test_kinds_come_in_linkings_order_and_unknown_codes_are_not_hidden(book: Any) -> None:
    kinds = ["Meninggal", "Pindah", "Miskin belum terjamin", "code_of_next_year"]
    assert book.sheetnames == ["Ringkasan", "Petunjuk", "Menurut BPK", *kinds, "Perlu diteliti", "Kesalahan baris"]


def test_every_mismatch_stands_once_with_person_evidence_and_action(book: Any) -> None:
    member, resident = table(book, "Meninggal")
    assert (member["Register"], resident["Register"]) == ("BPJS (peserta)", "Dukcapil (penduduk)")
    assert (member["Nama"], member["Baris berkas"], member["Bukti"]) == ("WARGA REKAAN 2", 2, "baris 2")
    assert member["Tanggal lahir"].date() == dt.date(1990, 1, 1)
    assert member["Tindak lanjut yang disarankan"] == ACTION
    assert (member["Keputusan"], member["Catatan"], member["Rp per bulan"]) == (None, None, None)


def test_the_village_has_its_name(book: Any) -> None:
    row = table(book, "Meninggal")[0]
    assert row["Kecamatan"] == "Serang"
    assert row["Desa/Kelurahan"] not in (None, VILLAGE)


def test_an_area_that_nobody_knows_is_shown_as_its_code(tmp_path: Path) -> None:
    found = linked(tmp_path)
    write(tmp_path / "member.parquet", [person(2, area_code="36.73.01.9999"), person(3, area_code=None), person(4)])
    rows = table(book_of(found, tmp_path), "Meninggal")
    assert rows[0]["Desa/Kelurahan"] == "36.73.01.9999"
    assert table(openpyxl.load_workbook(tmp_path / "w.xlsx"), "Pindah")[0]["Desa/Kelurahan"] is None


def test_the_summary_counts_by_register_and_adds_up(book: Any) -> None:
    *kinds, total = table(book, "Ringkasan", 4)
    deceased = kinds[0]
    assert [deceased[name] for name in ("Jenis", "Dukcapil (penduduk)", "BPJS (peserta)", "Jumlah", "Belum diputuskan")] == [
        "Meninggal", 1, 1, 2, 2,
    ]  # fmt: skip
    assert total["Jumlah"] == len(FINDINGS) == sum(kind["Jumlah"] for kind in kinds)
    assert total["Rp per bulan"] is None, "unknown rupiah are not nothing"


def test_the_summary_follows_the_decisions(tmp_path: Path) -> None:
    found = linked(tmp_path)
    book_of(found, tmp_path)
    formulas = openpyxl.load_workbook(tmp_path / "w.xlsx")["Ringkasan"]
    head = [cell.value for cell in formulas[4]]
    assert formulas.cell(5, head.index("Setuju") + 1).value == "=COUNTIF('Meninggal'!$N$4:$N$5,\"setuju\")"
    assert formulas.cell(5, head.index("Belum diputuskan") + 1).value == "=G5-I5-J5-K5"


def test_rupiah_are_summed_where_a_month_knows_them(tmp_path: Path) -> None:
    priced = [{**one, "rupiah_per_month": 37_800 if at < 2 else None} for at, one in enumerate(FINDINGS)]
    book = book_of(linked(tmp_path, priced), tmp_path)
    *kinds, total = table(book, "Ringkasan", 4)
    assert [kind["Rp per bulan"] for kind in kinds] == [75_600, None, None, None]
    assert total["Rp per bulan"] == 75_600
    assert table(book, "Menurut BPK")[0]["Rp per bulan"] == 75_600


def test_bpks_four_kinds_are_counted_with_what_lies_outside(book: Any) -> None:
    assert [row["Jumlah data"] for row in table(book, "Menurut BPK")] == [2, 1, 0, 0, 2]


def test_only_pairs_under_review_are_shown_the_heaviest_first(book: Any) -> None:
    rows = table(book, "Perlu diteliti")
    assert [(row["Baris berkas"], row["Bobot (bit)"]) for row in rows] == [(5, 6.1), (2, 4.1)]


def test_a_pair_shows_both_sides_the_agreement_and_the_weight_of_each_field(book: Any) -> None:
    row = table(book, "Perlu diteliti")[1]
    assert (row["Nama: register"], row["Nama: penduduk"]) == ("WARGA REKAAN 2", "WARGA REKAAN 3")
    assert (row["NIK: kecocokan"], row["NIK: bobot"]) == ("mirip: satu angka hilang atau tertukar", 2)
    assert row["Tanggal lahir: kecocokan"] == "hari dan bulan tertukar"
    assert row["Ibu · KK · desa: register"].startswith("IBU REKAAN · 3673010101909999 · ")
    assert row["Bobot awal"] == -18.7
    assert table(book, "Perlu diteliti")[0]["NIK: kecocokan"] == "kosong"


def test_decisions_are_chosen_from_words(book: Any) -> None:
    for sheet, words in (("Meninggal", '"setuju,tolak,teliti"'), ("Perlu diteliti", '"sama,berbeda,tanya Dukcapil"')):
        (rule,) = book[sheet].data_validations.dataValidation
        assert rule.formula1 == words
        assert len(book[sheet].conditional_formatting) == 1


def test_rows_that_could_not_be_read_are_there_with_the_reason(book: Any) -> None:
    fault, warning = table(book, "Kesalahan baris")
    assert (fault["Berkas"], fault["Baris"], fault["Kolom"], fault["Isi"], fault["Sifat"]) == (
        "dtks.csv", 9, "TGL_LHR", "=31-02-1990", "kesalahan",
    )  # fmt: skip
    assert warning["Sifat"] == "peringatan"


@pytest.mark.parametrize("reason", [reason for reason, _ in NIK_REASONS.values()])
def test_what_is_wrong_with_a_nik_is_said_in_indonesian(reason: str) -> None:
    assert fault_words(reason) not in ("", reason)
    assert sentences()[f"row_fault.{reason}"].en == reason


def test_a_row_of_too_few_columns_is_counted_in_indonesian_and_a_new_reason_is_not_hidden() -> None:
    assert fault_words("9 columns where the header has 12") == "9 kolom, sedangkan kepala tabel 12"
    assert fault_words("a reason of next year") == "a reason of next year"


def test_a_long_list_goes_on_on_a_second_sheet(tmp_path: Path) -> None:
    many = [finding("member", 2 + at % 7, "moved", "moved", subject_id=f"k{at:03d}") for at in range(25)]
    book = book_of(linked(tmp_path, many), tmp_path, rows_max=13)
    assert [name for name in book.sheetnames if name.startswith("Pindah")] == ["Pindah", "Pindah 2", "Pindah 3"]
    ids = [row["Nomor (NIK/ID/kartu)"] for name in ("Pindah", "Pindah 2", "Pindah 3") for row in table(book, name)]
    assert sorted(ids) == [f"k{at:03d}" for at in range(25)]
    assert table(book, "Ringkasan", 4)[0]["Lembar"] == "Pindah, Pindah 2, Pindah 3"


def test_nothing_mismatched_gives_a_workbook_that_says_so(tmp_path: Path) -> None:
    book = book_of(linked(tmp_path, []), tmp_path)
    assert table(book, "Ringkasan", 4) == []
    assert [row["Jumlah data"] for row in table(book, "Menurut BPK")] == [0, 0, 0, 0, 0]


def test_invented_people_are_announced_and_the_file_is_confidential(tmp_path: Path) -> None:
    book = book_of(linked(tmp_path, invented=True), tmp_path)
    assert book["Ringkasan"]["A3"].value == "Semua orang dalam peragaan ini adalah rekaan."
    assert any("UU 27/2022" in str(cell.value) for row in book["Petunjuk"].iter_rows() for cell in row)


def test_the_same_links_give_the_same_bytes(tmp_path: Path) -> None:
    found = linked(tmp_path)
    for name in ("a.xlsx", "b.xlsx"):
        write_mismatch_workbook(linked=found, out=tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Pindah", "Pindah"),
        ("Dibayar Pemda tetapi pekerja penerima upah", "Dibayar Pemda tetapi pekerja"),
        ("a/b:c[d]*?\\'", "a b c d"),
    ],
)
def test_sheet_names_are_those_that_excel_takes(words: str, name: str) -> None:
    assert sheet_name(words) == name
    assert len(sheet_name(words) + " 99") <= 31
