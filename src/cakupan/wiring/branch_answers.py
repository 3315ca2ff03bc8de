"""Read the branch's answer to a batch, row by row, without keeping the file: the office keeps what it says of each row sent."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import pyarrow.parquet as pq

from cakupan.registers import read_register
from cakupan.registers.branch_batch import AnswerRow

COLUMNS = ("row", "nik", "card_number", "name", "result", "annex_line", "reason", "effective_date")


def read_answers(*, file: Path, area: str, as_of: dt.date, profile: str | None = None) -> list[AnswerRow]:
    """The answers in the order of the file; a result that cannot be read is None. Raises :class:`Refusal` as an import does."""
    with tempfile.TemporaryDirectory() as folder:
        snapshot = read_register(
            file, profile=profile, kind="branch_answers", as_of=as_of, out=Path(folder) / "answers", area=area
        )
        return [AnswerRow(**row) for row in pq.read_table(snapshot.rows_path, columns=list(COLUMNS)).to_pylist()]
