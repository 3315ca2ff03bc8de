"""Delimited text (CSV) as batches of cells, each row with the physical line on which it begins.

Lines end in LF, CRLF or CR, as in a text editor; the header counts, so the first row below a one-line header is 2.
A piece of the file in which every line is one whole row is parsed by Arrow; any other piece (line breaks inside quotes,
blank lines, rows that are too short or too long) is read row by row, so that no row is lost and every number is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as arrow_csv

from cakupan.law.refusal import Refusal
from cakupan.registers.batches import Batch, Note, Shape, texts
from cakupan.registers.kinds import Kind
from cakupan.registers.layout import ROWS_ABOVE_DATA_MAX, Header, find_header, match, no_header
from cakupan.registers.lines import Pieces, Row, cut, leaves_quote_open, rows_of
from cakupan.registers.profile import Profile

DELIMITERS = (",", ";", "|", "\t")
PIECE_BYTES = 32 * 1024 * 1024
SMALL_PIECE_BYTES = 256 * 1024


class DelimitedFile:
    """A CSV file, its header already found and matched. Raises :class:`Refusal` where it cannot be what the profile says."""

    def __init__(self, path: Path, *, profile: Profile, kind: Kind) -> None:
        self._pieces = Pieces(path, piece_bytes=PIECE_BYTES)
        self._file = path.name
        head = self._pieces.head()
        if not head.strip():
            raise _empty(path.name)
        self.delimiter, header, line_after, offset = _find_header(head, profile, file=path.name)
        self.shape = Shape(match(header.headings, profile, file=path.name), profile, kind)
        top = _rows_of_head(head, self.delimiter, path.name)[: header.rows]
        self.above = tuple((row.line, tuple(row.cells or ())) for row in top)
        self.header_row = top[header.rows - header.height].line
        self._line = self._first_line = line_after
        self._skip = offset

    @property
    def encoding(self) -> str:
        """How the text is encoded, as found; mixed files name both."""
        return self._pieces.encoding

    def batches(self) -> Iterator[Batch]:
        """All rows in order; one batch per piece of the file. Raises :class:`Refusal` if the file turns out to be cut off."""
        left, skip = b"", self._skip
        for piece, last in self._pieces:
            whole, skip = (left + piece[skip:], 0) if skip else (left + piece, 0)
            batch, left = self._batch(whole, last=last)
            if batch.table.num_rows:
                yield batch

    def raw_rows(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """Every row as it came, with the line on which it begins; one that could not be read is cut at each delimiter."""
        left, skip, line = b"", self._skip, self._first_line
        for piece, last in self._pieces:
            whole, skip = piece[skip:], 0
            parts = list(cut(whole, SMALL_PIECE_BYTES)) or [b""]
            for index, part in enumerate(parts):
                taken = left + part
                rows, left = self._rows(taken, line, last=last and index == len(parts) - 1)
                lines = taken.splitlines()
                for row in rows:
                    yield row.line, row.cells if row.cells is not None else lines[row.line - line].decode().split(self.delimiter)
                line += _line_count(taken[: len(taken) - len(left)])

    def _rows(self, piece: bytes, line: int, *, last: bool) -> tuple[list[Row], bytes]:
        width = self.shape.layout.width
        return rows_of(piece, first_line=line, delimiter=self.delimiter, width=width, last=last, file=self._file)

    def _batch(self, piece: bytes, *, last: bool) -> tuple[Batch, bytes]:
        """The rows of a piece, and the bytes of a row that goes on in the next piece."""
        table = self._parsed(piece)
        if table is not None:
            return Batch(table), b""
        parts, left = [], b""
        smaller = list(cut(piece, SMALL_PIECE_BYTES))
        for index, part in enumerate(smaller):
            found, left = self._small_batch(left + part, last=last and index == len(smaller) - 1)
            parts.append(found)
        if not parts:
            return Batch(self._table([])), left
        notes = tuple(note for part in parts for note in part.notes)
        return Batch(pa.concat_tables([part.table for part in parts]), notes), left

    def _small_batch(self, piece: bytes, *, last: bool) -> tuple[Batch, bytes]:
        table = self._parsed(piece)
        if table is not None:
            return Batch(table), b""
        rows, left = self._rows(piece, self._line, last=last)
        self._line += _line_count(piece[: len(piece) - len(left)])
        return self._batch_of_rows(rows), left

    def _parsed(self, piece: bytes) -> pa.Table | None:
        """The piece as Arrow reads it, if every line of it is one whole row; else None."""
        lines = _plain_line_count(piece)
        if lines is None or not piece:
            return None
        try:
            table = arrow_csv.read_csv(pa.BufferReader(piece), **self._arrow_options(piece))
        except pa.ArrowInvalid:
            return None
        if table.num_rows != lines or leaves_quote_open(_last_line(piece), delimiter=self.delimiter):
            return None
        numbers = pa.arange(self._line, self._line + lines)
        self._line += lines
        cells = {int(name): table[name] for name in table.column_names}
        return self.shape.batch(cells, numbers, readable=pa.repeat(True, lines), rounded=pa.repeat(False, lines))

    def _arrow_options(self, piece: bytes) -> dict[str, object]:
        wanted = [str(p) for p in self.shape.positions]
        return {
            "read_options": arrow_csv.ReadOptions(
                # Blocks of a megabyte stay in the processor's cache: three times as fast as one block.
                use_threads=False,
                block_size=1 << 20,
                column_names=[str(p) for p in range(self.shape.layout.width)],
            ),
            "parse_options": arrow_csv.ParseOptions(delimiter=self.delimiter, newlines_in_values=b'"' in piece),
            "convert_options": arrow_csv.ConvertOptions(
                check_utf8=False,  # Pieces has seen to it
                include_columns=wanted,
                column_types={name: pa.string() for name in wanted},
                strings_can_be_null=False,
            ),
        }

    def _table(self, rows: list[Row]) -> pa.Table:
        cells = texts([row.cells for row in rows], self.shape.positions)
        numbers = pa.array([row.line for row in rows], pa.int64())
        readable = pa.array([row.cells is not None for row in rows], pa.bool_())
        return self.shape.batch(cells, numbers, readable=readable, rounded=pa.repeat(False, len(rows)))

    def _batch_of_rows(self, rows: list[Row]) -> Batch:
        notes = [Note(row.line, "", row.raw, row.reason) for row in rows if row.cells is None]
        kept = []
        for row in rows:
            clean, found = self._without_nul(row)
            kept.append(clean)
            notes.extend(found)
        return Batch(self._table(kept), tuple(notes))

    def _without_nul(self, row: Row) -> tuple[Row, list[Note]]:
        if row.cells is None or not any("\0" in cell for cell in row.cells):
            return row, []
        headings = self.shape.layout.headings
        notes = [
            Note(row.line, headings[p], cell.replace("\0", ""), "a NUL character in the value was removed", "warning")
            for p, cell in enumerate(row.cells)
            if "\0" in cell
        ]
        return replace(row, cells=[cell.replace("\0", "") for cell in row.cells]), notes


def first_rows(path: Path) -> list[list[tuple[int, list[str]]]]:
    """The first rows, numbered, once for every delimiter they may be cut by."""
    head = Pieces(path, piece_bytes=PIECE_BYTES).head()
    return [[(row.line, row.cells or []) for row in _rows_of_head(head, delimiter, path.name)] for delimiter in DELIMITERS]


def _rows_of_head(head: bytes, delimiter: str, file: str) -> list[Row]:
    rows, _ = rows_of(head, first_line=1, delimiter=delimiter, width=None, last=False, file=file, limit=ROWS_ABOVE_DATA_MAX)
    return rows


def _find_header(head: bytes, profile: Profile, *, file: str) -> tuple[str, Header, int, int]:
    """The delimiter, the header, the line on which the data begin, and their offset in bytes."""
    best: tuple[int, int, str, Header, int, int] | None = None
    # The profile's delimiter is a hint: it comes first, and another one must fit better to be taken.
    for delimiter in dict.fromkeys((profile.delimiter or ",", *DELIMITERS)):
        rows = _rows_of_head(head, delimiter, file)
        known, header = find_header([(row.line, row.cells or []) for row in rows], profile)
        if known and (best is None or known > best[0]):
            end = rows[header.rows - 1]
            best = (known, len(header.headings), delimiter, header, end.line_after, end.offset_after)
    if best is None:
        raise no_header(profile, file=file)
    return best[2], best[3], best[4], best[5]


def _plain_line_count(piece: bytes) -> int | None:
    """How many lines a piece has, or None if it holds what only the row-by-row reader gets right."""
    if b"\0" in piece or (b"\r" in piece and piece.count(b"\r") != piece.count(b"\r\n")):
        return None
    return piece.count(b"\n") + (not piece.endswith(b"\n"))


def _line_count(piece: bytes) -> int:
    return len(piece.splitlines())


def _last_line(piece: bytes) -> str:
    return piece[piece.rfind(b"\n", 0, -1) + 1 :].decode()


def _empty(file: str) -> Refusal:
    return Refusal(f"{file}", why="it is empty.", mend="Ask for the file again; nothing was imported.", file=file)
