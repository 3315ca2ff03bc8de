"""From the edition's tables of coverage, money and positions to what a report says; a table that is not there says nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from cakupan.month.coverage import RESIDENTS, AreaCoverage
from cakupan.report.edition import (
    CorrectionSum,
    FamilyArrears,
    PaymentPart,
    PositionTotal,
    ReconciliationSum,
    SuspendedFrom,
    UnpaidMonth,
)

COVERAGE = ("population", "population_verified", "registered", "active", "registered_verified", "active_verified")


def _table(folder: Path, name: str, columns: Sequence[str]) -> pa.Table | None:
    path = folder / f"{name}.parquet"
    return pq.read_table(path, columns=list(columns)) if path.exists() else None


def _rows(folder: Path, name: str, columns: Sequence[str]) -> list[dict[str, Any]]:
    table = _table(folder, name, columns)
    return [] if table is None else table.to_pylist()


def _sums(
    folder: Path, name: str, keys: Sequence[str], summed: Sequence[str], *, first: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """Rows per ``keys``: ``lines`` counts them, ``summed`` are added up, of ``first`` the smallest by letters is kept."""
    table = _table(folder, name, [*keys, *summed, *first])
    if table is None or table.num_rows == 0:
        return []
    asked: list[Any] = [([], "count_all"), *((each, "sum") for each in summed), *((each, "min") for each in first)]
    grouped = table.group_by(list(keys)).aggregate(asked).to_pylist()
    return [
        {key: row[key] for key in keys}
        | {"lines": int(row["count_all"])}
        | {each: int(row[f"{each}_sum"] or 0) for each in summed}
        | {each: row[f"{each}_min"] for each in first}
        for row in grouped
    ]


def coverage(folder: Path) -> tuple[AreaCoverage, ...]:
    """Every area and segment, by area code."""
    columns = ["area_code", "level", "segment", "basis_population", "basis", *COVERAGE]
    return tuple(
        sorted((_coverage(row) for row in _rows(folder, "coverage", columns)), key=lambda c: (c.level, c.area_code, c.segment))
    )


def _coverage(row: dict[str, Any]) -> AreaCoverage:
    counts = {name: int(row[name] or 0) for name in COVERAGE}
    named = row.get("basis_population")
    return AreaCoverage(
        area_code=str(row["area_code"]),
        level=int(row["level"]),
        segment=str(row["segment"]),
        basis_population=counts["population"] if named is None else int(named),
        basis=row.get("basis") or RESIDENTS,
        **counts,
    )


def unpaid_months(folder: Path) -> tuple[UnpaidMonth, ...]:
    """What the local governments owe past its due date, oldest first."""
    names = ("agreement_number", "payer", "account", "month_date", "due_date", "due", "paid", "unpaid", "age_months")
    found = (UnpaidMonth(**row) for row in _rows(folder, "pemda_arrears", names))
    return tuple(sorted(found, key=lambda u: (u.agreement_number, u.month_date, u.payer, u.account)))


def suspensions(folder: Path) -> tuple[SuspendedFrom, ...]:
    """Agreements whose members lack cover because a bill was not paid."""
    names = ("agreement_number", "from_date", "unpaid_month", "due_date", "citation")
    found = (SuspendedFrom(**row) for row in _rows(folder, "suspensions", names))
    return tuple(sorted(found, key=lambda s: (s.from_date, s.agreement_number)))


def payments(folder: Path) -> tuple[PaymentPart, ...]:
    """What each disbursement paid, by its date; what was paid too much stands after the months."""
    paid = _rows(folder, "payments", ["payment_id", "disbursement_number", "disbursement_date"])
    papers = {row["payment_id"]: (row["disbursement_number"], row["disbursement_date"]) for row in paid}
    keys = ("payment_id", "agreement_number", "payer", "account", "month_date", "rule")
    parts = (_payment(row, *papers.get(row["payment_id"], (row["payment_id"], None))) for row in _allocated(folder, keys))
    return tuple(sorted(parts, key=_payment_order))


def _allocated(folder: Path, keys: Sequence[str]) -> list[dict[str, Any]]:
    return _sums(folder, "allocations", keys, ["amount"])


def _payment(row: dict[str, Any], number: str, date: dt.date | None) -> PaymentPart:
    return PaymentPart(
        disbursement_number=str(number),
        disbursement_date=date,
        agreement_number=row["agreement_number"] or "",
        payer=row["payer"],
        account=row["account"],
        month_date=row["month_date"],
        amount=row["amount"],
        rule=row["rule"],
    )


def _payment_order(part: PaymentPart) -> tuple[Any, ...]:
    last = dt.date.max
    return (part.disbursement_date or last, part.disbursement_number, part.account, part.month_date or last, part.payer)


def family_arrears(folder: Path) -> tuple[FamilyArrears, ...]:
    """The divisions of the self-payers' arrears, as the edition counts them."""
    names = ("by", "part", "people", "families", "amount", "capped_amount")
    found = _rows(folder, "family_arrears_totals", names)
    return tuple(FamilyArrears(**{**row, "part": "" if row["part"] is None else str(row["part"])}) for row in found)


def corrections(folder: Path) -> tuple[CorrectionSum, ...]:
    """The open month's corrections, by agreement, corrected month, cause, payer and account."""
    keys = ("agreement_number", "corrected_month", "cause", "payer", "account")
    rows = _sums(folder, "corrections", keys, ["billed", "due", "amount"], first=["citation"])
    found = (CorrectionSum(**{**row, "citation": row["citation"] or ""}) for row in rows)
    return tuple(sorted(found, key=lambda c: (c.agreement_number, c.corrected_month, c.cause, c.payer, c.account)))


def reconciliation(folder: Path) -> tuple[ReconciliationSum, ...]:
    """The branch's bill beside ours, by agreement and cause."""
    rows = _sums(folder, "reconciliation", ["agreement_number", "cause"], ["branch_amount", "our_amount", "difference"])
    found = (
        ReconciliationSum(
            r["agreement_number"] or "", r["cause"], r["lines"], r["branch_amount"], r["our_amount"], r["difference"]
        )
        for r in rows
    )
    return tuple(sorted(found, key=lambda r: (r.agreement_number, r.cause != "agrees", r.cause)))


def position_totals(folder: Path) -> tuple[PositionTotal, ...]:
    """The bills by position, by area."""
    names = ("bill", "area_code", "payer", "account", "people", "amount")
    found = (PositionTotal(**row) for row in _rows(folder, "position_totals", names))
    return tuple(sorted(found, key=lambda p: (p.bill, p.area_code or "", p.payer, p.account)))
