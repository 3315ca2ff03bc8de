"""The officer's workbook of mismatched data: what does not match, by kind, with evidence, what to do, and room to decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cakupan.linking.mismatch import BPK_KINDS, MISMATCHES
from cakupan.registers.areas import area_name
from cakupan.report.fault_words import fault_words
from cakupan.report.review_sheet import Review, write_reviews
from cakupan.report.sheets import EXCEL_ROWS, Book, Column, Formula, Pages, Sheet
from cakupan.report.texts import say, say_code

CHOICES = ("setuju", "tolak", "teliti")
COLOURS = {"setuju": ("#D7EFE3", "#0F4C4A"), "tolak": ("#F6D9D3", "#7A2114"), "teliti": ("#FFEFC2", "#6B4600")}
FINDING_COLUMNS = (
    Column("No", "whole", 7),
    Column("Register", "text", 22),
    Column("Nomor (NIK/ID/kartu)", "text", 20),
    Column("Baris berkas", "whole", 10),
    Column("Nama", "text", 30),
    Column("Tanggal lahir", "date", 18),
    Column("NIK penduduk", "text", 19),
    Column("Kecamatan", "text", 20),
    Column("Desa/Kelurahan", "text", 22),
    Column("Bukti", "prose", 42),
    Column("Data lain", "text", 18),
    Column("Tindak lanjut yang disarankan", "prose", 36),
    Column("Rp per bulan", "rupiah", 14),
    Column("Keputusan", "entry", 13),
    Column("Catatan", "entry", 28),
)
KIND_COLUMNS = (
    Column("Jenis", "text", 44),
    Column("Lembar", "text", 34),
    Column("Dukcapil (penduduk)", "whole", 13),
    Column("Dinsos (DTKS)", "whole", 13),
    Column("BPJS (peserta)", "whole", 13),
    Column("Lampiran SK", "whole", 13),
    Column("Jumlah", "whole", 12),
    Column("Rp per bulan", "rupiah", 18),
    Column("Setuju", "whole", 10),
    Column("Tolak", "whole", 10),
    Column("Teliti", "whole", 10),
    Column("Belum diputuskan", "whole", 13),
)
SUBJECTS = ("resident", "poverty", "member", "list")
BPK_COLUMNS = (Column("Jenis menurut BPK", "text", 52), Column("Jumlah data", "whole", 14), Column("Rp per bulan", "rupiah", 18))
FAULT_COLUMNS = (
    Column("Berkas", "text", 32),
    Column("Baris", "whole", 10),
    Column("Kolom", "text", 24),
    Column("Isi", "text", 34),
    Column("Sebab", "prose", 60),
    Column("Sifat", "text", 14),
)
SEVERITIES = {"fault": "kesalahan", "warning": "peringatan"}


@dataclass(frozen=True)
class Linked:
    """What linking left behind, as Parquet files: findings, the registers' rows by subject, pairs to review, and row faults.

    ``registers`` maps ``resident``, ``poverty``, ``member`` to the ``rows.parquet`` of its snapshot. A finding may carry
    ``rupiah_per_month``, which a month adds; without it the rupiah stay empty.
    """

    findings: Path
    registers: Mapping[str, Path]
    reviews: Sequence[Review] = ()
    faults: Sequence[Path] = ()
    invented: bool = False
    area_name: str = ""
    as_of: dt.date = field(default=dt.date.min)


def write_mismatch_workbook(*, linked: Linked, out: Path, rows_max: int = EXCEL_ROWS) -> None:
    """Write the officer's workbook to the XLSX file ``out``. After ``rows_max`` rows a sheet goes on on a second one."""
    findings = _findings(linked.findings)
    title = str(say("desk.title", area=linked.area_name or "daerah"))
    with Book(out, title=title, dated=linked.as_of) as book:
        banner = (str(say("page.invented_head")),) if linked.invented else ()
        summary = Sheet(book, "Ringkasan", KIND_COLUMNS, titles=(title, str(say("desk.as_of", date=linked.as_of)), *banner))
        book.prose("Petunjuk", _instructions())
        bpk = Sheet(book, "Menurut BPK", BPK_COLUMNS, titles=("Dihitung menurut empat jenis BPK",))
        sheets = {code: _write_kind(book, linked, code, findings, rows_max) for code in _codes(findings)}
        write_reviews(book, linked.reviews, linked.registers["resident"], rows_max=rows_max)
        _write_faults(book, linked.faults, rows_max)
        _write_summary(summary, findings, sheets)
        _write_bpk(bpk, findings)


def _findings(path: Path) -> pa.Table:
    found = pq.read_table(path)
    if "rupiah_per_month" not in found.column_names:
        found = found.append_column("rupiah_per_month", pa.nulls(len(found), pa.int64()))
    return found.sort_by(
        [("code", "ascending"), ("subject", "ascending"), ("subject_row", "ascending"), ("subject_id", "ascending")]
    )


def _codes(findings: pa.Table) -> list[str]:
    """The codes that occur, in the order in which linking lists them."""
    present = set(pc.unique(findings["code"]).to_pylist())
    known = [mismatch.code for mismatch in MISMATCHES if mismatch.code in present]
    return known + sorted(present - set(known))


def _write_kind(book: Book, linked: Linked, code: str, findings: pa.Table, rows_max: int) -> Pages:
    kind = str(say_code("mismatch_kind", code))
    pages = Pages(
        lambda name: Sheet(book, name, FINDING_COLUMNS, titles=(kind,), frozen_columns=5, rows_max=rows_max),
        sheet_name(kind),
        on_finish=_ask_decision,
    )
    of_kind = findings.filter(pc.equal(findings["code"], code))
    for number, (finding, person) in enumerate(_with_person(of_kind, linked.registers), start=1):
        pages.row(_finding_row(number, finding, person))
    pages.finish()
    return pages


def sheet_name(words: str) -> str:
    """A name that Excel takes for a worksheet: at most 28 characters, so that a number fits behind, none of ``[]:*?/\\``."""
    return "".join(" " if letter in "[]:*?/\\'" else letter for letter in words)[:28].strip()


def _ask_decision(sheet: Sheet) -> None:
    sheet.choices("Keputusan", CHOICES)
    sheet.colour_words("Keputusan", COLOURS)


def _with_person(findings: pa.Table, registers: Mapping[str, Path]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Each finding with the register row that it is about; an empty row where the register is not at hand."""
    for subject in pc.unique(findings["subject"]).to_pylist():
        of_subject = findings.filter(pc.equal(findings["subject"], subject))
        people = _people(registers.get(subject), of_subject["subject_row"])
        for batch in of_subject.to_batches(max_chunksize=8192):
            for finding in batch.to_pylist():
                yield finding, people.get(finding["subject_row"], {})


def _people(register: Path | None, rows: pa.ChunkedArray) -> Mapping[int, Mapping[str, Any]]:
    if register is None:
        return {}
    columns = ["row", "name", "birth_date", "area_code"]
    found = pq.read_table(register, columns=columns, filters=pc.field("row").isin(pc.unique(rows)))
    return {person["row"]: person for person in found.to_pylist()}


def _finding_row(number: int, finding: Mapping[str, Any], person: Mapping[str, Any]) -> tuple[Any, ...]:
    area = person.get("area_code") or ""
    return (
        number,
        str(say_code("subject", finding["subject"])),
        finding["subject_id"],
        finding["subject_row"],
        person.get("name"),
        person.get("birth_date"),
        finding["nik"],
        area_name(area[:8]) if len(area) > 7 else None,
        area_name(area) or area,
        finding["evidence"],
        finding["other_id"],
        finding["suggested_action"],
        finding["rupiah_per_month"],
        "",
        "",
    )


def _write_summary(sheet: Sheet, findings: pa.Table, sheets: Mapping[str, Pages]) -> None:
    rows = []
    for code, pages in sheets.items():
        rows.append(_summary_row(sheet, code, findings.filter(pc.equal(findings["code"], code)), pages))
        sheet.row(rows[-1])
    sheet.finish()
    if rows:
        sheet.row(_totals(sheet, rows), strong=True)


def _summary_row(sheet: Sheet, code: str, findings: pa.Table, pages: Pages) -> tuple[Any, ...]:
    at = {column.head: sheet.cell(column.head) for column in KIND_COLUMNS}
    undecided = f"={at['Jumlah']}-{at['Setuju']}-{at['Tolak']}-{at['Teliti']}"
    return (
        str(say_code("mismatch_kind", code)),
        ", ".join(page.name for page in pages.sheets),
        *(len(findings.filter(pc.equal(findings["subject"], subject))) for subject in SUBJECTS),
        len(findings),
        _rupiah(findings),
        *(_tally(pages, choice) for choice in CHOICES),
        Formula(undecided, len(findings)),
    )


def _tally(pages: Pages, choice: str) -> Formula:
    """How often a decision was entered; none yet when the workbook is handed over."""
    counts = (f'COUNTIF({page.span("Keputusan")},"{choice}")' for page in pages.sheets)
    return Formula("=" + "+".join(counts), 0)


def _totals(sheet: Sheet, rows: Sequence[tuple[Any, ...]]) -> tuple[Any, ...]:
    sums = []
    for at, column in enumerate(KIND_COLUMNS[2:], start=2):
        values = [row[at].value if isinstance(row[at], Formula) else row[at] for row in rows]
        known = [value for value in values if value is not None]
        sums.append(Formula(f"=SUM({sheet.span(column.head, sheet_name=False)})", sum(known)) if known else None)
    return ("Jumlah seluruhnya", None, *sums)


def _rupiah(findings: pa.Table) -> int | None:
    return pc.sum(findings["rupiah_per_month"]).as_py()  # type: ignore[no-any-return]


def _write_bpk(sheet: Sheet, findings: pa.Table) -> None:
    for kind in (*BPK_KINDS, None):
        chosen = pc.is_null(findings["bpk_kind"]) if kind is None else pc.equal(findings["bpk_kind"], kind)
        of_kind = findings.filter(pc.fill_null(chosen, False))
        sheet.row((str(say_code("bpk_kind", kind or "none")), len(of_kind), _rupiah(of_kind)))
    sheet.finish()


def _write_faults(book: Book, faults: Sequence[Path], rows_max: int) -> None:
    pages = Pages(
        lambda name: Sheet(book, name, FAULT_COLUMNS, titles=("Baris yang tidak terbaca dan peringatan",), rows_max=rows_max),
        "Kesalahan baris",
    )
    for path in faults:
        for batch in pq.ParquetFile(path).iter_batches(batch_size=8192):
            for fault in batch.to_pylist():
                pages.row(_fault_row(fault))
    pages.finish()


def _fault_row(fault: Mapping[str, Any]) -> tuple[Any, ...]:
    severity = SEVERITIES.get(fault["severity"], fault["severity"])
    return (*(fault[name] for name in ("file", "row", "column", "value")), fault_words(fault["reason"]), severity)


def _instructions() -> list[tuple[str, str]]:
    return [
        (str(say("desk.how")), ""),
        ("Mulai", str(say("desk.how_start"))),
        ("Keputusan", str(say("desk.how_decide"))),
        ("Perlu diteliti", str(say("desk.how_review"))),
        ("Kesalahan baris", str(say("desk.how_faults"))),
        ("Menyerahkan kembali", str(say("desk.how_return"))),
        ("Istilah", str(say("desk.how_words"))),
        ("Kerahasiaan", str(say("workbook.confidential"))),
        ("BPJS Kesehatan", str(say("page.not_bpjs"))),
    ]
