"""What a workspace holds of an area's papers, as plain data: agreements and other documents, decrees, payments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from cakupan.law.refusal import Refusal
from cakupan.registers import DOCUMENTS, Snapshot
from cakupan.wiring.position_figures import plain
from cakupan.wiring.workspace import Workspace

DECREES, PAYMENTS = "decrees", "payments"
ANNEX_COLUMNS = ("decree_number", "decree_date", "agreement_number", "submitted_date", "decided_by", "readable")
KINDS = (*DOCUMENTS, DECREES, PAYMENTS)


def documents(*, workspace: Path, area: str, kind: str, until: dt.date) -> list[dict[str, Any]]:
    """The papers of a kind that were imported for an area with a position up to ``until``; days are ISO text.

    - of the kinds of documents (agreements, guarantees, …): what the document says, the newest import of each number
    - ``payments``: the readable rows of every file of payments, each with its ``file``
    - ``decrees``: each decree that annexes name, with how many ``lines`` and in which ``file``

    Raises :class:`Refusal` for another kind.
    """
    store = Workspace(workspace)
    if kind in DOCUMENTS:
        return [plain(dict(document.terms)) for _, document in store.documents(kind=kind, area=area, as_of=until)]
    if kind == PAYMENTS:
        return [row for found in store.up_to(kind=PAYMENTS, area=area, as_of=until) for row in _payments(found)]
    if kind == DECREES:
        return [row for found in store.up_to(kind="decisions", area=area, as_of=until) for row in _decrees(found)]
    raise Refusal(f"documents of kind {kind!r}", why="there is no such kind.", mend=f"Use one of: {', '.join(KINDS)}.")


def _payments(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    for row in pq.read_table(snapshot.rows_path).to_pylist():
        if row.pop("readable"):
            yield plain({**row, "file": snapshot.file, "as_of": snapshot.as_of})


def _decrees(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    annex = pq.read_table(snapshot.rows_path, columns=list(ANNEX_COLUMNS))
    keys = [name for name in ANNEX_COLUMNS if name != "readable"]
    lines = annex.filter(annex["readable"]).group_by(keys).aggregate([([], "count_all")])
    for row in lines.sort_by([(name, "ascending") for name in keys]).to_pylist():
        count = row.pop("count_all")
        yield plain({**row, "lines": count, "file": snapshot.file})
