"""CSV files that open in a spreadsheet without becoming formulas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from cakupan.registers import csv_column


def write_csv(rows: Path | Iterable[pa.Table], *, columns: Sequence[str], out: Path) -> None:
    """Write columns of a Parquet file, or of tables one after another, as CSV (UTF-8, header, LF); numbers stay numbers."""
    with out.open("wb") as file:
        file.write((",".join(columns) + "\n").encode())
        for batch in _batches(rows, columns):
            guarded = pa.record_batch([csv_column(batch.column(name)) for name in columns], names=list(columns))
            options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")
            pyarrow.csv.write_csv(guarded, file, options)


def _batches(rows: Path | Iterable[pa.Table], columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    if isinstance(rows, Path):
        with pq.ParquetFile(rows) as parquet:
            yield from parquet.iter_batches(batch_size=100_000, columns=list(columns))
        return
    for table in rows:
        yield from table.select(list(columns)).to_batches()
