"""The batch file for the branch (e-Dabu): proposed enrolments, removals and changes in one of the branch's forms, or as CSV."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cakupan.law.refusal import Refusal
from cakupan.registers.branch_batch import BatchHead, BatchRow
from cakupan.registers.cells import csv_text
from cakupan.registers.forms import Form, FormColumn, column_of, form_of
from cakupan.registers.profile import Profile, load_profile
from cakupan.report.sheets import FORMULA_SIGNS, Book
from cakupan.report.templates import SHEET, write_headings

BATCH_PROFILES = ("usulan-pbi", "mutasi-bpjs", "decisions")
LINES_NAMED = 5


def write_branch_batch(*, rows: Sequence[BatchRow], head: BatchHead, profile: str, dated: dt.date, out: Path) -> int:
    """Write a batch in the form of ``profile`` (one of ``BATCH_PROFILES``) as XLSX, or CSV if ``out`` ends so; returns its rows.

    What is written is read back by the same profile. Raises :class:`Refusal` if there are no rows, or one lacks what the form
    requires or says what the form cannot say; then nothing is written.
    """
    layout = load_profile(profile)
    form = form_of(layout)
    if profile not in BATCH_PROFILES:
        raise Refusal(
            f"profile {profile}", why="the branch takes no batch in it.", mend=f"Use one of {', '.join(BATCH_PROFILES)}."
        )
    if not rows:
        raise Refusal("the batch", why="it has no rows.", mend="Choose at least one person.")
    _check_constants(rows, layout)
    cells = [[_cell(row, column, layout) for column in form.columns] for row in rows]
    _check_required(rows, cells, form, layout)
    if out.suffix.lower() == ".csv":
        _write_csv(cells, form, out)
    else:
        _write_xlsx(cells, form, layout, head, dated, out)
    return len(cells)


def _check_constants(rows: Sequence[BatchRow], profile: Profile) -> None:
    """A form that stands for one decision or segment cannot carry another: it would be read back as what it is not."""
    for name, only in profile.constants.items():
        other = [row.line for row in rows if getattr(row, name, only) != only]
        if other:
            raise _lines(other, f"form {profile.name} is for {name} {only} only.", "Send these rows in another form.")


def _check_required(rows: Sequence[BatchRow], cells: Sequence[Sequence[str]], form: Form, profile: Profile) -> None:
    for at, column in enumerate(form.columns):
        held = column_of(column.heading, profile)
        if held is None or held.name not in profile.required:
            continue
        empty = [row.line for row, written in zip(rows, cells, strict=True) if written[at] in ("", column.lead)]
        if empty:
            raise _lines(empty, f"{column.heading} is empty, and the form requires it.", "Fill it in, or take the rows out.")


def _cell(row: BatchRow, column: FormColumn, profile: Profile) -> str:
    value = getattr(row, column.holds) if column.holds else None
    if value is None or value == "":
        return ""
    if isinstance(value, dt.date):
        return _written(value)
    return column.lead + _coded(str(value), row, column, profile)


def _coded(value: str, row: BatchRow, column: FormColumn, profile: Profile) -> str:
    """What the form writes for a value: its own code, else the usual label of the profile that reads it back."""
    held = column_of(column.heading, profile)
    codes: Mapping[str, str] = column.codes or _usual_labels(profile, held.name if held else "")
    if codes and value not in codes:
        raise _lines([row.line], f"{column.heading} cannot say {value!r}.", f"Use one of {', '.join(codes)}.")
    return codes[value] if codes else value


def _usual_labels(profile: Profile, column: str) -> Mapping[str, str]:
    first: dict[str, str] = {}
    for label, value in profile.values.get(column, {}).items():
        first.setdefault(value, label)
    return first


def _written(day: dt.date) -> str:
    return day.strftime("%d/%m/%Y")


def _write_csv(cells: Sequence[Sequence[str]], form: Form, out: Path) -> None:
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(column.heading for column in form.columns)
        writer.writerows([csv_text(cell) for cell in row] for row in cells)


def _write_xlsx(cells: Sequence[Sequence[str]], form: Form, profile: Profile, head: BatchHead, dated: dt.date, out: Path) -> None:
    with Book(out, title=head.title or profile.says, dated=dated) as book:
        page = book.workbook.add_worksheet(profile.sheet or SHEET)
        page.set_column(0, len(form.columns) - 1, 18, book.style(num_format="@"))
        told = {name: _told(value) for name, value in asdict(head).items()}
        for at, line in enumerate(form.titles):
            page.write_string(at, 0, line.format_map(told).strip(), book.style(bold=at == 0))
        write_headings(book, page, form)
        plain, quoted = book.style(num_format="@"), book.style(num_format="@", quote_prefix=True)
        for number, row in enumerate(cells, start=form.data_row - 1):
            for at, cell in enumerate(row):
                if cell:
                    page.write_string(number, at, cell, quoted if cell.startswith(FORMULA_SIGNS) else plain)
        page.ignore_errors({"number_stored_as_text": f"A1:XFD{form.data_row + len(cells)}"})


def _told(value: Any) -> str:
    return _written(value) if isinstance(value, dt.date) else str(value or "")


def _lines(lines: Sequence[int], why: str, mend: str) -> Refusal:
    shown = ", ".join(map(str, lines[:LINES_NAMED])) + (
        f" and {len(lines) - LINES_NAMED} more" if len(lines) > LINES_NAMED else ""
    )
    return Refusal(f"lines {shown} of the batch", why=why, mend=mend, lines=list(lines))
