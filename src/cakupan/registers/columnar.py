"""Parquet files as batches of cells. A row's number is its place in the file, counted like the lines of a CSV: the first is 2."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cakupan.law.refusal import Refusal
from cakupan.registers.batches import Batch, Shape
from cakupan.registers.kinds import Kind
from cakupan.registers.layout import match
from cakupan.registers.profile import Profile

ROWS_PER_BATCH = 100_000


class ColumnarFile:
    """A Parquet file whose columns were matched to the profile. Raises :class:`Refusal` where they cannot be."""

    encoding = "parquet"
    delimiter = ""
    header_row = 1

    def __init__(self, path: Path, *, profile: Profile, kind: Kind) -> None:
        self._path = path
        try:
            headings = pq.read_schema(path).names
        except (pa.ArrowInvalid, OSError) as error:
            raise _damaged(path.name) from error
        self.shape = Shape(match(headings, profile, file=path.name), profile, kind)
        self.above: tuple[tuple[int, tuple[Any, ...]], ...] = ((1, tuple(headings)),)

    def batches(self) -> Iterator[Batch]:
        """All rows in order. Raises :class:`Refusal` if a part of the file cannot be read."""
        names = self.shape.layout.headings
        wanted = {position: names[position] for position in self.shape.positions}
        row = 2
        try:
            with pq.ParquetFile(self._path) as file:
                for part in file.iter_batches(batch_size=ROWS_PER_BATCH, columns=list(wanted.values())):
                    cells = {position: _as_text(part.column(name)) for position, name in wanted.items()}
                    yield Batch(self._table(cells, row, part.num_rows))
                    row += part.num_rows
        except (pa.ArrowInvalid, OSError) as error:
            raise _damaged(self._path.name) from error

    def raw_rows(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """Every row as text."""
        row = 2
        with pq.ParquetFile(self._path) as file:
            for part in file.iter_batches(batch_size=ROWS_PER_BATCH):
                columns = [_as_text(column).to_pylist() for column in part.columns]
                for cells in zip(*columns, strict=True):
                    yield row, ["" if cell is None else cell for cell in cells]
                    row += 1

    def _table(self, cells: dict[int, pa.Array], row: int, length: int) -> pa.Table:
        numbers = pa.arange(row, row + length)
        return self.shape.batch(cells, numbers, readable=pa.repeat(True, length), rounded=pa.repeat(False, length))


def _as_text(column: pa.Array) -> pa.Array:
    if pa.types.is_timestamp(column.type):
        column = pc.strftime(column, format="%Y-%m-%d")
    if pa.types.is_floating(column.type):
        # Whole numbers that another program kept as floats: 3.0 is 3.
        whole = pc.equal(pc.floor(column), column)
        column = pc.if_else(whole, pc.cast(pc.cast(column, pa.int64(), safe=False), pa.string()), pc.cast(column, pa.string()))
    return pc.cast(column, pa.string())


def _damaged(file: str) -> Refusal:
    return Refusal(
        f"{file} is cut off or damaged",
        why="it cannot be read as Parquet to its end.",
        mend="Ask for the file again; nothing was imported.",
        file=file,
    )
