"""The small tables of an edition as rows that JSON holds: what a page shows as it is (``office.positions.models.Figures``)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from cakupan.engines.steps import Engine
from cakupan.law.refusal import Refusal
from cakupan.wiring.editions import PublishedEdition
from cakupan.wiring.outlook import look_ahead

SMALL = (
    "agreement",
    "agreement_share",
    "allocations",
    "bill_totals",
    "due_months",
    "family_arrears_totals",
    "ledger",
    "mismatch_totals",
    "month_due",
    "payments",
    "pemda_arrears",
    "position_totals",
    "reconciliation_totals",
    "suspensions",
)
# Documents that an edition rests on, by kind; agreements stand in the manifest and, as the month read them, in `agreement`.
DOCUMENTS = ("channels", "forum", "guarantees")
CORRECTIONS = """
SELECT corrected_month, agreement_number, cause, payer, account, borne_by, count(*) AS lines, count(DISTINCT person_id) AS people,
  CAST(sum(amount) AS BIGINT) AS amount
FROM corrections
GROUP BY ALL ORDER BY ALL
"""
CORRECTION_COLUMNS = (
    "corrected_month",
    "agreement_number",
    "cause",
    "payer",
    "account",
    "borne_by",
    "lines",
    "people",
    "amount",
)


def figures_of(engine: Engine, edition: PublishedEdition, *, workspace: Path, ahead: bool) -> Iterator[tuple[str, Any]]:
    """Each small table by name; ``outlook`` (one object) if ``ahead`` and the month has agreements that can be looked ahead from.

    Tables that an edition does not have, as nobody handed the file over, are left out: a page then says so instead of "none".
    """
    manifest = edition.manifest
    for name in SMALL:
        if edition.table(name).is_file():
            yield name, plain(pq.read_table(edition.table(name)).to_pylist())
    corrected = [dict(zip(CORRECTION_COLUMNS, row, strict=True)) for row in engine.fetch(CORRECTIONS)]
    yield "corrections_totals", plain(corrected)
    yield "sums", manifest["sums"]
    for kind in DOCUMENTS:
        yield kind, manifest["documents"].get(kind, [])
    outlook = _outlook(edition, workspace) if ahead and manifest["agreements"] else None
    if outlook is not None:
        yield "outlook", outlook


def _outlook(edition: PublishedEdition, workspace: Path) -> Any:
    try:
        looked = look_ahead(workspace=workspace, area=edition.manifest["area"], month=edition.month)
    except Refusal:
        # No outlook is no reason against the month itself; the page of the outlook asks again and shows why.
        return None
    return plain(looked.outlook.as_dict())


def plain(value: Any) -> Any:
    """The same with days as ISO text: what JSON holds."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, dt.date) else value
