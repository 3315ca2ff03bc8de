"""Worksheets an office can work in: typed columns, frozen headers, filters, and text that can never become a formula."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_range_abs, xl_rowcol_to_cell

EXCEL_ROWS = 1_048_576  # rows of one worksheet, the header included: the limit of the file format
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
RUPIAH = "[$Rp-421]\\ #,##0;[Red]\\-[$Rp-421]\\ #,##0"
DATE = "[$-421]d\\ mmmm\\ yyyy"
MONTH = "[$-421]mmmm\\ yyyy"
INK, PAPER, LINE = "#12343B", "#E4EFEC", "#B8C9C6"

Kind = Literal[
    "text", "prose", "entry", "whole", "rupiah", "date", "month", "percent", "bits"
]  # prose wraps; entry is for the reader to fill in


@dataclass(frozen=True)
class Column:
    """One column of a worksheet: what its head says, what kind of value it holds, how many characters wide it is."""

    head: str
    kind: Kind = "text"
    width: float = 14


@dataclass(frozen=True)
class Formula:
    """A live formula and the value that the edition gives for it, which Excel shows until it recalculates."""

    text: str
    value: int | float | str


Value = str | int | float | dt.date | Formula | None


class Book:
    """An XLSX file under construction; rows go to disk as they are written, so memory does not grow with them.

    ``dated`` stands in the file's properties instead of the clock, so that the same edition gives the same bytes.
    """

    def __init__(self, path: Path, *, title: str, dated: dt.date) -> None:
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        }
        self.workbook = xlsxwriter.Workbook(str(path), options)
        created = dt.datetime.combine(dated, dt.time.min, tzinfo=dt.UTC)
        self.workbook.set_properties({"title": title, "author": "Cakupan", "created": created})
        self.workbook.set_calc_mode("auto")
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __enter__(self) -> Book:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.workbook.close()

    def style(self, **properties: Any) -> Any:
        """A cell format; the same properties give the same format, of which Excel allows only so many."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            plain = {"valign": "top", "font_name": "Calibri", "font_size": 11}
            self._formats[key] = self.workbook.add_format({**plain, **properties})
        return self._formats[key]

    def prose(self, name: str, lines: Iterable[tuple[str, str]], *, widths: tuple[int, int] = (34, 96)) -> None:
        """A worksheet of words: a bold first line, then pairs of a label and what there is to say about it."""
        sheet = self.workbook.add_worksheet(name)
        sheet.set_column(0, 0, widths[0])
        sheet.set_column(1, 1, widths[1])
        page_setup(sheet, landscape=False)
        for number, (label, words) in enumerate(lines):
            heading = number == 0 or not words
            bold = self.style(bold=True, text_wrap=not heading, **({"font_size": 14} if number == 0 else {}))
            sheet.set_row(number, _height([(words, widths[1]), ("" if heading else label, widths[0])]) + 6)
            sheet.write_string(number, 0, label, bold)
            if words:
                sheet.write_string(number, 1, words, self.style(text_wrap=True))


class Sheet:
    """One worksheet: title lines, a frozen head with a filter, then rows of typed values in order."""

    def __init__(
        self,
        book: Book,
        name: str,
        columns: Sequence[Column],
        *,
        titles: Sequence[str] = (),
        frozen_columns: int = 0,
        rows_max: int = EXCEL_ROWS,
    ) -> None:
        self.book, self.name, self.columns = book, name, tuple(columns)
        self.page = book.workbook.add_worksheet(name)
        self.rows_max = rows_max
        self.first = len(titles) + (2 if titles else 1)  # the first row of data, counted from 0
        self.next = self.first
        self.end = self.next  # after the last row of data; sums may follow below
        self._writers = [_writer(book, self.page, column) for column in columns]
        self._strong = [_writer(book, self.page, column, bold=True, top=1) for column in columns]
        self._wrapped = [at for at, column in enumerate(columns) if column.kind == "prose"]
        self._write_titles(titles)
        self._write_head(frozen_columns)

    @property
    def full(self) -> bool:
        """True if no further row fits into this worksheet."""
        return self.next >= self.rows_max

    def row(self, values: Sequence[Value], *, strong: bool = False) -> None:
        """Append one row; ``values`` follow the columns. A full worksheet is a defect: see :class:`Pages`."""
        assert len(values) == len(self.columns), f"{self.name}: {len(values)} values for {len(self.columns)} columns"
        assert not self.full, f"{self.name}: worksheet is full"
        if self._wrapped:
            self.page.set_row(self.next, _height((str(values[at] or ""), self.columns[at].width) for at in self._wrapped))
        for at, (value, write) in enumerate(zip(values, self._strong if strong else self._writers, strict=True)):
            if value is not None:
                write(self.next, at, value)
        self.next += 1
        if not strong:
            self.end = self.next

    def span(self, head: str, *, sheet_name: bool = True) -> str:
        """The data cells of a column as an absolute range, for a formula on another sheet."""
        at = self.at(head)
        cells = xl_range_abs(self.first, at, max(self.end - 1, self.first), at)
        return f"'{self.name}'!{cells}" if sheet_name else str(cells)

    def cell(self, head: str, row: int | None = None) -> str:
        """The address of a column's cell in a row (default: the next one)."""
        return str(xl_rowcol_to_cell(self.next if row is None else row, self.at(head)))

    def at(self, head: str) -> int:
        """The position of a column, counted from 0."""
        return next(at for at, column in enumerate(self.columns) if column.head == head)

    def choices(self, head: str, allowed: Sequence[str]) -> None:
        """Let only these words be entered in a column; Excel shows them as a list and says so."""
        rule = {
            "validate": "list",
            "source": list(allowed),
            "input_title": head,
            "input_message": " / ".join(allowed),
            "error_title": head,
            "error_message": "Pilih salah satu: " + ", ".join(allowed),
        }
        self.page.data_validation(self.first, self.at(head), max(self.end - 1, self.first), self.at(head), rule)

    def colour_words(self, head: str, colours: dict[str, tuple[str, str]]) -> None:
        """Colour the cells of a column by the word in them (word → background, ink): the word still says it without colour."""
        at = self.at(head)
        for word, (background, ink) in colours.items():
            rule = {
                "type": "cell",
                "criteria": "==",
                "value": f'"{word}"',
                "format": self.book.workbook.add_format({"bg_color": background, "font_color": ink}),
            }
            self.page.conditional_format(self.first, at, max(self.end - 1, self.first), at, rule)

    def finish(self) -> None:
        """Set the filter over what was written, and quieten Excel's warning about numbers kept as text."""
        last = max(self.end - 1, self.first)
        self.page.autofilter(self.first - 1, 0, last, len(self.columns) - 1)
        texts = [xl_col_to_name(at) for at, column in enumerate(self.columns) if column.kind in ("text", "prose")]
        if texts:
            spans = " ".join(f"{letter}{self.first + 1}:{letter}{last + 1}" for letter in texts)
            self.page.ignore_errors({"number_stored_as_text": spans})

    def _write_titles(self, titles: Sequence[str]) -> None:
        for at, title in enumerate(titles):
            face = {"bold": True, "font_size": 14} if at == 0 else {"font_color": "#44575A"}
            self.page.write_string(at, 0, title, self.book.style(**face))

    def _write_head(self, frozen_columns: int) -> None:
        colours = {"bg_color": INK, "font_color": "#FFFFFF", "border": 1, "border_color": INK}
        head = self.book.style(bold=True, text_wrap=True, valign="vcenter", align="left", indent=1, **colours)
        self.page.set_row(self.first - 1, _height((column.head, column.width - 4) for column in self.columns) + 6)
        for at, column in enumerate(self.columns):
            self.page.set_column(at, at, column.width)
            self.page.write_string(self.first - 1, at, column.head, head)
        self.page.freeze_panes(self.first, frozen_columns)
        page_setup(self.page, landscape=True)
        self.page.repeat_rows(self.first - 1)


class Pages:
    """Rows that go on on a second worksheet (``Name 2``, ``Name 3`` …) where the first one is full; none is dropped."""

    def __init__(
        self, open_sheet: Callable[[str], Sheet], name: str, *, on_finish: Callable[[Sheet], None] | None = None
    ) -> None:
        self._open, self._name, self._on_finish = open_sheet, name, on_finish
        self.sheets = [open_sheet(name)]

    def row(self, values: Sequence[Value]) -> None:
        """Append one row, on a new worksheet if need be."""
        self.current.row(values)

    @property
    def current(self) -> Sheet:
        """The worksheet that the next row goes to: a new one if the last is full."""
        if self.sheets[-1].full:
            self.sheets.append(self._open(f"{self._name} {len(self.sheets) + 1}"))
        return self.sheets[-1]

    def finish(self) -> None:
        """Finish every worksheet."""
        for sheet in self.sheets:
            sheet.finish()
            if self._on_finish:
                self._on_finish(sheet)


def _height(cells: Iterable[tuple[str, float]]) -> int:
    """The height in points of a row of wrapped cells (text, width in characters): not every program finds it by itself."""
    return 15 * max(_lines(text, max(int(width), 1)) for text, width in cells)


def _lines(text: str, width: int) -> int:
    return max(len(textwrap.wrap(text, width)), 1)


def page_setup(page: Any, *, landscape: bool) -> None:
    """A4, as wide as the page, with the file, the sheet and the page's number below."""
    if landscape:
        page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    page.set_footer("&L&F · &A&RHalaman &P dari &N")


def _writer(book: Book, page: Any, column: Column, **face: Any) -> Callable[[int, int, Value], None]:
    if column.kind in ("text", "prose", "entry"):
        return _text_writer(book, page, column.kind, face)
    return _number_writer(book, page, column.kind, face)


def _text_writer(book: Book, page: Any, kind: Kind, face: dict[str, Any]) -> Callable[[int, int, Value], None]:
    entry = {"bg_color": "#FFF8E1", "border": 1, "border_color": LINE} if kind == "entry" else {}
    # The indent parts words from the number that ends the column before.
    shared = {"text_wrap": kind != "text", "align": "left", "indent": 1, **entry, **face}
    plain = book.style(num_format="@", **shared)
    # Without the quote prefix, Excel turns such a text into a formula when someone edits the cell.
    quoted = book.style(num_format="@", quote_prefix=True, **shared)

    def write(row: int, at: int, value: Value) -> None:
        if isinstance(value, Formula):
            page.write_formula(row, at, value.text, plain, value.value)
        elif value == "":
            page.write_blank(row, at, None, plain)
        else:
            page.write_string(row, at, str(value), quoted if str(value).startswith(FORMULA_SIGNS) else plain)

    return write


def _number_writer(book: Book, page: Any, kind: Kind, face: dict[str, Any]) -> Callable[[int, int, Value], None]:
    forms = {"whole": "#,##0", "rupiah": RUPIAH, "date": DATE, "month": MONTH, "percent": "0.00%", "bits": "+0.0;\\-0.0;0.0"}
    style = book.style(num_format=forms[kind], **face)

    def write(row: int, at: int, value: Value) -> None:
        if isinstance(value, Formula):
            page.write_formula(row, at, value.text, style, value.value)
        elif isinstance(value, dt.date):
            page.write_datetime(row, at, value, style)
        else:
            page.write_number(row, at, value, style)

    return write
