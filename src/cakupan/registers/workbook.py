"""Workbooks (XLSX, XLS, XLSB, ODS) as batches of cells, each row with its number in the sheet.

A number has no more than fifteen digits in a spreadsheet: a NIK or KK stored as one was rounded, and nobody can say from what.
"""

from __future__ import annotations

import datetime as dt
import difflib
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from cakupan.law.refusal import Refusal
from cakupan.registers.batches import Batch, Note, Shape, texts
from cakupan.registers.kinds import Kind
from cakupan.registers.layout import ROWS_ABOVE_DATA_MAX, Header, find_header, match, no_header
from cakupan.registers.profile import Profile

ROWS_PER_BATCH = 50_000
# A sheet holds a million rows; a file that unpacks to more than this is not a register.
UNPACKED_BYTES_MAX = 4 * 1024**3
DIGITS_MAX = 15
ROUNDED = "the spreadsheet stored this number as a number: beyond 15 digits it is rounded"
READS_OF_LONG_NUMBERS = ("nik", "family_card", "card")


class WorkbookFile:
    """A sheet of a workbook, its header found and matched. Raises :class:`Refusal` where it is not what the profile says."""

    delimiter = ""

    def __init__(self, path: Path, *, profile: Profile, kind: Kind) -> None:
        self._file = path.name
        _refuse_bomb(path)
        workbook = _opened(path)
        self._sheet, header = _find_sheet(workbook, profile, file=path.name)
        self.encoding = f"sheet {self._sheet.name}"
        # Blank columns behind the last heading hold what somebody scribbled, not the register.
        headings = header.headings[: _width(header.headings)]
        self.shape = Shape(match(headings, profile, file=path.name), profile, kind)
        self._rows_above = header.rows
        self.header_row = header.rows - header.height + 1
        self.above = tuple((number, tuple(cells)) for number, cells in _first_rows(self._sheet)[: header.rows])

    def raw_rows(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """Every row that is not blank as it came, with its number in the sheet."""
        for number, cells in _numbered_rows(self._sheet):
            if number > self._rows_above and not all(_is_blank(cell) for cell in cells):
                yield number, cells

    def batches(self) -> Iterator[Batch]:
        """All rows in order that are not blank."""
        held: list[tuple[int, Sequence[Any]]] = []
        for number, cells in self.raw_rows():
            held.append((number, cells))
            if len(held) == ROWS_PER_BATCH:
                yield self._batch(held)
                held = []
        if held:
            yield self._batch(held)

    def _batch(self, rows: list[tuple[int, Sequence[Any]]]) -> Batch:
        width = self.shape.layout.width
        written = [[as_text(cell) for cell in (*cells[:width], *[""] * (width - len(cells)))] for _, cells in rows]
        numbers = pa.array([number for number, _ in rows], pa.int64())
        rounded, notes = self._rounded(rows)
        table = self.shape.batch(
            texts(written, self.shape.positions),
            numbers,
            readable=pa.repeat(True, len(rows)),
            rounded=pa.array(rounded, pa.bool_()),
        )
        return Batch(table, tuple(notes))

    def _rounded(self, rows: list[tuple[int, Sequence[Any]]]) -> tuple[list[bool], list[Note]]:
        """Whether each row's NIK is a rounded number, and a note for every other long number that is."""
        places = {
            column.name: self.shape.layout.places[column.name].positions[0]
            for column in self.shape.kind.columns
            if column.reads in READS_OF_LONG_NUMBERS and column.name in self.shape.layout.places
        }
        nik = places.pop("nik", None)
        flags = [nik is not None and nik < len(cells) and is_rounded(cells[nik]) for _, cells in rows]
        notes = [
            Note(number, self.shape.layout.headings[place], as_text(cells[place]), ROUNDED)
            for number, cells in rows
            for place in places.values()
            if place < len(cells) and is_rounded(cells[place])
        ]
        return flags, notes


def as_text(cell: Any) -> str:
    """A cell as the text that a CSV file would hold: whole numbers without a fraction, dates in ISO form."""
    match cell:
        case str():
            return cell
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if cell.is_integer():
            return str(int(cell))
        case dt.datetime() | dt.date():
            return cell.isoformat()[:10]
        case _:
            return str(cell)


def is_rounded(cell: Any) -> bool:
    """Whether a cell is a number of more digits than a spreadsheet keeps."""
    return isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= 10**DIGITS_MAX


def _is_blank(cell: Any) -> bool:
    return isinstance(cell, str) and not cell.strip()


def first_rows(path: Path) -> list[list[tuple[int, list[str]]]]:
    """The first rows of every sheet, numbered, as texts. Raises :class:`Refusal` if the file cannot be opened."""
    _refuse_bomb(path)
    workbook = _opened(path)
    return [_first_rows(workbook.get_sheet_by_name(name)) for name in workbook.sheet_names]


def _numbered_rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[Any]]]:
    """The rows with their numbers in the sheet; columns count from the first used one."""
    # iter_rows begins at row 1 wherever the used area does; to_python would hold the whole sheet a second time.
    return enumerate(sheet.iter_rows(), start=1) if sheet.start is not None else iter(())


def _width(headings: Sequence[str]) -> int:
    return max((position + 1 for position, heading in enumerate(headings) if heading), default=0)


def _opened(path: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(path)
    except (CalamineError, OSError) as error:
        raise Refusal(
            path.name,
            why=f"it cannot be opened as a workbook ({type(error).__name__}): cut off, damaged or protected by a password.",
            mend="Open it in a spreadsheet, save it again without a password, or ask for the file again.",
            file=path.name,
        ) from error


def _refuse_bomb(path: Path) -> None:
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as packed:
        unpacked = sum(part.file_size for part in packed.infolist())
    if unpacked > UNPACKED_BYTES_MAX:
        raise Refusal(
            path.name,
            why=f"it unpacks to {unpacked // 1024**2} MB, more than a workbook of a register can hold.",
            mend="Deliver a register of this size as CSV.",
            file=path.name,
        )


def _find_sheet(workbook: CalamineWorkbook, profile: Profile, *, file: str) -> tuple[CalamineSheet, Header]:
    """The sheet that the profile names; without a name the one whose header the profile knows best, the first of equals."""
    names = list(workbook.sheet_names)
    if profile.sheet is not None and profile.sheet not in names:
        raise _wrong_sheet(profile.sheet, names, file)
    best: tuple[int, CalamineSheet, Header] | None = None
    for name in [profile.sheet] if profile.sheet is not None else names:
        sheet = workbook.get_sheet_by_name(name)
        known, header = find_header(_first_rows(sheet), profile)
        if known and (best is None or known > best[0]):
            best = (known, sheet, header)
    if best is None:
        raise no_header(profile, file=file, where=f" (sheets: {', '.join(names)})")
    return best[1], best[2]


def _first_rows(sheet: CalamineSheet) -> list[tuple[int, list[str]]]:
    rows = []
    for number, cells in _numbered_rows(sheet):
        if number > ROWS_ABOVE_DATA_MAX:
            break
        rows.append((number, [as_text(cell) for cell in cells]))
    return rows


def _wrong_sheet(wanted: str, names: list[str], file: str) -> Refusal:
    near = difflib.get_close_matches(wanted, names, n=1)
    return Refusal(
        f"sheet {wanted!r} of {file}",
        why=f"there is none of this name; it has {', '.join(names)}." + (f" Nearest: {near[0]}." if near else ""),
        mend="Rename the sheet, or name the right one under 'sheet' in a profile of your own.",
        file=file,
        sheets=names,
        nearest=near[0] if near else None,
    )
