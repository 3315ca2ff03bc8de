"""What an edition has beyond its bill as a workbook: lines that Excel adds up again, each sum beside the edition's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cakupan.report.edition import Edition
from cakupan.report.month_sheets import SHEETS, Lines
from cakupan.report.page.render import position_words, title_words
from cakupan.report.sheets import EXCEL_ROWS, Book, Column, Formula, Pages, Sheet, Value
from cakupan.report.texts import say

SUMMARY_COLUMNS = (
    Column("Lembar", "text", 28),
    Column("Yang dijumlahkan", "text", 34),
    Column("Jumlah", "whole", 22),
    Column("Menurut data posisi", "whole", 22),
    Column("Selisih", "whole", 14),
)

NAMED_CELL = re.compile(r"\{([^}]+)\}")


@dataclass(frozen=True)
class _Written:
    """A list that stands in the workbook, on one worksheet or several."""

    lines: Lines
    sheets: Sequence[Sheet]


def write_month_workbook(*, edition: Edition, out: Path, rows_max: int = EXCEL_ROWS) -> None:
    """Write the lists of ``edition`` to the XLSX file ``out``. After ``rows_max`` rows a list goes on on a second worksheet."""
    title = str(title_words(edition))
    banner = (str(say("page.invented_head")),) if edition.position.people_invented else ()
    with Book(out, title=title, dated=edition.position.date) as book:
        summary = Sheet(book, "Ringkasan", SUMMARY_COLUMNS, titles=(title, str(position_words(edition.position)), *banner))
        listed = [found for build in SHEETS if (found := build(edition)) is not None]
        written = [_Written(lines, _write_lines(book, lines, rows_max)) for lines in listed]
        _write_summary(summary, written)
        book.prose("Catatan", _notes(edition))


def _write_lines(book: Book, lines: Lines, rows_max: int) -> Sequence[Sheet]:
    def opened(name: str) -> Sheet:
        return Sheet(book, name, lines.columns, titles=(lines.title,), rows_max=rows_max)

    pages = Pages(opened, lines.name)
    for row in lines.rows:
        pages.row(_placed(row, pages.current))
    pages.finish()
    last = pages.sheets[-1]
    if len(pages.sheets) == 1 and last.next < rows_max and lines.sums:
        last.row(_total(lines, last), strong=True)
    return pages.sheets


def _placed(row: Mapping[str, Any], sheet: Sheet) -> tuple[Value, ...]:
    """The row in the order of the columns, its formulas with the cells of its place: ``{Tagihan}`` is this row's."""
    return tuple(_value(row.get(column.head), sheet) for column in sheet.columns)


def _value(value: Any, sheet: Sheet) -> Value:
    if not isinstance(value, Formula):
        found: Value = value
        return found
    return Formula(NAMED_CELL.sub(lambda named: sheet.cell(named[1]), value.text), value.value)


def _total(lines: Lines, sheet: Sheet) -> tuple[Value, ...]:
    first = lines.columns[0].head
    summed = {head: Formula(f"=SUM({sheet.span(head, sheet_name=False)})", value) for head, value in lines.sums.items()}
    return tuple("Jumlah" if column.head == first else summed.get(column.head) for column in lines.columns)


def _write_summary(sheet: Sheet, written: Sequence[_Written]) -> None:
    """Every sum recomputed from its lines beside the edition's, and the one cell that says whether they agree."""
    for row in _summary_rows(sheet, written):
        sheet.row(row)
    sheet.finish()
    span = sheet.span("Selisih", sheet_name=False)
    verdict = Formula(f'=IF(SUMPRODUCT(--({span}<>0))=0,"COCOK","TIDAK COCOK")', "COCOK")
    sheet.row(("Pemeriksaan selisih", verdict, None, None, None), strong=True)


def _summary_rows(sheet: Sheet, written: Sequence[_Written]) -> Iterator[tuple[Value, ...]]:
    for each in written:
        for head, value in each.lines.sums.items():
            text = "=" + "+".join(f"SUM({page.span(head)})" for page in each.sheets)
            ours, theirs = sheet.cell("Jumlah"), sheet.cell("Menurut data posisi")
            yield (each.lines.name, head, Formula(text, value), value, Formula(f"={ours}-{theirs}", 0))


def _notes(edition: Edition) -> list[tuple[str, str]]:
    notes = [
        ("Catatan", ""),
        ("Cara memeriksa", str(say("month_workbook.check"))),
        ("Kerahasiaan", str(say("workbook.confidential"))),
        ("BPJS Kesehatan", str(say("page.not_bpjs"))),
    ]
    where = edition.position
    notes.append(("Data posisi", str(say("page.footer", edition=where.edition, law=where.law, code=where.code))))
    if where.people_invented:
        notes.insert(1, (str(say("page.invented_head")), str(say("page.invented_body"))))
    return notes
