"""Text files as pieces of whole lines in UTF-8, and lines as rows of cells, with the physical line of each."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

from cakupan.law.refusal import Refusal

HEAD_BYTES = 256 * 1024
# A quoted cell beyond this is a stray quote: no office writes a cell of this length.
QUOTED_CELL_MAX = 100_000
RAW_SHOWN_MAX = 500
# A line of so many columns inside a quoted cell is no prose: the quote before it is a stray one.
TELLING_WIDTH = 6


@dataclass(frozen=True)
class Row:
    """A row of the file: the physical line on which it begins, its cells or why there are none, and what follows it."""

    line: int
    cells: list[str] | None
    line_after: int
    offset_after: int
    raw: str = ""
    reason: str = ""


class Pieces:
    """A text file as consecutive pieces of whole lines, re-coded to UTF-8; iterating gives (piece, is it the last).

    A line that is not UTF-8 is read as Windows-1252, so a file that two programs have appended to is read right.
    """

    def __init__(self, path: Path, *, piece_bytes: int) -> None:
        self._path = path
        self._piece_bytes = piece_bytes
        self._unicode = unicode_of(path)
        self._recoded_lines = 0

    @property
    def encoding(self) -> str:
        """The encoding found; final only when all pieces were read."""
        if self._recoded_lines and self._unicode == "utf-8":
            return "windows-1252"
        return self._unicode

    def head(self) -> bytes:
        """The first lines, enough to find the header in."""
        for piece, _ in self._cut(HEAD_BYTES):
            return piece
        return b""

    def __iter__(self) -> Iterator[tuple[bytes, bool]]:
        self._recoded_lines = 0
        return self._cut(self._piece_bytes)

    def _cut(self, size: int) -> Iterator[tuple[bytes, bool]]:
        with self._path.open("rb") as file:
            chunks = _utf8_chunks(file, self._unicode, size)
            left = next(chunks, b"")
            for chunk in chunks:
                end = _line_end(left)
                if end:
                    yield self._recoded(left[:end]), False
                left = left[end:] + chunk
            if left:
                yield self._recoded(left), True

    def _recoded(self, piece: bytes) -> bytes:
        if piece.isascii():
            return piece
        try:
            piece.decode()
        except UnicodeDecodeError:
            return b"".join(self._recoded_line(line) for line in piece.splitlines(keepends=True))
        return piece

    def _recoded_line(self, line: bytes) -> bytes:
        try:
            line.decode()
        except UnicodeDecodeError:
            self._recoded_lines += 1
            return line.decode("windows-1252", errors="replace").encode()
        return line


def unicode_of(path: Path) -> str:
    """The encoding that a text file's first bytes show; plain UTF-8 unless they say otherwise."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith(codecs.BOM_UTF16_LE) or _nul_share(head[1::2]) > 0.5 > _nul_share(head[0::2]):
        return "utf-16-le"
    if head.startswith(codecs.BOM_UTF16_BE) or _nul_share(head[0::2]) > 0.5 > _nul_share(head[1::2]):
        return "utf-16-be"
    return "utf-8"


def _nul_share(data: bytes) -> float:
    return data.count(0) / len(data) if data else 0.0


def _utf8_chunks(file: IO[bytes], unicode: str, size: int) -> Iterator[bytes]:
    if unicode == "utf-8-sig":
        file.seek(len(codecs.BOM_UTF8))
    if unicode.startswith("utf-8"):
        while chunk := file.read(size):
            yield chunk
        return
    decoder = codecs.getincrementaldecoder(unicode)(errors="replace")
    started = False
    while chunk := file.read(size):
        text = decoder.decode(chunk)
        yield (text if started else text.removeprefix("\ufeff")).encode()
        started = True
    yield decoder.decode(b"", final=True).encode()


def _line_end(data: bytes) -> int:
    """The offset after the last line that surely ends within the data; 0 if none does."""
    end = data.rfind(b"\n") + 1
    # A CR at the very end may be half of a CRLF, so it does not count.
    return end or data.rfind(b"\r", 0, -1) + 1


def cut(piece: bytes, size: int) -> Iterator[bytes]:
    """A piece as smaller ones of about ``size`` bytes, cut after line ends."""
    start = 0
    while start < len(piece):
        end = start + size
        if end < len(piece):
            end = start + (_line_end(piece[start:end]) or len(piece) - start)
        yield piece[start:end]
        start = end


@cache
def _opener(delimiter: str) -> re.Pattern[str]:
    return re.compile(f'(?:^|{re.escape(delimiter)})"')


def leaves_quote_open(line: str, *, delimiter: str, inside: bool = False) -> bool:
    """Whether a quoted cell is still open at the end of a line; ``inside``: whether one was at its beginning.

    A quote opens a cell only at the cell's beginning; a doubled one inside is a quote character (RFC 4180).
    """
    at = 0
    while True:
        if inside:
            at = _closing_quote(line, at)
            if at < 0:
                return True
        opening = _opener(delimiter).search(line, at)
        if opening is None:
            return False
        at, inside = opening.end(), True


def _closing_quote(line: str, at: int) -> int:
    """The offset after the quote that closes the cell, -1 if the line does not have it."""
    found = line.find('"', at)
    while found >= 0 and line[found + 1 : found + 2] == '"':
        found = line.find('"', found + 2)
    return found + 1 if found >= 0 else -1


def rows_of(
    piece: bytes, *, first_line: int, delimiter: str, width: int | None, last: bool, file: str, limit: int | None = None
) -> tuple[list[Row], bytes]:
    """The rows of a piece (at most ``limit``) and, unless it is the last piece, the bytes of a row that goes on behind it.

    Blank lines are no rows. With a ``width``, a row of another number of cells is kept without cells, with the reason; one that
    spans several lines counts as a stray quote in its first line, and reading resumes on the next line. Raises
    :class:`Refusal` if the last row of the file is cut off.
    """
    reader = _RowReader(piece.splitlines(keepends=True), first_line, delimiter, width, last, file)
    return reader.rows(limit)


class _CutOffError(Exception):
    """The row goes on behind the lines at hand."""


@dataclass
class _RowReader:
    lines: list[bytes]
    first_line: int
    delimiter: str
    width: int | None
    last: bool
    file: str

    def rows(self, limit: int | None) -> tuple[list[Row], bytes]:
        found: list[Row] = []
        at = offset = 0
        while at < len(self.lines) and (limit is None or len(found) < limit):
            try:
                cells, span, reason = self._read(at)
            except _CutOffError:
                return found, b"".join(self.lines[at:])
            taken = self.lines[at : at + span]
            offset += sum(map(len, taken))
            if b"".join(taken).strip(b" \r\n"):
                raw = "" if cells is not None else taken[0].decode().rstrip("\r\n")[:RAW_SHOWN_MAX]
                found.append(Row(self.first_line + at, cells, self.first_line + at + span, offset, raw, reason))
            at += span
        return found, b""

    def _read(self, at: int) -> tuple[list[str] | None, int, str]:
        """The cells of the row beginning at line ``at``, how many lines it spans, and the reason if there are no cells."""
        span = self._span(at)
        if span == 0:
            return None, 1, "a quote is opened in this line and never closed"
        if (
            self.width is not None
            and self.width >= TELLING_WIDTH
            and any(map(self._is_whole_row, self.lines[at + 1 : at + span - 1]))
        ):
            return None, 1, "a quote is opened in this line and closed in a later row"
        cells = self._cells(b"".join(self.lines[at : at + span]).decode())
        if cells is not None and (self.width is None or len(cells) == self.width or cells in ([], [""])):
            return cells, span, ""
        if span > 1:
            return None, 1, "a quote is opened in this line and closed in a later row"
        count = len(cells) if cells is not None else 0
        self._refuse_if_cut_off(at, count)
        return None, 1, f"{count} columns where the header has {self.width}"

    def _span(self, at: int) -> int:
        """How many lines the row spans; 0 if a quote in its first line is a stray one."""
        inside, size = False, 0
        for count, line in enumerate(self.lines[at:], start=1):
            if inside or b'"' in line:
                inside = leaves_quote_open(line.decode(), delimiter=self.delimiter, inside=inside)
            if not inside:
                return count
            size += len(line)
            if size > QUOTED_CELL_MAX:
                return 0
        if not self.last:
            raise _CutOffError
        if self.width is None or any(self._is_whole_row(line) for line in self.lines[at + 1 :]):
            return 0
        raise _truncated(self.file, self.first_line + at, "ends inside a quoted value")

    def _is_whole_row(self, line: bytes) -> bool:
        return len(self._cells(line.decode()) or []) == self.width

    def _cells(self, text: str) -> list[str] | None:
        if '"' not in text:
            return text.rstrip("\r\n").split(self.delimiter)
        try:
            return next(csv.reader([text], delimiter=self.delimiter))
        except csv.Error:
            return None

    def _refuse_if_cut_off(self, at: int, count: int) -> None:
        ends = self.lines[at].endswith((b"\n", b"\r"))
        if self.last and at == len(self.lines) - 1 and not ends and self.width is not None and count < self.width:
            raise _truncated(self.file, self.first_line + at, f"has {count} of {self.width} columns and no line end")


def _truncated(file: str, line: int, how: str) -> Refusal:
    return Refusal(
        f"{file} is cut off",
        why=f"its last row, at line {line}, {how}.",
        mend="Ask for the whole file again. If it is whole, end its last line with a line break.",
        file=file,
        row=line,
    )
