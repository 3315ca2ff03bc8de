"""What was decided about mismatched data, back to the office that has to act: one workbook each, a sheet for every kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cakupan.registers.areas import area_name
from cakupan.report.mismatch_workbook import sheet_name
from cakupan.report.sheets import EXCEL_ROWS, Book, Column, Formula, Pages, Sheet
from cakupan.report.texts import say, say_code

AGREED, TO_REVIEW = "setuju", "teliti"
# Who acts on what. Dukcapil confirms before Dinsos proposes; the branch changes nothing that is not agreed.
OFFICES: Mapping[str, tuple[str, ...]] = {
    "dukcapil": (
        "deceased",
        "moved",
        "not_in_register",
        "identity_differs",
        "identity_uncertain",
        "nik_missing_or_invalid",
        "newborn_without_nik",
    ),
    "dinsos": ("duplicate", "not_in_register", "decile_above_threshold", "missing_from_cover"),
    "branch": (
        "deceased",
        "moved",
        "duplicate",
        "not_in_register",
        "funded_twice",
        "wage_earner_paid_by_pemda",
        "identity_differs",
        "nik_missing_or_invalid",
    ),
}
DECISIONS_SENT: Mapping[str, tuple[str, ...]] = {
    "dukcapil": (AGREED, TO_REVIEW),
    "dinsos": (AGREED, TO_REVIEW),
    "branch": (AGREED,),
}
COLUMNS = (
    Column("No", "whole", 7),
    Column("Register", "text", 20),
    Column("Nomor (NIK/ID/kartu)", "text", 20),
    Column("NIK", "text", 19),
    Column("Nomor KK", "text", 19),
    Column("Nama", "text", 30),
    Column("Tanggal lahir", "date", 18),
    Column("Kecamatan", "text", 20),
    Column("Desa/Kelurahan", "text", 22),
    Column("Bukti", "prose", 42),
    Column("Tindak lanjut yang disarankan", "prose", 36),
    Column("Rp per bulan", "rupiah", 14),
    Column("Rp sampai posisi", "rupiah", 16),
    Column("Keputusan", "text", 12),
    Column("Alasan", "prose", 30),
    Column("Jawaban", "entry", 28),
    Column("Tanggal jawaban", "entry", 16),
)
SUMMARY = (
    Column("Jenis", "text", 44),
    Column("Lembar", "text", 34),
    Column("Jumlah", "whole", 12),
    Column("Rp per bulan", "rupiah", 18),
    Column("Rp sampai posisi", "rupiah", 18),
)


@dataclass(frozen=True, kw_only=True)
class DecidedMismatch:
    """One mismatch with its decision (``setuju``, ``tolak``, ``teliti``) and why; rupiah None where nothing hangs on it."""

    code: str
    subject: str
    subject_id: str
    name: str
    evidence: str
    suggested_action: str
    decision: str
    reason: str = ""
    nik: str = ""
    family_card_number: str = ""
    birth_date: dt.date | None = None
    area_code: str = ""
    rupiah_per_month: int | None = None
    rupiah_to_date: int | None = None

    @property
    def person(self) -> tuple[str, str]:
        """What tells one person from another: the NIK, without one the register's own number."""
        return ("", self.nik) if self.nik else (self.subject, self.subject_id)


def write_list_back(
    *, office: str, rows: Sequence[DecidedMismatch], area: str, as_of: dt.date, out: Path, rows_max: int = EXCEL_ROWS
) -> int:
    """Write one office's list (a key of ``OFFICES``) to the XLSX file ``out``; returns how many rows it has.

    ``area`` is the area's name. A list without rows is written too: that there is nothing to do is an answer.
    """
    kinds = {
        code: [row for row in rows if row.code == code and row.decision in DECISIONS_SENT[office]] for code in OFFICES[office]
    }
    sent = [row for found in kinds.values() for row in found]
    title = str(say("list_back.title", office=say_code("office_name", office), area=area))
    with Book(out, title=title, dated=as_of) as book:
        summary = Sheet(book, "Ringkasan", SUMMARY, titles=(title, str(say("list_back.as_of", date=as_of))))
        book.prose("Petunjuk", _instructions(office))
        pages = {code: _write_kind(book, code, found, rows_max) for code, found in kinds.items() if found}
        _write_summary(summary, kinds, pages, sent)
    return len(sent)


def _instructions(office: str) -> list[tuple[str, str]]:
    also = say("list_back.also_review") if TO_REVIEW in DECISIONS_SENT[office] else ""
    return [
        (str(say("list_back.how")), ""),
        ("Isi daftar", str(say("list_back.rows", also=also))),
        ("Jawaban", str(say("list_back.ask"))),
        ("Jumlah", str(say("list_back.sums"))),
        ("Istilah", str(say("desk.how_words"))),
        ("Kerahasiaan", str(say("workbook.confidential"))),
        ("BPJS Kesehatan", str(say("page.not_bpjs"))),
    ]


def _write_kind(book: Book, code: str, rows: Sequence[DecidedMismatch], rows_max: int) -> Pages:
    kind = str(say_code("mismatch_kind", code))
    pages = Pages(lambda name: Sheet(book, name, COLUMNS, titles=(kind,), frozen_columns=6, rows_max=rows_max), sheet_name(kind))
    in_order = sorted(rows, key=lambda row: (row.area_code, row.family_card_number, row.name, row.subject_id))
    for number, row in enumerate(in_order, start=1):
        pages.row(_row(number, row))
    pages.finish()
    return pages


def _row(number: int, row: DecidedMismatch) -> Sequence[str | int | dt.date | None]:
    return (
        number,
        str(say_code("subject", row.subject)),
        row.subject_id,
        row.nik,
        row.family_card_number,
        row.name,
        row.birth_date,
        *places(row.area_code),
        row.evidence,
        row.suggested_action,
        row.rupiah_per_month,
        row.rupiah_to_date,
        row.decision,
        row.reason,
        "",
        "",
    )


def places(code: str) -> tuple[str, str]:
    """The names of kecamatan and village of a dotted code; the code itself where the list does not have it."""
    return (area_name(code[:8]) or "" if len(code) > 7 else "", area_name(code) or code)


def _write_summary(
    sheet: Sheet, kinds: Mapping[str, Sequence[DecidedMismatch]], pages: Mapping[str, Pages], sent: Sequence[DecidedMismatch]
) -> None:
    for code, rows in kinds.items():
        named = ", ".join(page.name for page in pages[code].sheets) if code in pages else "–"
        sheet.row((str(say_code("mismatch_kind", code)), named, len(rows), *_money(rows, pages.get(code))))
    sheet.finish()
    sums = (len(sent), _sum(sent, "rupiah_per_month"), _sum(sent, "rupiah_to_date"))
    totals = [
        Formula(f"=SUM({sheet.span(column.head, sheet_name=False)})", value)
        for column, value in zip(SUMMARY[2:], sums, strict=True)
    ]
    sheet.row(("Jumlah seluruhnya", "", *totals), strong=True)
    # The same person deceased and entered twice costs once.
    once = list({row.person: row for row in sorted(sent, key=_weight)}.values())
    per_month, to_date = _sum(once, "rupiah_per_month"), _sum(once, "rupiah_to_date")
    sheet.row((str(say("list_back.once")), "", len(once), per_month, to_date), strong=True)


def _weight(row: DecidedMismatch) -> tuple[int, int]:
    return row.rupiah_per_month or 0, row.rupiah_to_date or 0


def _money(rows: Sequence[DecidedMismatch], pages: Pages | None) -> tuple[Formula | int, Formula | int]:
    if pages is None:
        return 0, 0
    return _sum_of(pages, "Rp per bulan", _sum(rows, "rupiah_per_month")), _sum_of(
        pages, "Rp sampai posisi", _sum(rows, "rupiah_to_date")
    )


def _sum_of(pages: Pages, head: str, value: int) -> Formula:
    return Formula("=" + "+".join(f"SUM({page.span(head)})" for page in pages.sheets), value)


def _sum(rows: Sequence[DecidedMismatch], name: str) -> int:
    return sum(getattr(row, name) or 0 for row in rows)
