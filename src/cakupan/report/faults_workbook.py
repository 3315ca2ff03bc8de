"""The bad rows of a file, back to the office that sent it: as they came, with one more column that says what is wrong.

Whoever mends the rows uploads the workbook with the same profile; the column "Kesalahan" is left alone by every profile.
:func:`cakupan.registers.mended.mended_register` puts the mended rows back among the others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from cakupan.law.refusal import Refusal
from cakupan.registers.kinds import kind_named
from cakupan.registers.layout import REMARKS
from cakupan.registers.mended import row_tag
from cakupan.registers.profile import Profile, heading_key, load_profile
from cakupan.registers.snapshot import Snapshot, file_sha256
from cakupan.registers.source import Source, open_source
from cakupan.registers.workbook import as_text
from cakupan.report.fault_words import MISCOUNTED, fault_sentence
from cakupan.report.sheets import EXCEL_ROWS, FORMULA_SIGNS, INK, Book, page_setup
from cakupan.report.texts import say

BATCH_ROWS = 8192
SHEET_NAME_MAX = 31
# Cells of a row that has more than there are headings stand in columns of their own, so that nothing is lost unseen: no
# profile knows these headings, and a file that still has them is refused.
SURPLUS, SURPLUS_MAX = "Kelebihan", 30
BAD, REMARK = "#F6D9D3", "#FFF8E1"
Fault = Mapping[str, Any]


@dataclass(frozen=True)
class _Places:
    """How many columns the file has, how many more its longest row needs, and where the remarks stand."""

    width: int
    surplus: int
    remarks: int


def faults_workbook(
    *, original: Path, snapshot: Snapshot, out: Path, profile: str | Path | Profile | None = None, rows_max: int = EXCEL_ROWS
) -> int:
    """Write the rows of ``original`` that have a fault in ``snapshot`` to the XLSX file ``out``; returns how many.

    ``profile`` is the one the file was read with; it need not be named if it is built in. Memory does not grow with the rows.
    Raises :class:`Refusal` if the file or profile is not the one that was read, nothing is wrong, or a sheet cannot hold it all.
    """
    layout = load_profile(profile if profile is not None else snapshot.profile)
    _check_same(original, snapshot, layout)
    source = open_source(original, profile=layout, kind=kind_named(snapshot.kind))
    first = source.above[-1][0]  # rows of data follow at once, without the blank ones
    with Book(out, title=f"{REMARKS}: {snapshot.file}", dated=snapshot.as_of) as book:
        page = book.workbook.add_worksheet(_sheet_name(source, layout))
        places = _places(source, snapshot)
        _write_top(book, page, source, places)
        write = _CellWriter(book, page, snapshot.file_sha256)
        row = first
        for number, cells, faults in _bad_rows(source, snapshot):
            if row >= rows_max:
                raise _too_many(snapshot)
            _write_row(write, row, _fitted(cells, places, source.delimiter), faults, source, places, number)
            row += 1
        _finish(book, page, source, places, row)
    return row - first


def _check_same(original: Path, snapshot: Snapshot, profile: Profile) -> None:
    if snapshot.faults == 0:
        raise Refusal(snapshot.file, why="no row of it has a fault.", mend="There is nothing to send back.", file=snapshot.file)
    if file_sha256(original) != snapshot.file_sha256 or profile.hash != snapshot.profile_hash:
        raise Refusal(
            original.name,
            why=f"it is not the file, or {profile.name} not the profile, that the faults were found with.",
            mend="Import the file again, then ask for its bad rows.",
            file=original.name,
        )


def _too_many(snapshot: Snapshot) -> Refusal:
    return Refusal(
        f"bad rows of {snapshot.file}",
        why="there are more than a worksheet can hold; then it is not the rows that are wrong, but how the file was made.",
        mend="Look at the reasons (faults.csv lists all), mend the export itself, and deliver the file again.",
        file=snapshot.file,
    )


def _sheet_name(source: Source, profile: Profile) -> str:
    return (profile.sheet or source.encoding.removeprefix("sheet ") if source.encoding.startswith("sheet ") else "Data")[
        :SHEET_NAME_MAX
    ]


def _places(source: Source, snapshot: Snapshot) -> _Places:
    headings = source.shape.layout.headings
    counts = [int(found[1]) for found in map(MISCOUNTED.fullmatch, snapshot.faults_by_reason) if found]
    surplus = min(max(0, max(counts, default=0) - len(headings)), SURPLUS_MAX)
    earlier = [at for at, heading in enumerate(headings) if heading_key(heading) == heading_key(REMARKS)]
    return _Places(len(headings), surplus, earlier[0] if earlier else len(headings) + surplus)


def _write_top(book: Book, page: Any, source: Source, places: _Places) -> None:
    """The rows down to the header, where they stood; text format for every column, so that a mended NIK stays text."""
    page.set_column(0, max(places.width + places.surplus - 1, 0), 18, book.style(num_format="@"))
    page.set_column(places.remarks, places.remarks, 80, book.style(num_format="@"))
    head = book.style(bold=True, text_wrap=True, font_color="#FFFFFF", bg_color=INK, num_format="@")
    plain = book.style(num_format="@")
    # A blank row above the headings may have been read as their upper one.
    upper = next(number for number, cells in source.above if number >= source.header_row and any(cells))
    for number, cells in source.above:
        style = head if number >= upper else plain
        written = list(cells[: places.width])
        if number == upper:
            # Beside merged headings of two rows a heading is the upper cell: the lower one stays empty.
            written += [""] * (places.width - len(written))
            written += [f"{SURPLUS} {at}" for at in range(1, places.surplus + 1)]
            written[places.remarks : places.remarks + 1] = [REMARKS]
        for at, cell in enumerate(written):
            if cell != "":
                page.write_string(number - 1, at, str(cell), style)
    page_setup(page, landscape=True)
    page.repeat_rows(upper - 1, source.above[-1][0] - 1)
    page.freeze_panes(source.above[-1][0], 0)


def _bad_rows(source: Source, snapshot: Snapshot) -> Iterator[tuple[int, Sequence[Any], Sequence[Fault]]]:
    """The rows with faults, in the order of the file; both streams are sorted by row."""
    rows = source.raw_rows()
    for number, faults in groupby(_faults(snapshot), key=lambda fault: fault["row"]):
        cells = next(cells for at, cells in rows if at == number)
        yield number, cells, list(faults)


def _faults(snapshot: Snapshot) -> Iterator[Fault]:
    with pq.ParquetFile(snapshot.faults_path) as file:
        for batch in file.iter_batches(batch_size=BATCH_ROWS):
            yield from batch.filter(pc.equal(batch["severity"], "fault")).to_pylist()


def _fitted(cells: Sequence[Any], places: _Places, delimiter: str) -> Sequence[Any]:
    """The cells in the columns there are; what a row has beyond them stays together in the last."""
    room = places.width + places.surplus
    if not delimiter or len(cells) <= room:
        return cells[:room]
    return [*cells[: room - 1], delimiter.join(cells[room - 1 :])]


def _write_row(
    write: _CellWriter, row: int, cells: Sequence[Any], faults: Sequence[Fault], source: Source, places: _Places, number: int
) -> None:
    headings = source.shape.layout.headings
    bad = {part for fault in faults for part in (fault["column"], *str(fault["column"]).split(" + "))}
    for at, cell in enumerate(cells):
        if at != places.remarks:
            write.cell(row, at, cell, bad=at < len(headings) and headings[at] in bad)
    told = "; ".join(fault_sentence(fault).rstrip(".") for fault in faults)
    write.remark(row, places.remarks, f"{write.tag(number)}: {told}.")


class _CellWriter:
    """Writes cells as what they were: texts as text, numbers as numbers, dates as dates."""

    def __init__(self, book: Book, page: Any, sha256: str) -> None:
        self._page = page
        self._sha256 = sha256
        self._styles = {
            (bad, kind): book.style(
                num_format="dd-mm-yyyy" if kind == "date" else "@",
                **({"bg_color": BAD} if bad else {}),
                **({"quote_prefix": True} if kind == "quoted" else {}),
            )
            for bad in (False, True)
            for kind in ("text", "quoted", "date")
        }
        self._remark = book.style(num_format="@", text_wrap=True, bg_color=REMARK)

    def cell(self, row: int, at: int, value: Any, *, bad: bool) -> None:
        match value:
            case "":
                if bad:
                    self._page.write_blank(row, at, None, self._styles[bad, "text"])
            case str():
                self._page.write_string(
                    row, at, value, self._styles[bad, "quoted" if value.startswith(FORMULA_SIGNS) else "text"]
                )
            case int() | float() if not isinstance(value, bool):
                self._page.write_number(row, at, value, self._styles[bad, "text"])
            case dt.date():
                self._page.write_datetime(row, at, value, self._styles[bad, "date"])
            case _:
                self._page.write_string(row, at, as_text(value), self._styles[bad, "text"])

    def tag(self, row: int) -> str:
        """Which row of which file a remark is about."""
        return row_tag(row, self._sha256)

    def remark(self, row: int, at: int, text: str) -> None:
        self._page.write_string(row, at, text, self._remark)


def _finish(book: Book, page: Any, source: Source, places: _Places, end: int) -> None:
    last = max(places.remarks, places.width + places.surplus - 1)
    page.autofilter(source.above[-1][0] - 1, 0, end - 1, last)
    page.ignore_errors({"number_stored_as_text": f"A1:XFD{end}"})
    book.prose("Petunjuk", [(REMARKS, ""), ("", str(say("returned.how", sheet=page.get_name())))])
