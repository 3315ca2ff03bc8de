"""Every table of the office: declared once, shown a page at a time, sorted by its heads, downloaded whole as XLSX."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from operator import attrgetter
from pathlib import Path
from typing import IO, Any, Literal

from django.db.models import QuerySet, Sum
from django.http import FileResponse, HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from cakupan.answer import words
from cakupan.law.calendar import Month
from cakupan.office.clock import today
from cakupan.office.language import language
from cakupan.office.pages.parts import Badge, Text
from cakupan.report import sheets

PAGE_ROWS = 50
NOTHING = "–"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Kind = Literal["text", "rupiah", "whole", "date", "month", "nik", "percent", "badge"]
NUMERIC: frozenset[Kind] = frozenset({"rupiah", "whole", "percent"})
WIDTHS: dict[Kind, float] = {
    "text": 24,
    "rupiah": 18,
    "whole": 12,
    "date": 18,
    "month": 16,
    "nik": 20,
    "percent": 12,
    "badge": 20,
}


@dataclass(frozen=True)
class Column:
    """One column: ``value`` is a callable on the row, or the dotted name of an attribute (``__`` works too; default ``key``).

    ``sort`` says by what its head sorts: for a query the name of a field, for a list anything true; empty: it does not.
    ``total`` adds it up below the table (a whole number or rupiah). ``url`` makes its cells links. A ``percent`` is a share of
    one; a ``badge`` a :class:`~cakupan.office.pages.parts.Badge`; a ``month`` a Month, a date in it, or ``2021-07``.
    """

    key: str
    label: Text
    kind: Kind = "text"
    value: Callable[[Any], Any] | str = ""
    sort: str | bool = ""
    total: bool = False
    url: Callable[[Any], str | None] | None = None
    width: float = 0
    on_page: bool = True
    in_file: bool = True

    def of(self, row: Any) -> Any:
        """The value in a row."""
        if callable(self.value):
            return self.value(row)
        name = self.value or self.key
        return row[name] if isinstance(row, Mapping) else attrgetter(name.replace("__", "."))(row)

    @property
    def numeric(self) -> bool:
        """True if it is aligned to the right."""
        return self.kind in NUMERIC

    def field(self) -> str:
        """The field of a query that it shows."""
        if isinstance(self.sort, str) and self.sort:
            return self.sort
        return (self.value if isinstance(self.value, str) and self.value else self.key).replace(".", "__")


@dataclass(frozen=True)
class Head:
    """The head of a column on a page; ``sorted_by`` is the value of aria-sort."""

    label: Text
    numeric: bool
    url: str = ""
    sorted_by: Literal["", "ascending", "descending"] = ""


@dataclass(frozen=True)
class Cell:
    """One cell on a page, in words."""

    label: Text
    words: Text
    kind: Kind
    numeric: bool
    url: str = ""
    badge: Badge | None = None


@dataclass(frozen=True)
class Row:
    """One row on a page; ``choice`` is what its checkbox sends, ``name`` says for whom it is."""

    cells: Sequence[Cell]
    choice: str = ""
    name: Text = ""


@dataclass(frozen=True)
class ShownTable:
    """One page of a table, as ``{% data_table %}`` shows it."""

    key: str
    caption: Text
    noun: Text
    heads: Sequence[Head]
    rows: Sequence[Row]
    total_rows: int | None  # None: there are more than the page tells, and nobody counted them
    first_row: int  # counted from 1
    totals: Sequence[tuple[Text, str]]
    selectable: bool
    page: int
    pages: int
    previous_url: str
    next_url: str
    download_url: str
    empty: Text
    empty_text: Text

    @property
    def last_row(self) -> int:
        """The number of the last row on this page."""
        return self.first_row + len(self.rows) - 1


@dataclass(frozen=True)
class Table:
    """A table over a query or a list (already filtered). ``key`` is its id on the page and the start of its file's name.

    ``order`` is the sorting before anybody clicks (``-amount`` downwards), by a column's key; empty leaves the rows as they come.
    ``choice`` gives what a row's checkbox sends (as ``chosen``, or ``choice_name``); without it there are no checkboxes.
    ``niks``: where NIKs stand unmasked: nowhere, in the file, or on the page too. Two tables on one page need different ``key``
    and ``alone=False``: then their parameters carry the key (``KEY-sort``, ``KEY-page``, ``KEY-format``).
    ``counted``: how many rows there are, where the caller has counted them already. ``uncounted``: pages do not count them, as
    it costs more than the page itself (a log of years); they say whether there are more.
    """

    key: str
    caption: Text
    columns: Sequence[Column]
    rows: QuerySet[Any, Any] | Sequence[Any]
    noun: Text = ""
    order: str = ""
    choice: Callable[[Any], object] | None = None
    row_name: Callable[[Any], Text] | None = None
    niks: Literal["masked", "in_file", "everywhere"] = "masked"
    empty: Text = ""
    empty_text: Text = ""
    alone: bool = True
    downloadable: bool = True
    page_rows: int = PAGE_ROWS
    counted: int | None = None
    uncounted: bool = False
    titles: Sequence[Text] = field(default_factory=tuple)

    def parameter(self, name: str) -> str:
        """The name of one of its GET parameters."""
        return name if self.alone else f"{self.key}-{name}"

    def asked_for_file(self, query: QueryDict) -> bool:
        """True if the request is for the XLSX."""
        return self.downloadable and query.get(self.parameter("format")) == "xlsx"

    def shown(self, query: QueryDict) -> ShownTable:
        """The page that ``query`` asks for; a page beyond the last is the last, a sorting it does not know is none."""
        page, pages, count, rows = self._paged(query)
        return ShownTable(
            key=self.key,
            caption=self.caption,
            noun=self.noun,
            heads=self._heads(query),
            rows=[self._row(row) for row in rows],
            total_rows=count,
            first_row=(page - 1) * self.page_rows + 1,
            totals=[(column.label, _in_words(column.kind, amount)) for column, amount in self.totals()] if rows else [],
            selectable=self.choice is not None,
            page=page,
            pages=pages,
            previous_url=self._url(query, page=str(page - 1)) if page > 1 else "",
            next_url=self._url(query, page=str(page + 1)) if page < pages else "",
            download_url=self._url(query, format="xlsx") if self.downloadable and rows else "",
            empty=self.empty,
            empty_text=self.empty_text,
        )

    def _paged(self, query: QueryDict) -> tuple[int, int, int | None, Sequence[Any]]:
        """The page's number, how many pages are known of, how many rows there are (None: more than on it), and its rows."""
        asked = max(_number(query.get(self.parameter("page"))), 1)
        if self.uncounted:
            start = (asked - 1) * self.page_rows
            rows = list(self._sorted(self._asked_order(query))[start : start + self.page_rows + 1])
            if len(rows) > self.page_rows:
                return asked, asked + 1, None, rows[: self.page_rows]
            if rows or asked == 1:
                return asked, asked, start + len(rows), rows
        count = self.count()
        pages = max(1, -(-count // self.page_rows))
        page = min(asked, pages)
        start = (page - 1) * self.page_rows
        return page, pages, count, self._sorted(self._asked_order(query))[start : start + self.page_rows]

    def count(self) -> int:
        """How many rows there are in all."""
        if self.counted is not None:
            return self.counted
        return self.rows.count() if isinstance(self.rows, QuerySet) else len(self.rows)

    def totals(self) -> list[tuple[Column, int]]:
        """The sum of each column that has one, over all rows and not just this page."""
        summed = [column for column in self.columns if column.total]
        if not summed:
            return []
        if isinstance(self.rows, QuerySet):
            found = self.rows.order_by().aggregate(**{f"total_{at}": Sum(column.field()) for at, column in enumerate(summed)})
            return [(column, int(found[f"total_{at}"] or 0)) for at, column in enumerate(summed)]
        return [(column, sum(int(column.of(row) or 0) for row in self.rows)) for column in summed]

    def write(self, path: Path, query: QueryDict, *, dated: dt.date) -> int:
        """Write all rows, in the order asked for, as XLSX; how many. Memory does not grow with the rows."""
        columns = [column for column in self.columns if column.in_file]
        heads = [sheets.Column(str(c.label), _sheet_kind(c.kind), c.width or WIDTHS[c.kind]) for c in columns]
        titles = [str(self.caption), *(str(title) for title in self.titles)]
        with sheets.Book(path, title=str(self.caption), dated=dated) as book:
            pages = sheets.Pages(lambda name: sheets.Sheet(book, name, heads, titles=titles), _sheet_name(self.key))
            written = 0
            for row in self._streamed(self._asked_order(query)):
                pages.row([self._file_value(column, row) for column in columns])
                written += 1
            self._write_totals(pages, columns)
            pages.finish()
        return written

    def download(self, query: QueryDict, *, dated: dt.date | None = None) -> FileResponse:
        """The XLSX as an attachment; ``dated`` (default: the office's today) stands in its name and properties."""
        day = dated or today()
        file: IO[bytes] = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115 - the response closes it
        self.write(Path(file.name), query, dated=day)
        return FileResponse(file, as_attachment=True, filename=f"{self.key}-{day:%Y-%m-%d}.xlsx", content_type=XLSX)

    def _heads(self, query: QueryDict) -> list[Head]:
        asked = self._asked_order(query)
        found = []
        for column in self._on_page():
            if not column.sort:
                found.append(Head(column.label, column.numeric))
                continue
            now: Literal["", "ascending", "descending"] = ""
            if asked.lstrip("-") == column.key:
                now = "descending" if asked.startswith("-") else "ascending"
            following = f"-{column.key}" if now == "ascending" else column.key
            found.append(Head(column.label, column.numeric, self._url(query, sort=following, page=""), now))
        return found

    def _on_page(self) -> list[Column]:
        return [column for column in self.columns if column.on_page]

    def _asked_order(self, query: QueryDict) -> str:
        asked = query.get(self.parameter("sort")) or self.order
        known = {column.key for column in self.columns if column.sort}
        return asked if asked.lstrip("-") in known else ""

    def _sorted(self, order: str) -> Any:
        column = next((each for each in self.columns if each.key == order.lstrip("-")), None)
        downwards = order.startswith("-")
        if isinstance(self.rows, QuerySet):
            return _ordered(self.rows, ("-" if downwards else "") + column.field() if column else "")
        if column is None:
            return self.rows
        known = [row for row in self.rows if column.of(row) is not None]
        known.sort(key=lambda row: _sort_key(column.of(row)), reverse=downwards)
        return known + [row for row in self.rows if column.of(row) is None]

    def _streamed(self, order: str) -> Iterator[Any]:
        rows = self._sorted(order)
        yield from rows.iterator(chunk_size=2000) if isinstance(rows, QuerySet) else rows

    def _row(self, row: Any) -> Row:
        cells = [self._cell(column, row) for column in self._on_page()]
        choice = "" if self.choice is None else str(self.choice(row))
        return Row(cells, choice, self.row_name(row) if self.row_name else cells[0].words)

    def _cell(self, column: Column, row: Any) -> Cell:
        value = column.of(row)
        mark = value if isinstance(value, Badge) else None
        says = _in_words(column.kind, value, masked=self.niks != "everywhere")
        link = (column.url(row) or "") if column.url else ""
        return Cell(column.label, says, column.kind, column.numeric, link, mark)

    def _file_value(self, column: Column, row: Any) -> sheets.Value:
        value = column.of(row)
        if value is None or value == "":
            return None
        if column.kind == "nik":
            return words.masked_nik(str(value)) if self.niks == "masked" else str(value)
        if column.kind == "month":
            return _month(value).first_date
        if column.kind == "date":
            return day_here(value)
        if column.kind == "percent":
            return float(value)
        return int(value) if column.numeric else _in_words(column.kind, value)

    def _write_totals(self, pages: sheets.Pages, columns: Sequence[Column]) -> None:
        sums: dict[str, int] = {column.key: amount for column, amount in self.totals()}
        if sums and self.count():
            values: list[sheets.Value] = [sums.get(column.key) for column in columns]
            # Only a column of words can say what the row is: a date or a number would be written as one.
            says = next((at for at, column in enumerate(columns) if column.kind == "text"), None)
            if says is not None:
                values[says] = "Jumlah"
            pages.current.row(values, strong=True)

    def _url(self, query: QueryDict, **changed: str) -> str:
        kept = query.copy()
        for name in ("format", *changed):
            kept.pop(self.parameter(name), None)
        for name, value in changed.items():
            if value:
                kept[self.parameter(name)] = value
        return f"?{kept.urlencode()}"


def table_page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *tables: Table, dated: dt.date | None = None
) -> HttpResponseBase:
    """A page with tables: its HTML, with ``table`` (the first) and ``tables`` (by key) in context, or the XLSX asked for."""
    for table in tables:
        if table.asked_for_file(request.GET):
            return table.download(request.GET, dated=dated)
    shown = {table.key: table.shown(request.GET) for table in tables}
    return render(request, template, {**context, "tables": shown, "table": next(iter(shown.values()))})


def _ordered(rows: QuerySet[Any, Any], by: str) -> QuerySet[Any, Any]:
    """A query in an order that is the same each time: without it a row may stand on two pages and another on none."""
    if not by and rows.ordered:
        return rows
    # The key of a grouped query would group it anew.
    last = () if isinstance(rows.query.group_by, tuple) else ("pk",)
    return rows.order_by(*((by,) if by else ()), *last)


def _in_words(kind: Kind, value: Any, *, masked: bool = True) -> str:
    if value is None or value == "":
        return NOTHING
    return _WORDS[kind](value) if kind != "nik" or masked else str(value)


def _percent(value: Any) -> str:
    share = Fraction(value)
    return words.per_cent(part=share.numerator, of=share.denominator)


def _month(value: Month | dt.date | str) -> Month:
    if isinstance(value, dt.date):
        return Month.of(day_here(value))
    return value if isinstance(value, Month) else Month.parse(value)


def day_here(value: dt.date) -> dt.date:
    """A date; of an instant its day in the active time zone."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


_WORDS: dict[Kind, Callable[[Any], str]] = {
    "text": str,
    "badge": lambda value: str(value.word if isinstance(value, Badge) else value),
    "rupiah": lambda value: words.rupiah(int(value)),
    "whole": lambda value: words.whole(int(value)),
    "percent": _percent,
    "nik": lambda value: words.masked_nik(str(value)),
    "date": lambda value: words.date_words(day_here(value), language=language()),
    "month": lambda value: words.month_words(_month(value), language=language()),
}


def _sheet_kind(kind: Kind) -> sheets.Kind:
    return "text" if kind in ("nik", "badge") else kind  # type: ignore[return-value]


def _sheet_name(key: str) -> str:
    """A worksheet's name: at most 31 characters, of which two or three may be the number of a further sheet."""
    return key.replace("-", " ").capitalize()[:27]


def _sort_key(value: Any) -> Any:
    return str(value.word) if isinstance(value, Badge) else value


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 1
